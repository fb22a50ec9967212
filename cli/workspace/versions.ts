import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** The folder that holds this package's package.json, from the sources and from the build alike. */
export async function packageFolder(): Promise<string> {
  let folder = import.meta.dirname
  while (folder !== dirname(folder)) {
    const found = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
    if (found !== undefined) return folder
    folder = dirname(folder)
  }
  throw new Error('This installation has no package.json.')
}

interface PackageFile {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** The versions that the figures of a report depend on. */
export async function softwareVersions(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(await packageFolder(), 'package.json'), 'utf8')
  const { version, dependencies = {} } = JSON.parse(text) as PackageFile
  return {
    ballast: version,
    node: process.versions.node,
    hardhat: dependencies['hardhat'] ?? '?',
    openzeppelin: dependencies['@openzeppelin/contracts'] ?? '?',
  }
}

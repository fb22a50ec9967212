import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { projectFolder } from '../support/projectFolder.ts'
import type { Input } from './compiler.ts'

/** Copies of the project in which mutants live: nothing outside of them is ever changed. */
export interface Scratch {
  /** Where mocha runs, with artifacts that are swapped. */
  readonly mocha: string
  /** Where Hardhat compiles mutated sources for the suites in Solidity. */
  readonly solidity: string
  /** What Hardhat gave to solc. */
  readonly input: Input
  /** Whether the tests of this source have passed without a mutant in this scratch. */
  readonly proven: Set<string>
  keepProven(): Promise<void>
}

const copied = ['contracts', 'cli', 'test', 'hardhat.config.ts', 'package.json', 'tsconfig.json']
const linked = ['node_modules', 'test/thirdparty/node_modules']

/**
 * Copies the project, which has been built, unless the folder has the same one from a run before; then only what a run that
 * was killed may have left is put right.
 */
export async function openScratch(folder: string, say: (text: string) => void): Promise<Scratch> {
  const mark = join(folder, 'fingerprint')
  const fingerprint = await fingerprintOf()
  const trees = { mocha: join(folder, 'mocha'), solidity: join(folder, 'solidity') }
  const isSame = existsSync(mark) && (await readFile(mark, 'utf8')) === fingerprint
  if (!isSame) {
    say(`copying the project to ${folder}`)
    await rm(folder, { recursive: true, force: true })
    await copyProject(trees.mocha)
    await cp(trees.mocha, trees.solidity, { recursive: true, verbatimSymlinks: true })
    await moveCache(trees.solidity)
    await cp(join(trees.mocha, 'artifacts/contracts'), join(folder, 'pristine'), {
      recursive: true,
    })
    await cp(join(trees.mocha, 'artifacts/build-info'), join(folder, 'build-info'), {
      recursive: true,
    })
    // Only traces need it, and reading it takes seconds at every start.
    await rm(join(trees.mocha, 'artifacts/build-info'), { recursive: true })
    await writeFile(mark, fingerprint)
  }
  await cp(join(folder, 'pristine'), join(trees.mocha, 'artifacts/contracts'), { recursive: true })
  await cp(join(projectFolder, 'contracts'), join(trees.solidity, 'contracts'), { recursive: true })
  const provenFile = join(folder, 'proven.json')
  const kept = existsSync(provenFile) ? JSON.parse(await readFile(provenFile, 'utf8')) : []
  const proven = new Set(kept as string[])
  return {
    ...trees,
    input: await readInput(join(folder, 'build-info')),
    proven,
    keepProven: () => writeFile(provenFile, JSON.stringify([...proven])),
  }
}

async function copyProject(to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of [...copied, 'artifacts', 'cache']) {
    const from = join(projectFolder, name)
    if (!existsSync(from)) continue
    const filter = (path: string) => !linked.includes(relative(projectFolder, path))
    await cp(from, join(to, name), { recursive: true, filter })
  }
  for (const name of linked) {
    const from = join(projectFolder, name)
    if (existsSync(from)) await symlink(from, join(to, name))
  }
}

/** Hardhat remembers what it has compiled by absolute paths: in the copy by those of the copy, or it would start from nothing. */
async function moveCache(folder: string): Promise<void> {
  const file = join(folder, 'cache/compile-cache.json')
  if (!existsSync(file)) return
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replaceAll(`"${projectFolder}/`, `"${folder}/`))
}

/** Of everything that decides how a mutant ends. */
async function fingerprintOf(): Promise<string> {
  const hash = createHash('sha256')
  const folders = [
    'contracts',
    'test/contracts',
    'test/support',
    'test/thirdparty',
    'test/mutation',
  ]
  for (const folder of folders) {
    const names = await readdir(join(projectFolder, folder), { recursive: true })
    const files = names.filter((name) => /\.(?:sol|ts|tsx)$/.test(name)).sort()
    for (const name of files.filter((file) => !file.includes('node_modules'))) {
      hash.update(name).update(await readFile(join(projectFolder, folder, name)))
    }
  }
  for (const name of ['hardhat.config.ts', 'package-lock.json']) {
    hash.update(await readFile(join(projectFolder, name)))
  }
  return hash.digest('hex')
}

/** Hardhat may have built in several steps: their inputs together. */
async function readInput(folder: string): Promise<Input> {
  const inputs: Input[] = []
  for (const name of await readdir(folder)) {
    if (name.endsWith('.output.json')) continue
    inputs.push(JSON.parse(await readFile(join(folder, name), 'utf8')).input)
  }
  const sources = Object.assign({}, ...inputs.map((input) => input.sources)) as Input['sources']
  const remappings = inputs.flatMap(({ settings }) => (settings['remappings'] ?? []) as string[])
  return {
    settings: { ...inputs[0]?.settings, remappings: [...new Set(remappings)] },
    sources,
  }
}

/** @throws if it ends with anything but 0 */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  milliseconds = 600_000,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'ignore', timeout: milliseconds })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0) resolve()
      else
        reject(new CommandFailedError(`${command} ${args.join(' ')} in ${cwd}`, { code, signal }))
    })
  })
}

/** A command that failed, or was ended because it took too long. */
export class CommandFailedError extends Error {
  readonly isTimeout: boolean
  constructor(
    command: string,
    end: { readonly code: number | null; readonly signal: string | null },
  ) {
    super(`${command} ended with ${end.code ?? end.signal}.`)
    this.isTimeout = end.signal !== null
  }
}

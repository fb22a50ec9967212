import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { configName } from '../workspace/config.ts'
import { configTemplate, ignoreTemplate } from '../workspace/configTemplate.ts'
import { deploymentTemplate } from '../workspace/deploymentTemplate.ts'
import { FileInTheWayError, writeNew } from '../workspace/newFiles.ts'

/** The example that `ballast init --deployment` writes. */
export const deploymentName = 'deployment.yaml'

/** What was written, and what was there already just so. */
export interface Initialized {
  readonly folder: string
  readonly written: readonly string[]
  readonly kept: readonly string[]
  /** What somebody has to do by hand. */
  readonly hints: readonly string[]
}

/**
 * Makes the working directory a workspace, or puts an example of a deployment into it. Never overwrites anything;
 * repeating it changes nothing.
 *
 * @throws FileInTheWayError, FileNotWrittenError
 */
export async function initWorkspace(what: 'workspace' | 'deployment'): Promise<Initialized> {
  const folder = process.cwd()
  const [name, text] =
    what === 'workspace' ? [configName, configTemplate] : [deploymentName, deploymentTemplate]
  const done = { written: [] as string[], kept: [] as string[], hints: [] as string[] }
  done[await writeNew(folder, name, text)].push(name)
  if (what === 'workspace') await ignore(folder, done)
  return { folder, ...done }
}

/** A .gitignore of somebody else is not touched: they are told what belongs into it. */
async function ignore(
  folder: string,
  done: { readonly written: string[]; readonly kept: string[]; readonly hints: string[] },
): Promise<void> {
  const name = '.gitignore'
  try {
    done[await writeNew(folder, name, ignoreTemplate)].push(name)
  } catch (error) {
    if (!(error instanceof FileInTheWayError)) throw error
    const present = await readFile(join(folder, name), 'utf8').catch(() => '')
    const lines = present.split('\n').map((line) => line.trim())
    const missing = ignoreTemplate.split('\n').filter((line) => !lines.includes(line))
    if (missing.length > 0) done.hints.push(`Add to ${name}: ${missing.join(' and ')}`)
  }
}

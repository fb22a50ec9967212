import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { type CliRun, projectFolder } from './runCli.ts'

/** Where the built command line of the tests lies: below the project's package.json, which says what modules are. */
const folder = join(projectFolder, 'cache', 'built')

/** What `node` is to run. */
export const builtMain = join(folder, 'cli', 'main.js')

/** A command that takes longer hangs: it is stopped, and has no exit code. */
const LONGEST_MS = 60_000

let building: Promise<unknown> | undefined

/**
 * Builds the command line as it is published, once a test run: a process of it starts in a fraction of the time that
 * compiling on the fly takes, which counts where hundreds are started.
 */
export function buildCli(): Promise<unknown> {
  building ??= promisify(execFile)('npm', ['run', '--silent', 'bundle'], {
    cwd: projectFolder,
    env: { ...process.env, BALLAST_BUILT: join(folder, 'cli') },
  })
  return building
}

/** Runs the built command line as a user does: a process of its own, without a terminal. */
export async function runBuiltCli(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<CliRun> {
  await buildCli()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [builtMain, ...args], {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}

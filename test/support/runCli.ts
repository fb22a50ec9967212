import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { buildCli, builtMain } from './builtCli.ts'
import { projectFolder } from './projectFolder.ts'

export interface CliRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What comes through standard input. */
  readonly input?: string
}

/** A command that takes longer hangs: it is stopped, and has no exit code. */
const LONGEST_MS = 60_000

/** Runs the built command line as a user does: a process of its own, without a terminal. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<CliRun> {
  await buildCli()
  return run([builtMain, ...args], options)
}

/** As a URL, because the command may run in any folder. */
const typescriptLoader = pathToFileURL(
  join(projectFolder, 'node_modules', 'tsx', 'dist', 'loader.mjs'),
).href

/** The same from the sources, compiled on the fly: as people do who work on them. */
export const runSources = (args: readonly string[]): Promise<CliRun> =>
  run(['--import', typescriptLoader, join(projectFolder, 'cli', 'main.ts'), ...args], {})

function run(
  args: readonly string[],
  { cwd = projectFolder, env, input = '' }: RunOptions,
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    })
    // A command that never reads its input may be gone before all of it was handed over.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
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

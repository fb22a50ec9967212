import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

export interface CliRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export const projectFolder = join(import.meta.dirname, '..', '..')

/** As a URL, because the command may run in any folder. */
const typescriptLoader = pathToFileURL(
  join(projectFolder, 'node_modules', 'tsx', 'dist', 'loader.mjs'),
).href

/** Runs the command line as a user does: a process of its own, without a terminal. */
export function runCli(
  args: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    /** What comes through standard input. */
    readonly input?: string
  } = {},
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', typescriptLoader, join(projectFolder, 'cli', 'main.ts'), ...args],
      {
        cwd: options.cwd ?? projectFolder,
        env: { ...process.env, NO_COLOR: '1', ...options.env },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    )
    // A command that never reads its input may be gone before all of it was handed over.
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
    let stdout = ''
    let stderr = ''
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

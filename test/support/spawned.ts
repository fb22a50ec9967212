import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { projectFolder } from './runCli.ts'

/** A command that goes on running: `ready` when its answer is there, `stop` sends a signal and waits for its end. */
export interface RunningCli {
  readonly pid: number
  /** The JSON document it answered, once it is whole. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const typescriptLoader = pathToFileURL(
  join(projectFolder, 'node_modules', 'tsx', 'dist', 'loader.mjs'),
).href

/** Starts a command of the command line that does not end by itself, with `--json`. */
export function startCli(args: readonly string[], cwd: string): RunningCli {
  const child = spawn(
    process.execPath,
    ['--import', typescriptLoader, join(projectFolder, 'cli', 'main.ts'), ...args, '--json'],
    { cwd, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    pid: child.pid ?? 0,
    ready: answerOf(child),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

function answerOf(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', '']
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const document = parse(stdout)
      if (document !== undefined) resolve(document)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Ended with code ${code} unasked:\n${stderr}`)))
  })
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

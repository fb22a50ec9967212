import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { buildCli, builtMain } from './builtCli.ts'

/** A command that goes on running: `ready` when its answer is there, `stop` sends a signal and waits for its end. */
export interface Running<Answer> {
  readonly pid: number
  /** What it answered, once that is whole. */
  readonly ready: Promise<Answer>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export type RunningCli = Running<Readonly<Record<string, unknown>>>

/** Starts a command of the command line that does not end by itself, with `--json`. */
export const startCli = (args: readonly string[], cwd: string): Promise<RunningCli> =>
  start([...args, '--json'], cwd, parse)

/** The same, answering people: ready when it has named the next command. */
export const startCliForPeople = (args: readonly string[], cwd: string): Promise<Running<string>> =>
  start(args, cwd, (text) => (/^Next.*\n/m.test(text) ? text : undefined))

async function start<Answer>(
  args: readonly string[],
  cwd: string,
  read: (stdout: string) => Answer | undefined,
): Promise<Running<Answer>> {
  await buildCli()
  const child = spawn(process.execPath, [builtMain, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    pid: child.pid ?? 0,
    ready: answerOf(child, read),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

function answerOf<Answer>(
  child: ChildProcess,
  read: (stdout: string) => Answer | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', '']
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const answer = read(stdout)
      if (answer !== undefined) resolve(answer)
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

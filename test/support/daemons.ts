import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import process from 'node:process'
import { buildCli, builtMain } from './builtCli.ts'
import { until } from './until.ts'

/** A command that goes on and answers a document a line. */
export interface Daemon {
  /** Every document that it has answered so far. */
  answers(): readonly Readonly<Record<string, unknown>>[]
  /** What it has said on stderr so far. */
  said(): string
  /** Waits until it has answered so many documents. */
  answered(count: number): Promise<void>
  /** Sends a signal and waits for the end: its exit code, `null` if the signal killed it. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts such a command, with `--json`. */
export async function startDaemon(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Daemon> {
  await buildCli()
  const child = spawn(process.execPath, [builtMain, ...args, '--json'], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails before it ends the command must not keep the whole run from ending.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  for (const held of [child, child.stdout, child.stderr]) (held as Partial<Socket>).unref?.()
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const answers = () =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  return {
    answers,
    said: () => stderr,
    async answered(count) {
      await until(() => answers().length >= count || child.exitCode !== null)
      if (answers().length < count) throw new Error(`It ended before:\n${stderr}`)
    },
    end(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

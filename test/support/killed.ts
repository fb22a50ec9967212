import { spawn } from 'node:child_process'
import process from 'node:process'
import { buildCli, builtMain } from './builtCli.ts'
import type { Aim, Fault, FaultProxy } from './faultProxy.ts'
import { until } from './until.ts'

/** Where a process ends: it asks for something, of which the node hears or not, and no answer comes. */
export interface KillMoment {
  readonly fault: Extract<Fault, { readonly kind: 'silent' | 'answerKept' }>
  readonly aim: Aim
}

/**
 * Runs a command and kills its process while it waits for an answer that the fault keeps back: the process has no time to put
 * anything right, and the node has done what was asked or has not, by the fault.
 *
 * @throws if it ends by itself before
 */
export async function killedAt(
  args: readonly string[],
  at: KillMoment & {
    readonly proxy: FaultProxy
    readonly cwd: string
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<void> {
  const { proxy, fault, aim, cwd, env } = at
  await proxy.clear()
  proxy.inject(fault, aim)
  await killedWhen(args, () => proxy.holds(), { cwd, ...(env === undefined ? {} : { env }) })
  await proxy.clear()
}

/** Runs a command and kills its process as soon as something has happened. @throws if it ends by itself before */
export async function killedWhen(
  args: readonly string[],
  hasHappened: () => boolean,
  { cwd, env }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  await buildCli()
  const child = spawn(process.execPath, [builtMain, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  try {
    await until(() => hasHappened() || hasEnded())
    if (hasEnded())
      throw new Error(`It ended by itself with ${child.exitCode ?? child.signalCode}.`)
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

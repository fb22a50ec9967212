import { spawn } from 'node:child_process'
import process from 'node:process'
import { buildCli, builtMain } from './builtCli.ts'
import type { Aim, Fault, FaultProxy } from './faultProxy.ts'

import { until } from './until.ts'

/**
 * Runs a command and kills its process the moment it asks for something, which is answered as the fault says: the process
 * has no time to put anything right.
 */
export async function killedAt(
  args: readonly string[],
  at: {
    readonly proxy: FaultProxy
    readonly fault: Fault
    readonly aim: Aim & { readonly method: string | RegExp }
    readonly cwd: string
    readonly env: Readonly<Record<string, string>>
  },
): Promise<void> {
  const { proxy, fault, aim, cwd, env } = at
  await buildCli()
  await proxy.clear()
  proxy.inject(fault, aim)
  const child = spawn(process.execPath, [builtMain, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const asksForIt = ({ method }: { readonly method: string }) =>
    typeof aim.method === 'string' ? method === aim.method : aim.method.test(method)
  await until(() => proxy.seen().some(asksForIt) || child.exitCode !== null)
  if (child.exitCode !== null) throw new Error(`It ended by itself with code ${child.exitCode}.`)
  child.kill('SIGKILL')
  await ended
  await proxy.clear()
}

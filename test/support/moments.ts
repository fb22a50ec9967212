import { spawnSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { connectChain, type Rpc } from '../../cli/chain/client.ts'
import type { DevChain } from '../../cli/chain/devChain.ts'

/** Where an attempt ends without any warning: with what it asks for when its process is killed. */
export interface Moment {
  readonly asks: string | RegExp
  /** So often it is answered first. */
  readonly after?: number
  /** What it asks for is done; only the answer comes to nobody. */
  readonly arrives?: true
}

/** What an attempt depends on. */
export interface World {
  readonly chain: DevChain
  /** Anything that is asked of somebody else than the node. */
  readonly ask: <T>(what: string, answer: () => Promise<T>) => Promise<T>
}

/** A world in which everything is answered. */
export const living = (chain: DevChain): World => ({ chain, ask: (_, answer) => answer() })

/**
 * Lets an attempt begin and drops it at a moment: nothing of it is answered any more, so nothing more of it runs, no
 * matter what it would put right, and what it holds is held by a process that is gone. What a SIGKILL leaves, without
 * the seconds that processes take.
 *
 * @throws if it ends by itself
 */
export async function droppedAt(
  { asks, after = 0, arrives }: Moment,
  { chain, folder }: { readonly chain: DevChain; readonly folder: string },
  attempt: (world: World) => Promise<unknown>,
): Promise<void> {
  const isIt = (what: string) => (typeof asks === 'string' ? asks === what : asks.test(what))
  const never = new Promise<never>(() => {})
  let [left, isGone] = [after, false]
  let drop = () => {}
  const dropped = new Promise<void>((resolve) => {
    drop = resolve
  })
  const ask = async <T>(what: string, answer: () => Promise<T>): Promise<T> => {
    if (isGone) return never
    if (!isIt(what) || left-- > 0) return answer()
    isGone = true
    if (arrives === true) await answer()
    drop()
    return never
  }
  const rpc: Rpc = { request: (call) => ask(call.method, () => chain.rpc.request(call)) }
  const world = { chain: { ...(await connectChain(rpc)), isDevelopment: true }, ask } as const
  const ended = attempt(world).then(() => {
    throw new Error(`It was done without ${asks}.`)
  })
  await Promise.race([dropped, ended])
  await bury(folder)
}

let dead: number | undefined

/** The locks in a folder become those of a process that has ended. */
async function bury(folder: string): Promise<void> {
  dead ??= spawnSync(process.execPath, ['--version']).pid
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.lock')) continue
    const lock = JSON.parse(await readFile(join(folder, name), 'utf8'))
    await writeFile(join(folder, name), JSON.stringify({ ...lock, token: 'dropped', pid: dead }))
  }
}

import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { temporaryPrefix } from '../shared/temporaryName.ts'
import type { Rpc } from './client.ts'
import { openForkSource } from './forkSource.ts'
import { type HttpNode, httpRpc } from './httpRpc.ts'

/** The node that an EVM of this process goes on from, and everything that has to be put away afterwards. */
export interface ForkOrigin {
  /** Where the EVM reads, on loopback. */
  readonly url: string
  /** Where the EVM keeps what it fetched: a folder of its own, because another chain may have the same address. */
  readonly cacheFolder: string
  /** Runs work of the EVM. It wraps what its node did wrong into an error of its own: what was wrong is thrown instead. */
  readonly blaming: <T>(work: () => Promise<T>) => Promise<T>
  close(): Promise<void>
}

export async function openForkOrigin(node: HttpNode): Promise<ForkOrigin> {
  const source = await openForkSource(httpRpc(node))
  const maker = { host: hostname(), pid: process.pid }
  const cacheFolder = await mkdtemp(join(tmpdir(), temporaryPrefix('fork', maker)))
  // A command that somebody interrupts closes nothing.
  const tidy = () => rmSync(cacheFolder, { recursive: true, force: true })
  process.once('exit', tidy)
  return {
    url: source.url,
    cacheFolder,
    async blaming(work) {
      try {
        return await work()
      } catch (error) {
        throw source.failure() ?? error
      }
    },
    async close() {
      await source.close()
      process.removeListener('exit', tidy)
      await rm(cacheFolder, { recursive: true, force: true })
    },
  }
}

/** The EVM's own door, failing as its node failed. */
export const throughOrigin = ({ blaming }: ForkOrigin, rpc: Rpc): Rpc => ({
  request: (call) => blaming(() => rpc.request(call)),
})

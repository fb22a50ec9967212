import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlockRef } from '../governance/parameter.ts'
import { connectChain, type Rpc } from './client.ts'
import type { DevChain } from './devChain.ts'
import { startEmbeddedChain } from './embedded.ts'
import { type ForkSource, openForkSource } from './forkSource.ts'
import { httpRpc } from './httpRpc.ts'
import type { NetworkAddress } from './network.ts'

/** A chain of this process that can be warped and thrown away. */
export interface Fork {
  readonly chain: DevChain
  close(): Promise<void>
}

/** Seconds between two blocks of a fork, whatever the wall clock says. */
const SECONDS_PER_BLOCK = 12

/**
 * Forks a network at a pinned block into this process. State is fetched from the node when it is first read; the
 * node itself is never written to.
 *
 * @throws NodeError, here and from every later use of the fork
 */
export async function forkNetwork(network: NetworkAddress, block: BlockRef): Promise<Fork> {
  const source = await openForkSource(httpRpc(network))
  const cacheFolder = await mkdtemp(join(tmpdir(), 'ballast-fork-'))
  const close = async () => {
    await source.close()
    await rm(cacheFolder, { recursive: true, force: true })
  }
  try {
    const inner = await startEmbeddedChain({
      chainId: network.chainId,
      secondsPerBlock: SECONDS_PER_BLOCK,
      forking: { url: source.url, blockNumber: block.number, cacheFolder },
    })
    const chain = await connectChain(blaming(source, inner.rpc))
    return {
      chain: { ...chain, isDevelopment: true },
      close: async () => {
        await inner.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw source.failure() ?? error
  }
}

/** The EVM wraps what its node did wrong into an error of its own: what was wrong is thrown instead. */
const blaming = (source: ForkSource, rpc: Rpc): Rpc => ({
  async request(call) {
    try {
      return await rpc.request(call)
    } catch (error) {
      throw source.failure() ?? error
    }
  },
})

import type { BlockRef } from '../governance/parameter.ts'
import { connectChain } from './client.ts'
import type { DevChain } from './devChain.ts'
import { startEmbeddedChain } from './embedded.ts'
import { openForkOrigin, throughOrigin } from './forkOrigin.ts'
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
  const origin = await openForkOrigin(network)
  try {
    const { url, cacheFolder, blaming } = origin
    const inner = await blaming(() =>
      startEmbeddedChain({
        chainId: network.chainId,
        secondsPerBlock: SECONDS_PER_BLOCK,
        forking: { url, blockNumber: block.number, cacheFolder },
      }),
    )
    const chain = await connectChain(throughOrigin(origin, inner.rpc))
    return {
      chain: { ...chain, isDevelopment: true },
      close: async () => {
        await inner.close()
        await origin.close()
      },
    }
  } catch (error) {
    await origin.close()
    throw error
  }
}

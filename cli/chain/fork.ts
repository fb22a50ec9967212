import type { BlockRef } from '../governance/parameter.ts'
import { connectChain } from './client.ts'
import type { DevChain } from './devChain.ts'
import { type EmbeddedChain, startEmbeddedChain } from './embedded.ts'
import { openForkOrigin, throughOrigin } from './forkOrigin.ts'
import type { NetworkAddress } from './network.ts'

/** A chain of this process that can be warped and thrown away. */
export interface Fork {
  readonly chain: DevChain
  close(): Promise<void>
}

/** Seconds between two blocks of a fork, whatever the wall clock says. */
const SECONDS_PER_BLOCK = 12

/** Does a piece of work on a fork, or refuses to. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Forks a network at a pinned block into this process. State is fetched from the node when it is first read; the
 * node itself is never written to.
 *
 * @param gate every request to the fork goes through it
 * @throws NodeError, here and from every later use of the fork
 */
export async function forkNetwork(
  network: NetworkAddress,
  block: BlockRef,
  gate: Gate = (work) => work(),
): Promise<Fork> {
  const origin = await openForkOrigin(network)
  let inner: EmbeddedChain | undefined
  const close = async () => {
    await inner?.close()
    await origin.close()
  }
  try {
    const { url, cacheFolder, blaming } = origin
    inner = await blaming(() =>
      startEmbeddedChain({
        chainId: network.chainId,
        secondsPerBlock: SECONDS_PER_BLOCK,
        forking: { url, blockNumber: block.number, cacheFolder },
      }),
    )
    const rpc = throughOrigin(origin, inner.rpc)
    const chain = await connectChain({ request: (call) => gate(() => rpc.request(call)) })
    return { chain: { ...chain, isDevelopment: true }, close }
  } catch (error) {
    await close()
    throw error
  }
}

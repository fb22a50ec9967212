import type { BlockRef } from '../governance/parameter.ts'
import type { DevChain } from './devChain.ts'
import { startEmbeddedChain } from './embedded.ts'

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
 */
export const forkNetwork = (
  network: { readonly url: string; readonly chainId: number },
  block: BlockRef,
): Promise<Fork & { readonly chain: DevChain }> =>
  startEmbeddedChain({
    chainId: network.chainId,
    secondsPerBlock: SECONDS_PER_BLOCK,
    forking: { url: network.url, blockNumber: block.number },
  }).then((chain) => ({ chain, close: () => chain.close() }))

import type { Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Chain } from './client.ts'
import { asDevelopmentChain } from './network.ts'

/** A chain's clock between two blocks. */
export interface ChainClock {
  /** The time, in Unix seconds, that the next block has at least. */
  readonly now: bigint
  /** Whether we can move the clock. */
  readonly isDevelopment: boolean
}

/**
 * What the chain's clock shows now. A block's time stands still until the next one: a development node is asked what
 * its next block would have, because it may run days ahead of everybody; elsewhere blocks follow the wall clock.
 *
 * @param wallClock in Unix seconds
 */
export async function readClock(
  chain: Chain,
  block: BlockRef,
  wallClock: number,
): Promise<ChainClock> {
  const isDevelopment = (await asDevelopmentChain(chain)) !== undefined
  const next = isDevelopment ? await pendingTime(chain) : wallClock
  return { now: BigInt(Math.max(block.timestamp, next ?? 0)), isDevelopment }
}

async function pendingTime(chain: Chain): Promise<number | undefined> {
  const pending = (await chain.rpc.request({
    method: 'eth_getBlockByNumber',
    params: ['pending', false],
  })) as { readonly timestamp: Hex } | null
  return pending === null ? undefined : Number(pending.timestamp)
}

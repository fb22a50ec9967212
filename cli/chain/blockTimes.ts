import type { Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { type Chain, readBlock } from './client.ts'
import { BlockMissingError } from './nodeErrors.ts'

/** A block that an event stands in. */
interface Place {
  readonly blockNumber: number
  readonly blockHash: Hex
}

/** More than any history that is shown; what was read longest ago goes first. */
const MOST_KEPT = 10_000

/** By hash: a block that was reorganised away is another one, whatever its number. */
const known = new WeakMap<Chain, Map<Hex, number>>()

/**
 * The times of blocks in Unix seconds, by their hash; what is known of the chain is not asked for again. Blocks that the
 * node does not have are left out.
 */
export async function readBlockTimes(
  chain: Chain,
  places: readonly Place[],
): Promise<ReadonlyMap<Hex, number>> {
  const kept = known.get(chain) ?? new Map<Hex, number>()
  known.set(chain, kept)
  const asked = new Map(places.map((place) => [place.blockHash, place]))
  const times = await Promise.all(
    [...asked].map(async ([hash, { blockNumber }]): Promise<readonly [Hex, number][]> => {
      const time = kept.get(hash)
      if (time !== undefined) return [[hash, time]]
      const block = await readOld(chain, blockNumber)
      if (block === undefined) return []
      kept.set(block.hash, block.timestamp)
      return [[hash, block.timestamp]]
    }),
  )
  for (const hash of kept.keys()) {
    if (kept.size <= MOST_KEPT) break
    kept.delete(hash)
  }
  return new Map(times.flat())
}

async function readOld(chain: Chain, blockNumber: number): Promise<BlockRef | undefined> {
  try {
    return await readBlock(chain, blockNumber)
  } catch (error) {
    if (error instanceof BlockMissingError) return undefined
    throw error
  }
}

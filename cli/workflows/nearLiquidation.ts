import type { BookReading } from '../chain/readBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { BookColumns } from './bookColumns.ts'

/** How far the price may fall before a vault that counts as near can be liquidated. */
export const NEAR_FALL = 0.1

/** Vaults of a market that can be liquidated, and those that a fall of `NEAR_FALL` would make so. */
interface MarketNear {
  readonly label: string
  readonly liquidatable: number
  readonly near: number
  /** Those that owe something and have no price: nobody can tell how close they are. */
  readonly unpriced: number
}

/** How many vaults are close to liquidation, at one block. */
export interface NearLiquidation {
  readonly block: BlockRef
  readonly markets: readonly MarketNear[]
}

/** @param columns of the reading */
export function nearLiquidation(
  { block, markets }: BookReading,
  { market, health }: Pick<BookColumns, 'market' | 'health'>,
): NearLiquidation {
  const liquidatable = new Uint32Array(markets.length)
  const near = new Uint32Array(markets.length)
  const unpriced = new Uint32Array(markets.length)
  const countOf = (own: number): Uint32Array | undefined => {
    if (Number.isNaN(own)) return unpriced
    if (own < 1) return liquidatable
    return 1 - 1 / own <= NEAR_FALL ? near : undefined
  }
  for (const [row, m] of market.entries()) {
    const counted = countOf(health[row] ?? Number.NaN)
    if (counted !== undefined) counted[m] = (counted[m] ?? 0) + 1
  }
  return {
    block,
    markets: markets.map(({ label }, m) => ({
      label,
      liquidatable: liquidatable[m] ?? 0,
      near: near[m] ?? 0,
      unpriced: unpriced[m] ?? 0,
    })),
  }
}

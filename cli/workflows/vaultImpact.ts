import { getAddress, isAddress } from 'ethers'
import type { BookReading, MarketReading } from '../chain/readBook.ts'
import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UsageError } from '../shared/errors.ts'
import { excerpt } from '../shared/units.ts'
import { bookColumns, distanceOf } from './bookColumns.ts'
import { impactWords } from './impactWords.ts'
import { type DraftedTerms, healthAfter, thresholdsOf } from './vaultDraft.ts'
import type { VaultRow } from './vaultRow.ts'

/** One vault of an owner and what the draft means for it. */
export interface MarketImpact extends VaultRow {
  /** Sentences, the one that matters most first. */
  readonly words: readonly string[]
}

/** What the draft does to one owner, market by market. */
export interface VaultImpact {
  readonly owner: Address
  readonly block: BlockRef
  readonly derivativeSymbol: string
  /** Those of the owner; none if the owner has no vault. */
  readonly vaults: readonly MarketImpact[]
  /** What these figures do not count, in words. */
  readonly leftOut: readonly string[]
}

/** @throws UsageError if `typed` is no address */
export function impactOn(typed: string, reading: BookReading, drafted: DraftedTerms): VaultImpact {
  const owner = addressIn(typed)
  const vaults = reading.markets.flatMap((market) => {
    const own = market.vaults.filter((vault) => vault.owner === owner)
    return impactsIn({ ...market, vaults: own }, reading, drafted)
  })
  const { block, derivativeSymbol } = reading
  return { owner, block, derivativeSymbol, vaults, leftOut: drafted.leftOut }
}

function impactsIn(
  market: MarketReading,
  reading: BookReading,
  drafted: DraftedTerms,
): readonly MarketImpact[] {
  const alone = { ...reading, markets: [market] }
  const columns = bookColumns(alone)
  const thresholds = thresholdsOf(alone, drafted)
  const after = healthAfter(columns, thresholds)
  const isTouched = thresholds.some(({ now, after: then }) => now !== then)
  return market.vaults.map(({ owner }, i) => {
    const health = columns.health[i] ?? 0
    const then = after[i] ?? 0
    const row: VaultRow = {
      market: market.label,
      owner,
      collateralSymbol: market.collateralSymbol,
      collateral: columns.collateral[i] ?? 0,
      debt: columns.debt[i] ?? 0,
      health,
      distance: distanceOf(health),
      ...(isTouched ? { after: { health: then, distance: distanceOf(then) } } : {}),
    }
    const terms = drafted.markets.get(market.label) ?? new Map()
    const threshold = thresholds[0]?.after ?? 0
    return {
      ...row,
      words: impactWords({ row, market, terms, threshold, symbol: reading.derivativeSymbol }),
    }
  })
}

function addressIn(typed: string): Address {
  const text: string = typed.trim()
  const isMistyped = isAddress(text.toLowerCase())
  if (isAddress(text)) return getAddress(text)
  throw new UsageError(
    isMistyped
      ? `The capitals of ${text} do not fit: a digit may be wrong.`
      : `"${excerpt(text)}" is no address.`,
    isMistyped
      ? 'Copy it again from where it came from.'
      : 'Paste 0x and 40 hexadecimal digits, or go to a row and press Enter.',
  )
}

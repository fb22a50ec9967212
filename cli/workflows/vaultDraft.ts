import type { BookReading } from '../chain/readBook.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { parseDraft } from '../governance/draft.ts'
import { healthOf } from '../risk/liquidation.ts'
import { plural } from '../shared/format.ts'
import { type BookColumns, fractionOf } from './bookColumns.ts'
import { thresholdBpsAt } from './parameterPaths.ts'

/** What a draft writes into the terms of markets. */
export interface DraftedTerms {
  /** Market label → parameter → value, in the chain's scale. */
  readonly markets: ReadonlyMap<string, ReadonlyMap<string, bigint>>
  /** What of the draft these terms do not have, in words. */
  readonly leftOut: readonly string[]
}

export const nothingDrafted: DraftedTerms = { markets: new Map(), leftOut: [] }

/** The terms that the sound part of a draft's text would put into force. */
export function draftedTerms(text: string, book: AddressBook): DraftedTerms {
  const { value: draft, problems } = parseDraft({ path: 'the draft', slug: 'draft', text }, book)
  const markets = new Map<string, Map<string, bigint>>()
  for (const { spec, subject, value } of draft.changes) {
    if (spec.scope !== 'market') continue
    markets.set(subject, (markets.get(subject) ?? new Map()).set(spec.key, value))
  }
  const leftOut = [
    ...(problems.length === 0
      ? []
      : [`What the draft has wrong (${plural(problems.length, 'problem')}) is not counted.`]),
    ...(draft.calls.length === 0
      ? []
      : [`What its ${plural(draft.calls.length, 'raw call')} would do is not counted.`]),
  ]
  return { markets, leftOut }
}

/** Thresholds as fractions: what counts at the book's block, and what would once the draft has settled. */
export interface Thresholds {
  readonly now: number
  readonly after: number
}

/** Of each market of the book, in its order. */
export const thresholdsOf = (
  { block, markets }: BookReading,
  drafted: DraftedTerms,
): readonly Thresholds[] =>
  markets.map(({ label, thresholdPath }) => {
    const now = fractionOf(thresholdBpsAt(thresholdPath, BigInt(block.timestamp)))
    const to = drafted.markets.get(label)?.get('liquidationThreshold')
    // A value that is stored already starts no ramp and ends none.
    const isChanged = to !== undefined && to !== thresholdPath.toBps
    return { now, after: isChanged ? fractionOf(to) : now }
  })

/**
 * Health by the drafted thresholds, at the prices and debts of the block, as if every ramp had ended: what the draft
 * alone does, whenever it is executed.
 */
export function healthAfter(
  { count, market, value, debt }: BookColumns,
  thresholds: readonly Thresholds[],
): Float64Array {
  return Float64Array.from({ length: count }, (_, row) =>
    healthOf(
      { collateral: value[row] ?? 0, debt: debt[row] ?? 0 },
      1,
      thresholds[market[row] ?? 0]?.after ?? 0,
    ),
  )
}

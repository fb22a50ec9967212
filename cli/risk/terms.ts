import type { Book, MarketModel, RiskTermsModel, ThresholdPathModel, Variant } from './market.ts'
import { secondsPerYear } from './pricePaths.ts'

/** The effective liquidation threshold at a unix time. */
export function thresholdAt(path: ThresholdPathModel, at: number): number {
  if (at >= path.endsAt) return path.to
  if (at <= path.startsAt) return path.from
  return path.from + ((path.to - path.from) * (at - path.startsAt)) / (path.endsAt - path.startsAt)
}

/**
 * By what a debt of the book has grown at a unix time: exp(fee * years), under the fee before the proposal until it
 * executes and under the variant's fee from then on.
 */
export function debtGrowth(book: Book, market: MarketModel, variant: Variant, at: number): number {
  const secondsBefore = Math.min(at, book.executesAt) - book.at
  const secondsAfter = Math.max(0, at - book.executesAt)
  const charged =
    market.before.stabilityFee * secondsBefore + market[variant].stabilityFee * secondsAfter
  return Math.exp(charged / secondsPerYear)
}

/** The moment from which no threshold of the book moves any more, at the earliest the execution. */
export function settledAt(book: Book): number {
  return book.markets.reduce(
    (latest, { before, after }) =>
      Math.max(latest, before.liquidationThreshold.endsAt, after.liquidationThreshold.endsAt),
    book.executesAt,
  )
}

/** Parameters that decide what owners may do next, and not what happens to the vaults that are open. */
const unfelt = [
  'collateralizationRatio',
  'debtCeiling',
] as const satisfies readonly (keyof RiskTermsModel)[]

/** Changes of the proposal that the figures do not feel, as `WETH-A.debtCeiling`. */
export function unfeltChanges(book: Book): readonly string[] {
  return book.markets.flatMap(({ label, before, after }) =>
    unfelt.filter((key) => before[key] !== after[key]).map((key) => `${label}.${key}`),
  )
}

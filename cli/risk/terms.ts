import type { Book, MarketModel, RiskTermsModel, ThresholdPathModel, Variant } from './market.ts'
import { secondsPerYear } from './pricePaths.ts'

/** The effective liquidation threshold at a unix time. */
export function thresholdAt(path: ThresholdPathModel, at: number): number {
  if (at >= path.endsAt) return path.to
  if (at <= path.startsAt) return path.from
  return path.from + ((path.to - path.from) * (at - path.startsAt)) / (path.endsAt - path.startsAt)
}

/** When debts were read, and from when the terms after the proposal hold. */
type Times = Pick<Book, 'at' | 'executesAt'>

type Terms = Readonly<Record<Variant, RiskTermsModel>>

/**
 * By what a debt of the book has grown at a unix time: exp(fee * years), under the fee before the proposal until it
 * executes and under the variant's fee from then on.
 */
export function debtGrowth(book: Times, market: Terms, variant: Variant, at: number): number {
  const secondsBefore = Math.min(at, book.executesAt) - book.at
  const secondsAfter = Math.max(0, at - book.executesAt)
  const charged =
    market.before.stabilityFee * secondsBefore + market[variant].stabilityFee * secondsAfter
  return Math.exp(charged / secondsPerYear)
}

/** What a vault's health at a moment depends on besides what it is now. */
export interface Conditions {
  /** The effective liquidation threshold. */
  readonly threshold: number
  /** By what its debt has grown since the book was read. */
  readonly growth: number
}

/** The conditions of a market at a unix time. */
export const conditionsAt = (
  book: Times,
  market: Terms,
  variant: Variant,
  at: number,
): Conditions => ({
  threshold: thresholdAt(market[variant].liquidationThreshold, at),
  growth: debtGrowth(book, market, variant, at),
})

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

/** Whether the proposal changes anything that decides what happens to the vaults that are open. */
export const isFelt = ({ before, after }: Pick<MarketModel, Variant>): boolean => {
  const feltTerms = (terms: RiskTermsModel) =>
    JSON.stringify({ ...terms, ...Object.fromEntries(unfelt.map((key) => [key, null])) })
  return feltTerms(before) !== feltTerms(after)
}

/** Changes of the proposal that the figures do not feel, as `WETH-A.debtCeiling`. */
export function unfeltChanges(book: Book): readonly string[] {
  return book.markets.flatMap(({ label, before, after }) =>
    unfelt.filter((key) => before[key] !== after[key]).map((key) => `${label}.${key}`),
  )
}

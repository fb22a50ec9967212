/** Before the proposal, or with it. */
export type Variant = 'before' | 'after'

/** A threshold on its way: linear from `from` at `startsAt` to `to` at `endsAt` (unix seconds), constant outside. */
export interface ThresholdPathModel {
  readonly from: number
  readonly to: number
  readonly startsAt: number
  readonly endsAt: number
}

/** A market's governed numbers as fractions: 150 % is 1.5, a penalty of 8 % is 0.08. Names and meaning as in IRiskParameters. */
export interface RiskTermsModel {
  readonly collateralizationRatio: number
  readonly liquidationThreshold: ThresholdPathModel
  readonly liquidationPenalty: number
  /** The part of the penalty that is paid at health 1. */
  readonly penaltyFloor: number
  readonly maxPenaltyHealth: number
  readonly targetHealth: number
  /** Derivative. */
  readonly debtCeiling: number
  /** Derivative. */
  readonly minimumDebt: number
  /** Per year, continuously compounded. */
  readonly stabilityFee: number
}

/** The oracle's answer: issuing uses `low`, liquidation uses `high`. */
export interface PriceBand {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** One owner's position: collateral in tokens, debt in derivative with fees up to the book's time. */
export interface Vault {
  readonly owner: string
  readonly collateral: number
  readonly debt: number
}

/** The vaults of a market, column by column, in any order. */
export interface VaultColumns {
  readonly owners: readonly string[]
  readonly collateral: Float64Array
  readonly debt: Float64Array
}

export interface MarketModel {
  readonly label: string
  /** Name of the price that moves the collateral; markets of one collateral share it. */
  readonly asset: string
  /** Derivative per token, at the book's time; zero while nobody knows it. */
  readonly price: PriceBand
  readonly before: RiskTermsModel
  readonly after: RiskTermsModel
  readonly vaults: VaultColumns
}

/** Every position of the protocol at one moment, under the terms before and after a proposal. */
export interface Book {
  /** Unix seconds at which debts and prices were read. */
  readonly at: number
  /** Unix seconds from which the terms after the proposal hold; not before `at`. */
  readonly executesAt: number
  readonly markets: readonly MarketModel[]
}

/** Whether anybody knows what the collateral is worth: without a price nothing can be said of its vaults. */
export const isPriced = ({ price }: Pick<MarketModel, 'price'>): boolean => price.high > 0

/** What of a book figures can be computed from. */
export const pricedPart = (book: Book): Book => ({
  ...book,
  markets: book.markets.filter(isPriced),
})

/** Lays vaults out in columns. */
export function vaultColumns(vaults: readonly Vault[]): VaultColumns {
  return {
    owners: vaults.map(({ owner }) => owner),
    collateral: Float64Array.from(vaults, ({ collateral }) => collateral),
    debt: Float64Array.from(vaults, ({ debt }) => debt),
  }
}

/** A threshold that does not move. */
export const steadyThreshold = (threshold: number): ThresholdPathModel => ({
  from: threshold,
  to: threshold,
  startsAt: 0,
  endsAt: 0,
})

import type { Book, MarketModel, RiskTermsModel, Vault } from '../../cli/risk/market.ts'
import { steadyThreshold, vaultColumns } from '../../cli/risk/market.ts'

export const DAY = 86_400
export const AT = 1_700_000_000

/** 5 % a year as an effective rate, for a fee that compounds continuously. */
export const FIVE_PERCENT_EFFECTIVE = Math.log(1.05)

export const terms = (own: Partial<RiskTermsModel> = {}): RiskTermsModel => ({
  collateralizationRatio: 1.5,
  liquidationThreshold: steadyThreshold(0.8),
  liquidationPenalty: 0.08,
  penaltyFloor: 0.6,
  maxPenaltyHealth: 0.95,
  targetHealth: 1.05,
  debtCeiling: 1e8,
  minimumDebt: 2_000,
  stabilityFee: 0.05,
  ...own,
})

export interface MarketWish {
  readonly label?: string
  readonly asset?: string
  readonly price?: number
  readonly before?: Partial<RiskTermsModel>
  readonly after?: Partial<RiskTermsModel>
  readonly vaults?: readonly Vault[]
}

/** A market whose terms after the proposal are those before it unless wished otherwise. */
export const market = (wish: MarketWish = {}): MarketModel => {
  const price = wish.price ?? 3_000
  return {
    label: wish.label ?? 'WETH-A',
    asset: wish.asset ?? 'WETH',
    price: { low: price, mid: price, high: price },
    before: terms(wish.before),
    after: terms({ ...wish.before, ...wish.after }),
    vaults: vaultColumns(wish.vaults ?? []),
  }
}

export const bookOf = (...markets: readonly MarketModel[]): Book => ({
  at: AT,
  executesAt: AT,
  markets,
})

/** A vault with this health factor at the price and threshold. */
export const vaultWithHealth = (
  health: number,
  { debt = 10_000, price = 3_000, threshold = 0.8, owner = `owner of ${health}` } = {},
): Vault => ({ owner, debt, collateral: (health * debt) / (price * threshold) })

export const mean = (values: Float64Array | readonly number[]): number => {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

export const variance = (values: Float64Array | readonly number[]): number => {
  const centre = mean(values)
  let sum = 0
  for (const value of values) sum += (value - centre) ** 2
  return sum / (values.length - 1)
}

/** How many standard errors a sample mean lies from its expectation. */
export const zOfMean = (values: Float64Array, expected: number): number =>
  (mean(values) - expected) / Math.sqrt(variance(values) / values.length)

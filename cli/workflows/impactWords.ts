import { hasPrice, type MarketReading } from '../chain/readBook.ts'
import { formatAmount, formatFall, fromScale } from '../shared/amount.ts'
import { roughDuration } from '../shared/time.ts'
import type { VaultHealth, VaultRow } from './vaultRow.ts'

/** What a draft comes to for one vault, when everything that it moves has stopped. */
export interface Outcome {
  readonly before: VaultHealth
  readonly after: VaultHealth
  /** With the draft, as a fraction. */
  readonly threshold: number
  /** With the draft, fees until then included. */
  readonly debt: number
  /** Whether it comes to that only some time after the execution. */
  readonly isGradual: boolean
}

interface Impact {
  readonly row: VaultRow
  readonly market: MarketReading
  /** What the draft writes, in the chain's scale. */
  readonly terms: ReadonlyMap<string, bigint>
  /** Undefined where the draft changes no health, and without a price. */
  readonly outcome: Outcome | undefined
  /** Of the derivative. */
  readonly symbol: string
}

/** What a draft means for one vault, in sentences. */
export function impactWords(impact: Impact): readonly string[] {
  return [
    safetyWords(impact),
    ...rescueWords(impact),
    ...thresholdWords(impact),
    ...rampWords(impact),
    ...feeWords(impact),
    ...penaltyWords(impact),
    ...ratioWords(impact),
    ...degradedWords(impact),
  ]
}

const isSafe = ({ health }: VaultHealth): boolean => health >= 1

function safetyWords({ row, market, outcome }: Impact): string {
  const { now, debt } = row
  if (debt === 0) return 'has no debt: nothing can be liquidated.'
  if (now === undefined) {
    return 'has no price: while its feed is DOWN nobody can liquidate it, and nobody can say how safe it is.'
  }
  const price = ({ distance }: VaultHealth) => formatAmount(priceOf(market).high * (1 - distance))
  if (outcome === undefined) {
    return isSafe(now)
      ? `is safe; the price can fall ${formatFall(now.distance)}, to ${price(now)}.`
      : `can be liquidated now: its health is ${shown(now.health)}.`
  }
  const { before, after } = outcome
  const change = `health ${shown(before.health)} \u2192 ${shown(after.health)}`
  if (isSafe(before) && isSafe(after)) {
    return (
      `stays safe; the price can fall ${formatFall(after.distance)} instead of ${formatFall(before.distance)}, ` +
      `to ${price(after)} instead of ${price(before)} (${change}).`
    )
  }
  if (isSafe(before)) return `could be liquidated at today\u2019s price: ${change}.`
  // Fees alone may bring it there by then.
  const can = isSafe(now) ? 'could be liquidated by then' : 'can be liquidated now'
  if (isSafe(after)) return `${can} and would be safe with the draft: ${change}.`
  return `${can}, with the draft and without: ${change}.`
}

/** Health, cut rather than rounded: 0.9999 is not 1.00. */
const shown = (health: number): string =>
  Number.isFinite(health) ? (Math.floor(health * 1_000) / 1_000).toFixed(3) : '\u221e'

/** What an owner whom the draft makes liquidatable can do about it. */
function rescueWords({ row, market, outcome, symbol }: Impact): readonly string[] {
  if (outcome === undefined || !isSafe(outcome.before) || isSafe(outcome.after)) return []
  const { collateral, collateralSymbol } = row
  const { debt, threshold } = outcome
  const { high } = priceOf(market)
  const repay = Math.max(0, debt - collateral * high * threshold)
  const add = Math.max(0, debt / (high * threshold) - collateral)
  return [
    `To stay safe at today\u2019s price: repay ${formatAmount(repay)} ${symbol}, or add ${tokens(add)} ${collateralSymbol}.`,
  ]
}

/** What can be said of a threshold where nobody can say what it does to the health. */
function thresholdWords({ row, market, terms }: Impact): readonly string[] {
  const drafted = terms.get('liquidationThreshold')
  const before = market.thresholdPath.toBps
  if (row.now !== undefined || drafted === undefined || drafted === before) return []
  return [
    `The liquidation threshold becomes ${percent(drafted, 4)} instead of ${percent(before, 4)}.`,
  ]
}

/** A cut does not come at once. */
function rampWords({ market, terms, outcome }: Impact): readonly string[] {
  if (outcome === undefined || !outcome.isGradual) return []
  if (outcome.after.health >= outcome.before.health) return []
  const ramp = terms.get('thresholdRamp') ?? market.terms.thresholdRamp
  return [`The threshold falls over ${roughDuration(ramp)} from the execution, not at once.`]
}

/** Per year, continuously compounded, as the Ledger charges. */
function feeWords({ row, market, terms, symbol }: Impact): readonly string[] {
  const drafted = terms.get('stabilityFee')
  const before = market.terms.stabilityFeeWad
  if (drafted === undefined || drafted === before || row.debt === 0) return []
  const yearly = (fee: bigint) => row.debt * Math.expm1(fromScale(fee, 18))
  const difference = yearly(drafted) - yearly(before)
  const direction = difference > 0 ? 'more' : 'less'
  return [
    `The stability fee becomes ${percent(drafted, 18)} instead of ${percent(before, 18)} a year: ` +
      `${formatAmount(Math.abs(difference))} ${symbol} ${direction} a year on this debt.`,
  ]
}

function penaltyWords({ market, terms }: Impact): readonly string[] {
  const drafted = terms.get('liquidationPenalty')
  const before = market.terms.liquidationPenaltyBps
  if (drafted === undefined || drafted === before) return []
  return [
    `A liquidation costs at most ${percent(drafted, 4)} instead of ${percent(before, 4)} of what is repaid.`,
  ]
}

/** Issuing looks at the low price. */
function ratioWords({ row, market, terms, symbol }: Impact): readonly string[] {
  const drafted = terms.get('collateralizationRatio')
  const before = market.terms.collateralizationRatioBps
  if (drafted === undefined || drafted === before) return []
  if (!hasPrice(market)) {
    return [
      `Issuing needs collateral of ${percent(drafted, 4)} instead of ${percent(before, 4)} of the debt.`,
    ]
  }
  const room = (bps: bigint) =>
    formatAmount(Math.max(0, (row.collateral * priceOf(market).low) / fromScale(bps, 4) - row.debt))
  return [
    `Its collateral carries ${room(drafted)} ${symbol} more debt instead of ${room(before)}, as far as the ceiling allows.`,
  ]
}

/** Adjust asks for a price that is OK, liquidate takes any (Ledger). */
function degradedWords({ row, market: { priceState } }: Impact): readonly string[] {
  if (priceState !== 'DEGRADED' || row.debt === 0) return []
  return [
    'Its price is DEGRADED: liquidation counts by the highest of the sources, and until they agree again its owner can neither issue nor withdraw.',
  ]
}

const priceOf = ({ price }: MarketReading) => ({
  low: fromScale(price.low, 18),
  high: fromScale(price.high, 18),
})

const percent = (value: bigint, decimals: number): string => {
  const number = (fromScale(value, decimals) * 100).toLocaleString('en-US', {
    maximumFractionDigits: 2,
  })
  return `${number} %`
}

/** Six digits that count: a wrapped Bitcoin is worth more than a few decimals. */
const tokens = (amount: number): string =>
  amount.toLocaleString('en-US', { maximumSignificantDigits: 6 })

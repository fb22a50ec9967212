import type { MarketReading } from '../chain/readBook.ts'
import { formatAmount, formatShare, fromScale } from '../shared/amount.ts'
import { roughDuration } from '../shared/time.ts'
import type { VaultRow } from './vaultRow.ts'

interface Impact {
  readonly row: VaultRow
  readonly market: MarketReading
  /** What the draft writes, in the chain's scale. */
  readonly terms: ReadonlyMap<string, bigint>
  /** With the draft, as a fraction. */
  readonly threshold: number
  /** Of the derivative. */
  readonly symbol: string
}

/** What a draft means for one vault, in sentences. */
export function impactWords(impact: Impact): readonly string[] {
  return [
    safetyWords(impact),
    ...rescueWords(impact),
    ...rampWords(impact),
    ...feeWords(impact),
    ...penaltyWords(impact),
    ...ratioWords(impact),
  ]
}

const isSafe = (health: number): boolean => health >= 1

function safetyWords({ row, market }: Impact): string {
  const { health, distance, after, debt } = row
  if (debt === 0) return 'has no debt: nothing can be liquidated.'
  const price = (fall: number) => formatAmount(priceOf(market).high * (1 - fall))
  if (after === undefined) {
    return isSafe(health)
      ? `is safe; the price can fall ${formatShare(distance)}, to ${price(distance)}.`
      : `can be liquidated now: its health is ${shown(health)}.`
  }
  const change = `health ${shown(health)} \u2192 ${shown(after.health)}`
  if (isSafe(health) && isSafe(after.health)) {
    return (
      `stays safe; the price can fall ${formatShare(after.distance)} instead of ${formatShare(distance)}, ` +
      `to ${price(after.distance)} instead of ${price(distance)} (${change}).`
    )
  }
  if (isSafe(health)) return `could be liquidated at today\u2019s price: ${change}.`
  if (isSafe(after.health)) return `can be liquidated now and would be safe: ${change}.`
  return `can be liquidated, with the draft and without: ${change}.`
}

/** Health, cut rather than rounded: 0.9999 is not 1.00. */
const shown = (health: number): string =>
  Number.isFinite(health) ? (Math.floor(health * 1_000) / 1_000).toFixed(3) : '\u221e'

/** What an owner whom the draft makes liquidatable can do about it. */
function rescueWords({ row, market, threshold, symbol }: Impact): readonly string[] {
  const { health, after, debt, collateral, collateralSymbol } = row
  if (after === undefined || !isSafe(health) || isSafe(after.health)) return []
  const { high } = priceOf(market)
  const repay = Math.max(0, debt - collateral * high * threshold)
  const add = Math.max(0, debt / (high * threshold) - collateral)
  return [
    `To stay safe: repay ${formatAmount(repay)} ${symbol}, or add ${tokens(add)} ${collateralSymbol}, and some more for the days until then.`,
  ]
}

/** A cut does not come at once. */
function rampWords({ row, market, terms }: Impact): readonly string[] {
  if (row.after === undefined || row.after.health >= row.health) return []
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
  const room = (bps: bigint) =>
    formatAmount(Math.max(0, (row.collateral * priceOf(market).low) / fromScale(bps, 4) - row.debt))
  return [
    `Its collateral carries ${room(drafted)} ${symbol} more debt instead of ${room(before)}, as far as the ceiling allows.`,
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

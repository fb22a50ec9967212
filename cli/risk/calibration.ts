import type { Matrix } from './correlation.ts'
import type { PriceModel } from './pricePaths.ts'
import { RiskInputError } from './riskInputError.ts'

/** Prices are quoted every day of the year. */
const daysPerYear = 365

/** What a sample of returns says about volatility (per year) and correlation, in the order of `assets`. */
export interface Estimate {
  readonly assets: readonly string[]
  readonly volatilities: readonly number[]
  readonly correlation: Matrix
  /** Returns per asset. */
  readonly returnCount: number
}

/** Logarithms of consecutive price ratios. */
export const logReturns = (prices: readonly number[]): readonly number[] =>
  prices.slice(1).map((price, i) => Math.log(price / (prices[i] ?? Number.NaN)))

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

function deviations(returns: readonly number[]): readonly number[] {
  const mean = sumOf(returns) / returns.length
  return returns.map((value) => value - mean)
}

const product = (a: readonly number[], b: readonly number[]): number =>
  sumOf(a.map((value, i) => value * (b[i] ?? Number.NaN)))

/**
 * Annualised sample volatilities and the sample correlation matrix of daily log returns of the same days.
 * @throws RiskInputError if there are fewer than two returns or the assets' returns differ in number.
 */
export function estimate(returnsByAsset: Readonly<Record<string, readonly number[]>>): Estimate {
  const assets = Object.keys(returnsByAsset)
  const samples = Object.values(returnsByAsset)
  const returnCount = samples[0]?.length ?? 0
  if (returnCount < 2 || samples.some(({ length }) => length !== returnCount))
    throw new RiskInputError(
      'Volatilities and correlations need at least two returns, as many for every asset.',
      'Cut the price histories to the days that all have.',
    )
  const centred = samples.map(deviations)
  const norms = centred.map((values) => Math.sqrt(product(values, values)))
  const correlation = centred.map((row, i) =>
    centred.map((column, j) =>
      i === j ? 1 : product(row, column) / ((norms[i] ?? 0) * (norms[j] ?? 0)),
    ),
  )
  const yearly = Math.sqrt(daysPerYear / (returnCount - 1))
  return { assets, volatilities: norms.map((norm) => norm * yearly), correlation, returnCount }
}

/** Where a series of daily closes comes from. */
export interface PriceSource {
  readonly asset: string
  readonly file: string
  readonly origin: string
  readonly licence: string
}

/**
 * Estimated once from daily closes, by `estimate`; test/data/calibration.test.ts estimates again and compares. The
 * files themselves are not part of this project; only these figures derived from them are. The range begins with the
 * first day of wstETH and ends with the last day of ETH and BTC. Drift is not estimated: it is 0, because two and a half years say
 * nothing about it (its standard error would be 0.43 a year for ETH).
 */
export const calibration = {
  id: 'daily-closes-2021-10-07-to-2024-05-12',
  from: '2021-10-07',
  to: '2024-05-12',
  estimatedOn: '2026-11-22',
  returnCount: 948,
  assets: ['ETH', 'wstETH', 'WBTC', 'BTC'],
  volatilities: [0.693606, 0.690302, 0.56022, 0.562766],
  correlation: [
    [1, 0.985764, 0.861178, 0.860391],
    [0.985764, 1, 0.851827, 0.842835],
    [0.861178, 0.851827, 1, 0.987309],
    [0.860391, 0.842835, 0.987309, 1],
  ],
  sources: [
    { asset: 'ETH', file: 'eth-usd-daily.csv', origin: 'Binance spot', licence: 'MIT' },
    { asset: 'wstETH', file: 'wsteth-usd-daily.csv', origin: 'Yahoo composite', licence: 'none' },
    { asset: 'WBTC', file: 'wbtc-usd-daily.csv', origin: 'Yahoo composite', licence: 'none' },
    { asset: 'BTC', file: 'btc-usd-daily.csv', origin: 'Binance spot', licence: 'MIT' },
  ],
} as const satisfies Estimate & {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly estimatedOn: string
  readonly sources: readonly PriceSource[]
}

/** Tokens whose price is that of a calibrated asset. */
const pricedLike: Readonly<Record<string, string>> = { WETH: 'ETH' }

/** The row of an asset in the calibrations. @throws RiskInputError for an asset that is not calibrated. */
export function calibratedRow(asset: string): number {
  const calibrated = pricedLike[asset] ?? asset
  const row = (calibration.assets as readonly string[]).indexOf(calibrated)
  if (row >= 0) return row
  throw new RiskInputError(
    `There is no calibration for ${asset}.`,
    `Give its volatility and correlations, or use one of ${calibration.assets.join(', ')}, WETH.`,
  )
}

/**
 * The calibrated price model of these assets, in this order, without drift and jumps.
 * @throws RiskInputError for an asset that is not calibrated.
 */
export function calibratedPrices(assets: readonly string[]): PriceModel {
  const rows = assets.map(calibratedRow)
  return {
    assets: assets.map((name, i) => ({
      name,
      volatility: calibration.volatilities[rows[i] ?? 0] ?? 0,
      drift: 0,
    })),
    correlation: rows.map((i) => rows.map((j) => calibration.correlation[i]?.[j] ?? 0)),
  }
}

import { calibratedRow, calibration, estimate } from './calibration.ts'
import type { Matrix } from './correlation.ts'
import type { JumpSize, PriceModel } from './pricePaths.ts'
import { RiskInputError } from './riskInputError.ts'

/** Calm days and days of a market-wide jump, told apart by the first asset's return. */
export interface JumpEstimate {
  readonly assets: readonly string[]
  /** Per year, of the calm days. */
  readonly volatilities: readonly number[]
  /** Of the calm days. */
  readonly correlation: Matrix
  readonly jumpDays: number
  /** Jump days per year. */
  readonly intensity: number
  /** Mean and sample deviation of the log returns of jump days. */
  readonly sizes: readonly JumpSize[]
}

/** A day counts as a jump if the first asset moved further from its mean than this many standard deviations. */
export const jumpDeviations = 3

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const deviationOf = (values: readonly number[]): number => {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

/**
 * Splits daily log returns into calm days, which give volatilities and correlations, and jump days, which give the
 * intensity and the sizes. The whole move of a jump day counts as one jump, so as if it had happened within one step.
 * @throws RiskInputError if fewer than two days are jumps.
 */
export function estimateJumps(
  returnsByAsset: Readonly<Record<string, readonly number[]>>,
): JumpEstimate {
  const leader = Object.values(returnsByAsset)[0] ?? []
  const [mean, bound] = [meanOf(leader), jumpDeviations * deviationOf(leader)]
  const isJump = leader.map((value) => Math.abs(value - mean) > bound)
  const jumpDays = isJump.filter(Boolean).length
  if (jumpDays < 2)
    throw new RiskInputError(
      `Only ${jumpDays} of ${leader.length} days are jumps.`,
      'Use a longer history, or the calibration without jumps.',
    )
  const daysOf = (jumps: boolean) =>
    Object.fromEntries(
      Object.entries(returnsByAsset).map(([asset, returns]) => [
        asset,
        returns.filter((_, day) => isJump[day] === jumps),
      ]),
    )
  const { assets, volatilities, correlation } = estimate(daysOf(false))
  const sizes = Object.values(daysOf(true)).map((returns) => ({
    mean: meanOf(returns),
    deviation: deviationOf(returns),
  }))
  const intensity = (365 * jumpDays) / leader.length
  return { assets, volatilities, correlation, jumpDays, intensity, sizes }
}

/**
 * Estimated once by `estimateJumps` from the same closes as `calibration`; test/data/calibration.test.ts estimates again and
 * compares. Sixteen days in two and a half years are few: the intensity is good to ± 25 % (one standard error), and
 * the largest fall among them is 17 %, where 12 March 2020, before this range, fell by 45 % in a day.
 */
export const jumpCalibration = {
  id: `${calibration.id}-with-jumps`,
  assets: calibration.assets,
  volatilities: [0.602505, 0.598258, 0.500374, 0.503152],
  correlation: [
    [1, 0.983346, 0.831773, 0.830726],
    [0.983346, 1, 0.819907, 0.810716],
    [0.831773, 0.819907, 1, 0.98464],
    [0.830726, 0.810716, 0.98464, 1],
  ],
  jumpDays: 16,
  intensity: 6.160338,
  sizes: [
    { mean: -0.039262, deviation: 0.140819 },
    { mean: -0.036931, deviation: 0.141737 },
    { mean: -0.0364, deviation: 0.101301 },
    { mean: -0.036714, deviation: 0.101277 },
  ],
} as const satisfies JumpEstimate & { readonly id: string }

/**
 * The calibrated price model of these assets with market-wide jumps and without drift. Without jumps a price that is
 * looked at every hour hardly ever falls far enough between two looks to leave bad debt; with them it does.
 * @throws RiskInputError for an asset that is not calibrated.
 */
export function calibratedJumpPrices(assets: readonly string[]): PriceModel {
  const rows = assets.map(calibratedRow)
  const { volatilities, correlation, intensity, sizes } = jumpCalibration
  return {
    assets: assets.map((name, i) => ({
      name,
      volatility: volatilities[rows[i] ?? 0] ?? 0,
      drift: 0,
    })),
    correlation: rows.map((i) => rows.map((j) => correlation[i]?.[j] ?? 0)),
    jumps: { intensity, sizes: rows.map((i) => sizes[i] ?? { mean: 0, deviation: 0 }) },
  }
}

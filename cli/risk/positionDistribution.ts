import { normalDistribution, normalQuantile } from './normal.ts'

/** Collaterals whose positions were observed. */
export type ObservedCollateral = 'WETH' | 'wstETH' | 'WBTC'

/** Observed positions of one collateral as quantiles at `quantileLevels`. */
export interface PositionQuantiles {
  /** Collateral value / debt. */
  readonly ratios: readonly number[]
  /** Natural logarithm of the debt in derivative. */
  readonly logDebts: readonly number[]
  /** Spearman's rank correlation of ratio and debt. */
  readonly rankCorrelation: number
  readonly counts: {
    readonly observed: number
    readonly kept: number
    /** Debt below `smallestDebt`. */
    readonly small: number
    /** Large enough, but below `lowestHealth` at `healthThreshold`. */
    readonly unhealthy: number
  }
  /** Which share of the observed debt is in kept, small and unhealthy positions. */
  readonly debtShares: { readonly kept: number; readonly small: number; readonly unhealthy: number }
}

/** Positions that a market can hold: at least this debt, and this health at a threshold of 80 %. */
export const smallestDebt = 2_000
export const lowestHealth = 1.01
export const healthThreshold = 0.8

/** Denser at both ends, where the liquidations and the large debts are. */
export const quantileLevels = [
  0, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95,
  0.975, 0.99, 1,
] as const

/**
 * Borrowers of crvUSD on 2024-01-30 (file crvusd-positions-2024-01-30.csv of xenophonlabs/crvUSDrisk, MIT; 773 rows, of which 87
 * are of sfrxETH and tBTC). The ratio is (collateral × oracle price + stablecoin) / debt. Interpolating between quantiles keeps
 * mean ratios within 2 % and makes mean debts 16 %, 11 % and 6 % smaller (WETH, wstETH, WBTC) than those observed.
 * test/data/positionDistribution.test.ts derives these numbers again and compares.
 */
export const positionDistribution: Readonly<Record<ObservedCollateral, PositionQuantiles>> = {
  WETH: {
    ratios: [
      1.26289, 1.26376, 1.26515, 1.27561, 1.31266, 1.33179, 1.39254, 1.41672, 1.50168, 1.59207,
      1.70945, 1.81733, 1.98051, 2.05472, 2.1534, 2.31201, 2.55319, 3.10851, 3.96742, 5.42184,
      7.72321,
    ],
    logDebts: [
      7.60193, 7.60499, 7.71546, 8.18979, 8.45632, 8.6561, 8.8835, 9.1163, 9.26794, 9.44911, 9.774,
      10.0053, 10.6011, 10.8489, 11.083, 11.3008, 11.7759, 12.6247, 13.7137, 14.3632, 15.5949,
    ],
    rankCorrelation: -0.1527,
    counts: { observed: 255, kept: 151, small: 72, unhealthy: 32 },
    debtShares: { kept: 0.91505, small: 0.00083, unhealthy: 0.08413 },
  },
  wstETH: {
    ratios: [
      1.26324, 1.26647, 1.27994, 1.32063, 1.38621, 1.46096, 1.50913, 1.61811, 1.70282, 1.82582,
      2.0017, 2.26041, 2.47348, 2.59509, 2.761, 2.8771, 3.0243, 3.81768, 4.82584, 6.3227, 39.5586,
    ],
    logDebts: [
      7.63153, 7.73664, 7.80642, 7.97554, 8.39071, 8.58692, 8.74226, 8.95831, 9.13373, 9.60372,
      9.94787, 10.3444, 10.6867, 10.8591, 11.2647, 11.6962, 12.1926, 12.6305, 14.0665, 15.0579,
      16.0793,
    ],
    rankCorrelation: -0.3294,
    counts: { observed: 240, kept: 190, small: 38, unhealthy: 12 },
    debtShares: { kept: 0.97069, small: 0.00067, unhealthy: 0.02864 },
  },
  WBTC: {
    ratios: [
      1.26333, 1.2848, 1.32624, 1.36349, 1.42526, 1.4622, 1.53801, 1.59431, 1.62066, 1.68827,
      1.75863, 1.9126, 2.06514, 2.12308, 2.24182, 2.31612, 2.76616, 3.26252, 3.91545, 7.69916,
      14.3183,
    ],
    logDebts: [
      7.60283, 7.89885, 8.18013, 8.38002, 8.70951, 9.13461, 9.27946, 9.55824, 9.80754, 10.2508,
      10.6527, 11.142, 11.523, 11.8041, 12.1396, 12.3403, 12.8654, 13.7602, 14.1908, 14.8822,
      15.959,
    ],
    rankCorrelation: -0.1247,
    counts: { observed: 191, kept: 159, small: 16, unhealthy: 16 },
    debtShares: { kept: 0.97431, small: 0.00022, unhealthy: 0.02546 },
  },
}

/** A position relative to its price: collateral value / debt, and debt in derivative. */
export interface DrawnPosition {
  readonly ratio: number
  readonly debt: number
}

/** The quantile at level `u`, linear between the tabulated ones. */
function interpolate(quantiles: readonly number[], u: number): number {
  const above = quantileLevels.findIndex((level, i) => i > 0 && u <= level)
  const upper = above === -1 ? quantileLevels.length - 1 : above
  const [low, high] = [quantileLevels[upper - 1] ?? 0, quantileLevels[upper] ?? 1]
  const [from, to] = [quantiles[upper - 1] ?? 0, quantiles[upper] ?? 0]
  return from + ((to - from) * (u - low)) / (high - low)
}

/**
 * A position like the observed ones, from two independent uniforms in (0, 1): `u1` decides the ratio, `u2` the debt given the
 * ratio. A Gaussian copula carries the rank correlation: its parameter is 2 sin(pi/6 × Spearman's coefficient).
 */
export function drawPosition(
  collateral: ObservedCollateral,
  u1: number,
  u2: number,
): DrawnPosition {
  const { ratios, logDebts, rankCorrelation } = positionDistribution[collateral]
  const dependence = 2 * Math.sin((Math.PI / 6) * rankCorrelation)
  const own = Math.sqrt(1 - dependence ** 2)
  const debtLevel = normalDistribution(dependence * normalQuantile(u1) + own * normalQuantile(u2))
  return { ratio: interpolate(ratios, u1), debt: Math.exp(interpolate(logDebts, debtLevel)) }
}

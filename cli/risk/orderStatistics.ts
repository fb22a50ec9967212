/** Ranks, from 1, of the order statistics that enclose a quantile; an absent one cannot be had at this sample size. */
export interface QuantileRanks {
  readonly lower: number | undefined
  readonly upper: number | undefined
}

/** The largest k with P(B <= k) <= `mass` for B binomial(`n`, `p`), or -1 if there is none. Exact summation from 0. */
function binomialFloor(n: number, p: number, mass: number): number {
  let logTerm = n * Math.log1p(-p)
  let total = 0
  for (let k = 0; k <= n; k++) {
    total += Math.exp(logTerm)
    if (total > mass) return k - 1
    logTerm += Math.log(((n - k) / (k + 1)) * (p / (1 - p)))
  }
  return n
}

/**
 * Ranks whose order statistics enclose the quantile at `level` with probability of at least 95 %, for a sample of `n` from
 * any distribution: each end fails with probability of at most 2.5 %.
 * Source: David, Nagaraja, "Order statistics" (2003), section 7.1.
 */
export function quantileRanks(n: number, level: number): QuantileRanks {
  // X(lower) > quantile needs fewer than `lower` values at or below it; X(upper) < quantile at least `upper` below it.
  const lower = binomialFloor(n, level, 0.025) + 1
  const above = binomialFloor(n, 1 - level, 0.025)
  return {
    lower: lower >= 1 ? lower : undefined,
    upper: above >= 0 ? n - above : undefined,
  }
}

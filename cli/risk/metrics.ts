import { z95 } from './normal.ts'
import { quantileRanks } from './orderStatistics.ts'
import type { Losses } from './simulation.ts'

/**
 * An estimate with its 95 % confidence interval. A `null` end is open: the sample is too small to bound it, and
 * whoever shows the figure says so.
 */
export interface Figure {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly confidence: 0.95
  /** Sample size. */
  readonly n: number
}

/** The distribution of a loss over paths, derivative; `chance` is a probability. */
export interface LossFigures {
  readonly mean: Figure
  readonly quantile95: Figure
  readonly quantile99: Figure
  readonly shortfall95: Figure
  readonly shortfall99: Figure
  /** How likely any loss is at all. */
  readonly chance: Figure
}

/** After minus before on the same paths. */
export interface DifferenceFigures {
  readonly mean: Figure
  readonly shortfall95: Figure
  readonly shortfall99: Figure
}

/** Fewer paths than this in a tail make the normal interval of its mean a pretence. */
const fewestTailPaths = 10

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function standardError(values: Float64Array, mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}

/** The mean and its interval by the central limit theorem, `value` ± 1.96 standard errors. */
export function meanFigure(values: Float64Array): Figure {
  const value = meanOf(values)
  return around(value, standardError(values, value), values.length)
}

function around(value: number, error: number, n: number): Figure {
  const closed = n > 1
  return {
    value,
    low: closed ? value - z95 * error : null,
    high: closed ? value + z95 * error : null,
    confidence: 0.95,
    n,
  }
}

/**
 * The quantile at `level` (value at risk): the smallest loss that at least that share of the paths does not exceed.
 * Its interval lies between two order statistics whose ranks follow from the binomial distribution, whatever the
 * distribution of the loss; an end that no order statistic can bound is open.
 */
export function quantileFigure(values: Float64Array, level: number): Figure {
  const sorted = values.toSorted()
  const n = sorted.length
  const { lower, upper } = quantileRanks(n, level)
  return {
    value: quantileOf(sorted, level),
    low: lower === undefined ? null : (sorted[lower - 1] ?? null),
    high: upper === undefined ? null : (sorted[upper - 1] ?? null),
    confidence: 0.95,
    n,
  }
}

const quantileOf = (sorted: Float64Array, level: number): number =>
  sorted[Math.ceil(sorted.length * level - 1e-9) - 1] ?? Number.NaN

/**
 * Per path, a number whose mean over paths is the expected shortfall: z + max(0, loss − z) / (1 − level) with z the
 * quantile. This form stays right where the distribution has an atom, as bad debt has at 0.
 * Source: Rockafellar, Uryasev, "Conditional value-at-risk for general loss distributions" (2002).
 */
function shortfallContributions(values: Float64Array, level: number): Float64Array {
  const threshold = quantileOf(values.toSorted(), level)
  return values.map((loss) => threshold + Math.max(0, loss - threshold) / (1 - level))
}

/** Where the tail holds too few paths, the ends of the interval are open. */
function tailFigure(contributions: Float64Array, level: number): Figure {
  const figure = meanFigure(contributions)
  const tailPaths = contributions.length * (1 - level)
  return tailPaths + 1e-9 >= fewestTailPaths ? figure : { ...figure, low: null, high: null }
}

/**
 * The expected shortfall at `level`: the mean loss in the worst 1 − level of the cases. Its interval is asymptotic, with
 * variance [Var(L | L ≥ q) + level × (ES − q)²] / (n (1 − level)), which is the variance of the contributions' mean.
 */
export function shortfallFigure(values: Float64Array, level: number): Figure {
  return tailFigure(shortfallContributions(values, level), level)
}

/** How likely a loss is at all, with Wilson's interval: it does not collapse when no path, or every path, loses. */
export function chanceFigure(values: Float64Array): Figure {
  const n = values.length
  const value = values.reduce((count, loss) => (loss > 0 ? count + 1 : count), 0) / n
  const weight = z95 ** 2 / n
  const centre = (value + weight / 2) / (1 + weight)
  const half = (z95 / (1 + weight)) * Math.sqrt((value * (1 - value)) / n + weight / n / 4)
  return {
    value,
    low: value === 0 ? 0 : centre - half,
    high: value === 1 ? 1 : centre + half,
    confidence: 0.95,
    n,
  }
}

/** Every figure of one kind of loss. */
export function lossFigures(values: Float64Array): LossFigures {
  return {
    mean: meanFigure(values),
    quantile95: quantileFigure(values, 0.95),
    quantile99: quantileFigure(values, 0.99),
    shortfall95: shortfallFigure(values, 0.95),
    shortfall99: shortfallFigure(values, 0.99),
    chance: chanceFigure(values),
  }
}

const subtract = (after: Float64Array, before: Float64Array): Float64Array =>
  after.map((value, i) => value - (before[i] ?? 0))

/** After minus before, path by path, so that what both have in common cancels in the interval too. */
export function differenceFigures(before: Float64Array, after: Float64Array): DifferenceFigures {
  const shortfall = (level: number): Figure =>
    tailFigure(
      subtract(shortfallContributions(after, level), shortfallContributions(before, level)),
      level,
    )
  return {
    mean: meanFigure(subtract(after, before)),
    shortfall95: shortfall(0.95),
    shortfall99: shortfall(0.99),
  }
}

/** Both kinds of loss. */
export interface LossSummary {
  readonly badDebt: LossFigures
  readonly liquidatedDebt: LossFigures
}

export interface DifferenceSummary {
  readonly badDebt: DifferenceFigures
  readonly liquidatedDebt: DifferenceFigures
}

export const summaryOf = (losses: Losses): LossSummary => ({
  badDebt: lossFigures(losses.badDebt),
  liquidatedDebt: lossFigures(losses.liquidatedDebt),
})

export const differenceOf = (before: Losses, after: Losses): DifferenceSummary => ({
  badDebt: differenceFigures(before.badDebt, after.badDebt),
  liquidatedDebt: differenceFigures(before.liquidatedDebt, after.liquidatedDebt),
})

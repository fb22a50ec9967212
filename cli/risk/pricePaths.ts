import { cholesky, type Matrix } from './correlation.ts'
import { CounterRandom } from './random.ts'
import { RiskInputError } from './riskInputError.ts'

/** The stability fee, volatilities and drifts are per year of 365 days, as in the Ledger. */
export const secondsPerYear = 365 * 86_400

/** One price that moves: volatility and drift per year; E[price at T] = price now * exp(drift * T), jumps included. */
export interface PriceAsset {
  readonly name: string
  readonly volatility: number
  readonly drift: number
}

/** The logarithm of a jump is normal with this mean and standard deviation. */
export interface JumpSize {
  readonly mean: number
  readonly deviation: number
}

/** Market-wide jumps: at most one a step, with probability intensity * step; every asset jumps by its own size. */
export interface Jumps {
  /** Expected jumps per year. */
  readonly intensity: number
  /** In the order of the assets. */
  readonly sizes: readonly JumpSize[]
}

/** Correlated geometric Brownian motions, optionally with common jumps. Correlations hold for jump sizes too. */
export interface PriceModel {
  readonly assets: readonly PriceAsset[]
  readonly correlation: Matrix
  readonly jumps?: Jumps
}

/** When prices are looked at: `steps` times, `stepSeconds` apart; `seed` picks the random numbers. */
export interface PathGrid {
  readonly steps: number
  readonly stepSeconds: number
  readonly seed: number
}

/** Prices relative to now of `count` paths: entry (path * assets + asset) * steps + step is the price after step + 1. */
export interface PathBlock {
  readonly firstPath: number
  readonly count: number
  readonly factors: Float64Array
}

/** Random factors beside the assets' own, far above any number of assets. */
const jumpEventFactor = 0x10000
const firstJumpSizeFactor = 0x20000

interface Increments {
  readonly drift: readonly number[]
  readonly deviation: readonly number[]
  readonly jumpChance: number
}

function assertModel(model: PriceModel, grid: PathGrid): void {
  const fail = (problem: string, nextStep: string): never => {
    throw new RiskInputError(problem, nextStep)
  }
  if (!(Number.isInteger(grid.steps) && grid.steps > 0 && grid.stepSeconds > 0))
    fail('A path needs at least one step of some seconds.', 'Use 720 steps of 3600 seconds.')
  if (model.correlation.length !== model.assets.length)
    fail('The correlation matrix has not one row per asset.', 'Give a row and a column per asset.')
  for (const { name, volatility, drift } of model.assets)
    if (!(volatility >= 0 && Number.isFinite(volatility) && Number.isFinite(drift)))
      fail(
        `The volatility or drift of ${name} is not a usable number.`,
        'Give 0.8 for 80 % a year.',
      )
  const { jumps } = model
  if (!jumps) return
  if (jumps.sizes.length !== model.assets.length)
    fail('The jumps have not one size per asset.', 'Give a mean and a deviation per asset.')
  const chance = (jumps.intensity * grid.stepSeconds) / secondsPerYear
  if (!(chance >= 0 && chance <= 1))
    fail('At most one jump fits in a step.', 'Lower the intensity or shorten the step.')
}

/** Per step and asset: the drift of the logarithm such that the mean price grows by exp(drift * dt) exactly. */
function incrementsOf(model: PriceModel, grid: PathGrid): Increments {
  const years = grid.stepSeconds / secondsPerYear
  const jumpChance = (model.jumps?.intensity ?? 0) * years
  const drift = model.assets.map((asset, i) => {
    const { mean, deviation } = model.jumps?.sizes[i] ?? { mean: 0, deviation: 0 }
    const meanJump = Math.expm1(mean + deviation ** 2 / 2)
    return (asset.drift - asset.volatility ** 2 / 2) * years - Math.log1p(jumpChance * meanJump)
  })
  const deviation = model.assets.map((asset) => asset.volatility * Math.sqrt(years))
  return { drift, deviation, jumpChance }
}

/** Correlated standard normals: the factors of assets 0 to `i` mixed by row `i` of the Cholesky factor. */
function mix(row: readonly number[], independent: Float64Array): number {
  let sum = 0
  for (let j = 0; j < row.length; j++) sum += (row[j] ?? 0) * (independent[j] ?? 0)
  return sum
}

/**
 * Generates price paths, any path at any time: the same path always consists of the same bytes. Steps are exact in
 * distribution (the logarithm is advanced, no discretisation of the volatility).
 */
export class PathGenerator {
  readonly #model: PriceModel
  readonly #grid: PathGrid
  readonly #lower: Matrix
  readonly #increments: Increments
  readonly #random: CounterRandom

  /** @throws RiskInputError if the model or the grid makes no sense. @throws NotPositiveDefiniteError. */
  constructor(model: PriceModel, grid: PathGrid) {
    assertModel(model, grid)
    this.#model = model
    this.#grid = grid
    this.#lower = cholesky(model.correlation)
    this.#increments = incrementsOf(model, grid)
    this.#random = new CounterRandom(grid.seed)
  }

  /** Paths `firstPath` to `firstPath + count - 1`. */
  block(firstPath: number, count: number): PathBlock {
    const assetCount = this.#model.assets.length
    const factors = new Float64Array(count * assetCount * this.#grid.steps)
    for (let path = 0; path < count; path++) this.#fill(factors, path, firstPath + path)
    return { firstPath, count, factors }
  }

  #fill(factors: Float64Array, place: number, path: number): void {
    const assetCount = this.#model.assets.length
    const { steps } = this.#grid
    const { drift, deviation } = this.#increments
    const logs = new Float64Array(assetCount)
    const normals = new Float64Array(assetCount)
    for (let step = 0; step < steps; step++) {
      for (let j = 0; j < assetCount; j++) normals[j] = this.#random.normal(path, step, j)
      for (let i = 0; i < assetCount; i++) {
        const shock = (deviation[i] ?? 0) * mix(this.#lower[i] ?? [], normals)
        logs[i] = (logs[i] ?? 0) + (drift[i] ?? 0) + shock
      }
      this.#jump(logs, path, step)
      for (let i = 0; i < assetCount; i++)
        factors[(place * assetCount + i) * steps + step] = Math.exp(logs[i] ?? 0)
    }
  }

  #jump(logs: Float64Array, path: number, step: number): void {
    const { jumps } = this.#model
    if (!jumps) return
    if (this.#random.uniform(path, step, jumpEventFactor) >= this.#increments.jumpChance) return
    const normals = logs.map((_, j) => this.#random.normal(path, step, firstJumpSizeFactor + j))
    jumps.sizes.forEach(({ mean, deviation }, i) => {
      logs[i] = (logs[i] ?? 0) + mean + deviation * mix(this.#lower[i] ?? [], normals)
    })
  }
}

import { BallastError, ExitCode } from '../shared/errors.ts'
import type { Book, Variant } from './market.ts'
import { MarketRun } from './marketRun.ts'
import { PathGenerator, type PathGrid, type PriceModel } from './pricePaths.ts'
import { RiskInputError } from './riskInputError.ts'

/** How many paths, how many looks at the price on each, how far apart, and the seed. */
export interface SimulationSettings extends PathGrid {
  readonly paths: number
}

/** Per path, derivative: debt that nobody paid, and debt removed by liquidations (the bad debt included). */
export interface Losses {
  readonly badDebt: Float64Array
  readonly liquidatedDebt: Float64Array
}

export interface VariantLosses extends Losses {
  readonly markets: readonly (Losses & { readonly label: string })[]
}

/** Both variants on the same paths: entry i of every array belongs to the same prices. */
export type PairedLosses = Readonly<Record<Variant, VariantLosses>>

export interface SimulationProgress {
  readonly pathsDone: number
  readonly paths: number
}

export interface SimulationHooks {
  readonly onProgress?: (progress: SimulationProgress) => void
  /** Asked before every block of paths. */
  readonly shouldStop?: () => boolean
}

/** Somebody stopped the run. */
export class SimulationStoppedError extends BallastError {
  override readonly exitCode = ExitCode.interrupted
  readonly progress: SimulationProgress

  constructor(progress: SimulationProgress) {
    super(
      `The simulation was stopped after ${progress.pathsDone} of ${progress.paths} paths.`,
      'Run it again; the same seed gives the same figures.',
    )
    this.progress = progress
  }
}

/** Paths generated and walked at a time; their number changes no figure. */
const pathsPerBlock = 32

/** A book, a price model and settings, checked and ready to run any range of paths. */
export class Simulation {
  readonly #book: Book
  readonly #settings: SimulationSettings
  readonly #generator: PathGenerator
  readonly #assetCount: number
  readonly #assetOfMarket: readonly number[]
  readonly #runs: Readonly<Record<Variant, readonly MarketRun[]>>

  /** @throws RiskInputError if a market's asset has no price, or the numbers make no sense. */
  constructor(book: Book, prices: PriceModel, settings: SimulationSettings) {
    if (!(Number.isInteger(settings.paths) && settings.paths > 0))
      throw new RiskInputError('A simulation needs at least one path.', 'Use 1000 paths or more.')
    this.#book = book
    this.#settings = settings
    this.#generator = new PathGenerator(prices, settings)
    this.#assetCount = prices.assets.length
    this.#assetOfMarket = book.markets.map(({ label, asset }) => {
      const index = prices.assets.findIndex(({ name }) => name === asset)
      if (index >= 0) return index
      const known = prices.assets.map(({ name }) => name).join(', ')
      throw new RiskInputError(
        `Market ${label} needs prices of ${asset}, and the price model has ${known || 'none'}.`,
        `Add ${asset} with its volatility and correlations to the price model.`,
      )
    })
    const moments = Float64Array.from(
      { length: settings.steps },
      (_, step) => book.executesAt + (step + 1) * settings.stepSeconds,
    )
    const runsOf = (variant: Variant): readonly MarketRun[] =>
      book.markets.map((market) => new MarketRun(book, market, variant, moments))
    this.#runs = { before: runsOf('before'), after: runsOf('after') }
  }

  /** Runs paths `firstPath` to `firstPath + count - 1`. Any division of the paths gives the same numbers. */
  run(firstPath: number, count: number): PairedLosses {
    const { factors } = this.#generator.block(firstPath, count)
    return {
      before: this.#runVariant('before', factors, count),
      after: this.#runVariant('after', factors, count),
    }
  }

  /** Runs all paths block by block, handing control back after each: the caller may draw, wait or leave. */
  *inSteps(): Generator<SimulationProgress, PairedLosses> {
    const { paths } = this.#settings
    const blocks: PairedLosses[] = []
    for (let first = 0; first < paths; first += pathsPerBlock) {
      const count = Math.min(pathsPerBlock, paths - first)
      blocks.push(this.run(first, count))
      yield { pathsDone: first + count, paths }
    }
    return joinLosses(blocks)
  }

  #runVariant(variant: Variant, factors: Float64Array, count: number): VariantLosses {
    const { steps } = this.#settings
    const markets = this.#book.markets.map(({ label }, m) => {
      const losses = emptyLosses(count)
      const run = this.#runs[variant][m]
      const asset = this.#assetOfMarket[m] ?? 0
      for (let path = 0; run && path < count; path++) {
        run.reset()
        run.follow(factors, (path * this.#assetCount + asset) * steps)
        losses.badDebt[path] = run.badDebt
        losses.liquidatedDebt[path] = run.liquidatedDebt
      }
      return { label, ...losses }
    })
    return { ...totalOf(markets, count), markets }
  }
}

const emptyLosses = (count: number): Losses => ({
  badDebt: new Float64Array(count),
  liquidatedDebt: new Float64Array(count),
})

function totalOf(markets: readonly Losses[], count: number): Losses {
  const sumOf = (key: keyof Losses): Float64Array =>
    new Float64Array(count).map((_, path) =>
      markets.reduce((sum, losses) => sum + (losses[key][path] ?? 0), 0),
    )
  return { badDebt: sumOf('badDebt'), liquidatedDebt: sumOf('liquidatedDebt') }
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

const joinOne = (parts: readonly Losses[]): Losses => ({
  badDebt: concatenate(parts.map(({ badDebt }) => badDebt)),
  liquidatedDebt: concatenate(parts.map(({ liquidatedDebt }) => liquidatedDebt)),
})

/** Puts consecutive ranges of paths together, in the order given. */
export function joinLosses(blocks: readonly PairedLosses[]): PairedLosses {
  const joinVariant = (variant: Variant): VariantLosses => {
    const parts = blocks.map((block) => block[variant])
    const markets = (parts[0]?.markets ?? []).map(({ label }, m) => ({
      label,
      ...joinOne(parts.flatMap((part) => part.markets[m] ?? [])),
    }))
    return { ...joinOne(parts), markets }
  }
  return { before: joinVariant('before'), after: joinVariant('after') }
}

/**
 * Walks every path twice, with the terms before and after the proposal.
 * @throws SimulationStoppedError if `hooks.shouldStop` says so.
 */
export function simulate(simulation: Simulation, hooks: SimulationHooks = {}): PairedLosses {
  return drive(simulation.inSteps(), hooks)
}

/** Runs a stepwise computation to its end, reporting progress and stopping when asked. */
export function drive<Result>(
  computation: Generator<SimulationProgress, Result>,
  hooks: SimulationHooks,
): Result {
  for (;;) {
    const { done, value } = computation.next()
    if (done) return value
    hooks.onProgress?.(value)
    if (hooks.shouldStop?.()) throw new SimulationStoppedError(value)
  }
}

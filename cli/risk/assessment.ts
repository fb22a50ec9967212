import { type Ladder, liquidationLadders } from './ladder.ts'
import { modelAssumptions } from './liquidation.ts'
import { type LossHistogram, lossHistogram } from './lossHistogram.ts'
import { type Book, isPriced, pricedPart, type Variant } from './market.ts'
import { type DifferenceSummary, differenceOf, type LossSummary, summaryOf } from './metrics.ts'
import type { PriceModel } from './pricePaths.ts'
import {
  drive,
  type Losses,
  type PairedLosses,
  Simulation,
  type SimulationHooks,
  type SimulationProgress,
  type SimulationSettings,
} from './simulation.ts'
import { isFelt, settledAt, unfeltChanges } from './terms.ts'

/** Names the rules of this model; it changes whenever the same input may give other figures. */
export const modelId = 'ballast-gbm-keepers-at-once-2'

export interface AssessmentInput {
  readonly book: Book
  readonly prices: PriceModel
  /** Where the price model comes from, for the report. */
  readonly calibrationId: string
  readonly settings: SimulationSettings
}

/** One scope's figures on the same paths. */
export interface Comparison {
  readonly before: LossSummary
  readonly after: LossSummary
  readonly difference: DifferenceSummary
  /** How the losses are distributed over the paths, before and after on common bins. */
  readonly distribution: { readonly badDebt: LossHistogram; readonly liquidatedDebt: LossHistogram }
}

/** Ladders of both variants at one moment. */
export interface LadderPair {
  readonly at: number
  readonly before: readonly Ladder[]
  readonly after: readonly Ladder[]
}

/** A market whose collateral has no price: it is in none of the figures. */
export interface UnpricedMarket {
  readonly label: string
  /** Whether the proposal changes something that its vaults would feel, so that nobody can say what it does to them. */
  readonly isChanged: boolean
}

/** What a proposal does to positions and losses. Plain data: it survives JSON unchanged. Amounts in derivative, times in unix seconds. */
export interface RiskAssessment {
  readonly modelId: string
  readonly calibrationId: string
  readonly assumptions: readonly string[]
  /** Changed parameters that these figures do not feel, as `WETH-A.debtCeiling`. */
  readonly unfelt: readonly string[]
  readonly unpriced: readonly UnpricedMarket[]
  readonly settings: SimulationSettings & {
    readonly at: number
    readonly executesAt: number
    readonly endsAt: number
  }
  readonly prices: PriceModel
  readonly ladders: {
    readonly execution: LadderPair
    /** When every threshold ramp has ended; equal to the execution if there is none. */
    readonly settled: LadderPair
  }
  /** All markets with a price; absent where none has one. */
  readonly total?: Comparison
  readonly markets: readonly (Comparison & { readonly label: string })[]
}

function ladderPair(book: Book, at: number): LadderPair {
  const laddersOf = (variant: Variant): readonly Ladder[] =>
    liquidationLadders(book, { variant, at })
  return { at, before: laddersOf('before'), after: laddersOf('after') }
}

const compare = (before: Losses, after: Losses): Comparison => ({
  before: summaryOf(before),
  after: summaryOf(after),
  difference: differenceOf(before, after),
  distribution: {
    badDebt: lossHistogram(before.badDebt, after.badDebt),
    liquidatedDebt: lossHistogram(before.liquidatedDebt, after.liquidatedDebt),
  },
})

function compareMarkets({ before, after }: PairedLosses): RiskAssessment['markets'] {
  return before.markets.flatMap((market, m) => {
    const other = after.markets[m]
    return other ? [{ label: market.label, ...compare(market, other) }] : []
  })
}

/**
 * Assesses in steps of some paths, handing control back in between, so that a screen stays alive without threads.
 * @throws RiskInputError if the input makes no sense.
 */
export function* assessInSteps(
  input: AssessmentInput,
): Generator<SimulationProgress, RiskAssessment> {
  const { book, prices, calibrationId, settings } = input
  // The price model keeps every asset: what a market loses does not depend on whether another one has a price.
  const priced = pricedPart(book)
  const losses =
    priced.markets.length === 0
      ? undefined
      : yield* new Simulation(priced, prices, settings).inSteps()
  const endsAt = book.executesAt + settings.steps * settings.stepSeconds
  return {
    modelId,
    calibrationId,
    assumptions: modelAssumptions,
    unfelt: unfeltChanges(book),
    unpriced: book.markets
      .filter((market) => !isPriced(market))
      .map((market) => ({ label: market.label, isChanged: isFelt(market) })),
    settings: { ...settings, at: book.at, executesAt: book.executesAt, endsAt },
    prices,
    ladders: {
      execution: ladderPair(priced, book.executesAt),
      settled: ladderPair(priced, settledAt(priced)),
    },
    ...(losses === undefined
      ? { markets: [] }
      : { total: compare(losses.before, losses.after), markets: compareMarkets(losses) }),
  }
}

/**
 * The whole judgement of a proposal's effect: ladders and loss figures, before, after and the difference.
 * @throws RiskInputError if the input makes no sense. @throws SimulationStoppedError if `hooks.shouldStop` says so.
 */
export const assess = (input: AssessmentInput, hooks: SimulationHooks = {}): RiskAssessment =>
  drive(assessInSteps(input), hooks)

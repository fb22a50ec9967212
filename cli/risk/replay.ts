import { type Book, pricedPart, type Variant } from './market.ts'
import { MarketRun } from './marketRun.ts'
import type { PricePoint } from './priceCsv.ts'
import { RiskInputError } from './riskInputError.ts'

/** What moves the prices: one history for every asset, or one per asset, all with the same stamps. */
export type ReplayHistory =
  | { readonly kind: 'common'; readonly points: readonly PricePoint[] }
  | { readonly kind: 'perAsset'; readonly points: Readonly<Record<string, readonly PricePoint[]>> }

/** One moment of a replay; amounts in derivative, summed over markets. */
export interface ReplayMoment {
  /** Unix seconds, in the history's own time. */
  readonly at: number
  /** Price relative to the first point of the history, per asset. */
  readonly factors: Readonly<Record<string, number>>
  /** Vaults liquidated at this moment: with keepers at once, every liquidatable one. */
  readonly liquidationCount: number
  readonly liquidatedDebt: number
  readonly badDebt: number
}

export interface ReplayTotals {
  readonly liquidationCount: number
  readonly liquidatedDebt: number
  readonly badDebt: number
}

export interface ReplayVariant {
  readonly timeline: readonly ReplayMoment[]
  readonly total: ReplayTotals
  readonly markets: readonly (ReplayTotals & { readonly label: string })[]
}

export type Replay = Readonly<Record<Variant, ReplayVariant>>

/** The history of an asset. @throws RiskInputError if there is none, or its stamps are not those of `stamps`. */
function historyOf(history: ReplayHistory, asset: string): readonly PricePoint[] {
  const points = history.kind === 'common' ? history.points : history.points[asset]
  if (points && points.length > 0) return points
  throw new RiskInputError(`The replay has no prices of ${asset}.`, `Add a history of ${asset}.`)
}

function assertSameStamps(histories: ReadonlyMap<string, readonly PricePoint[]>): void {
  const [[firstAsset, first] = ['', []], ...others] = [...histories]
  for (const [asset, points] of others)
    if (points.length !== first.length || points.some(({ at }, i) => at !== first[i]?.at))
      throw new RiskInputError(
        `The histories of ${firstAsset} and ${asset} do not have the same times.`,
        'Cut them to the times that both have.',
      )
}

const totalsOf = (runs: readonly MarketRun[]): ReplayTotals => ({
  liquidationCount: runs.reduce((sum, run) => sum + run.liquidationCount, 0),
  liquidatedDebt: runs.reduce((sum, run) => sum + run.liquidatedDebt, 0),
  badDebt: runs.reduce((sum, run) => sum + run.badDebt, 0),
})

const minus = (now: ReplayTotals, then: ReplayTotals): ReplayTotals => ({
  liquidationCount: now.liquidationCount - then.liquidationCount,
  liquidatedDebt: now.liquidatedDebt - then.liquidatedDebt,
  badDebt: now.badDebt - then.badDebt,
})

/** Histories as prices relative to their first point. */
type Factors = ReadonlyMap<string, Float64Array>

function replayVariant(
  book: Book,
  variant: Variant,
  stamps: Float64Array,
  factors: Factors,
): ReplayVariant {
  const start = stamps[0] ?? 0
  const moments = stamps.map((at) => book.executesAt + (at - start))
  const runs = book.markets.map((market) => new MarketRun(book, market, variant, moments))
  const factorAt = (asset: string, step: number): number => factors.get(asset)?.[step] ?? 1
  let seen = totalsOf(runs)
  const timeline = Array.from(stamps, (at, step) => {
    for (const [m, run] of runs.entries())
      run.step(step, factorAt(book.markets[m]?.asset ?? '', step))
    const now = totalsOf(runs)
    const news = minus(now, seen)
    seen = now
    const named = [...factors.keys()].map((asset) => [asset, factorAt(asset, step)] as const)
    return { at, factors: Object.fromEntries(named), ...news }
  })
  const markets = runs.map((run, m) => ({
    label: book.markets[m]?.label ?? '',
    ...totalsOf([run]),
  }))
  return { timeline, total: seen, markets }
}

/**
 * Lets the book's prices move as they once did: from the present price by the history's moves relative to its first
 * point, starting at the execution, with liquidations at every point under the terms before and after.
 * Markets without a price have nothing to start from and are left out.
 * @throws RiskInputError if a market's asset has no history, or histories differ in their stamps.
 */
export function replay(whole: Book, history: ReplayHistory): Replay {
  const book = pricedPart(whole)
  const assets = [...new Set(book.markets.map(({ asset }) => asset))]
  const histories = new Map(assets.map((asset) => [asset, historyOf(history, asset)]))
  assertSameStamps(histories)
  const stamps = Float64Array.from([...histories.values()][0] ?? [], ({ at }) => at)
  const factors = new Map(
    [...histories].map(([asset, points]) => {
      const start = points[0]?.price ?? 1
      return [asset, Float64Array.from(points, ({ price }) => price / start)]
    }),
  )
  return {
    before: replayVariant(book, 'before', stamps, factors),
    after: replayVariant(book, 'after', stamps, factors),
  }
}

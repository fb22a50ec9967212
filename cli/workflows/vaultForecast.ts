import type { BookReading, MarketReading } from '../chain/readBook.ts'
import { healthOf } from '../risk/liquidation.ts'
import type { Variant } from '../risk/market.ts'
import { type Conditions, conditionsAt } from '../risk/terms.ts'
import type { BookColumns } from './bookColumns.ts'
import type { DraftEffect } from './draftEffect.ts'
import { outlookOf } from './marketOutlook.ts'

/** The health of every row of a book at one moment of its market, without a draft and with it; NaN without a price. */
export type Forecast = Readonly<Record<Variant, Float64Array>>

/** What a draft does to the healths of a book. */
export interface DraftForecast {
  readonly execution: Forecast
  /** When each market has settled: at the execution where nothing moves after it. Absent if nothing moves anywhere. */
  readonly settled?: Forecast
  /** In the order of the book. */
  readonly markets: readonly MarketForecast[]
}

/** A market's conditions at the moments of a draft. */
export interface MarketForecast {
  readonly execution: Readonly<Record<Variant, Conditions>>
  readonly settled?: Readonly<Record<Variant, Conditions>>
  /** Unix seconds; absent as `settled` is. */
  readonly settlesAt?: number
  /** Whether the draft changes the health of vaults here. */
  readonly isTouched: boolean
}

/** @param columns of the reading */
export function draftForecast(
  { block, markets }: BookReading,
  columns: BookColumns,
  draft: DraftEffect,
): DraftForecast {
  const forecasts = markets.map((market) => marketForecast(market, block.timestamp, draft))
  const healths = (conditions: readonly MarketForecast['execution'][]): Forecast => ({
    before: healthsIn(
      columns,
      conditions.map(({ before }) => before),
    ),
    after: healthsIn(
      columns,
      conditions.map(({ after }) => after),
    ),
  })
  const moves = forecasts.some(({ settled }) => settled !== undefined)
  return {
    execution: healths(forecasts.map(({ execution }) => execution)),
    ...(moves
      ? { settled: healths(forecasts.map(({ execution, settled }) => settled ?? execution)) }
      : {}),
    markets: forecasts,
  }
}

function marketForecast(market: MarketReading, readAt: number, draft: DraftEffect): MarketForecast {
  const { terms, executesAt, settlesAt } = outlookOf(market, draft)
  const times = { at: readAt, executesAt }
  const lookAt = (moment: number) => ({
    before: conditionsAt(times, terms, 'before', moment),
    after: conditionsAt(times, terms, 'after', moment),
  })
  const execution = lookAt(executesAt)
  const settled = settlesAt === undefined ? undefined : lookAt(settlesAt)
  return {
    execution,
    ...(settlesAt === undefined || settled === undefined ? {} : { settled, settlesAt }),
    isTouched: isChanged(execution) || (settled !== undefined && isChanged(settled)),
  }
}

const isChanged = ({ before, after }: MarketForecast['execution']): boolean =>
  before.threshold !== after.threshold || before.growth !== after.growth

/** By hand: a hundred thousand rows, up to four times a block. */
function healthsIn(
  { count, market, value, debt }: BookColumns,
  conditions: readonly Conditions[],
): Float64Array {
  const healths = new Float64Array(count)
  for (let row = 0; row < count; row += 1) {
    const { threshold, growth } = conditions[market[row] ?? 0] ?? { threshold: 0, growth: 1 }
    const position = { collateral: value[row] ?? 0, debt: (debt[row] ?? 0) * growth }
    healths[row] = healthOf(position, 1, threshold)
  }
  return healths
}

import type { BookReading } from '../chain/readBook.ts'
import type { Variant } from '../risk/market.ts'
import type { BookColumns } from './bookColumns.ts'
import { rowAt } from './bookRow.ts'
import type { DraftEffect } from './draftEffect.ts'
import { rememberRecent } from './recent.ts'
import { type DraftForecast, draftForecast, type Forecast } from './vaultForecast.ts'
import { rowsBy, turnAround, type VaultOrder } from './vaultOrders.ts'
import type { VaultIdentity, VaultRow } from './vaultRow.ts'
import { rowsWith } from './vaultSearch.ts'

/** Which vaults, in which order. */
export interface VaultSelection {
  /** A market's label; all markets by default. */
  readonly market?: string | undefined
  /** Part of an owner's address or of a market's label, any case. */
  readonly filter: string
  readonly order: VaultOrder
  readonly isReversed: boolean
}

/** Vaults that can be liquidated at a moment, without the draft and with it. */
export type LiquidatableCount = Readonly<Record<Variant, number>>

/** Sums over the vaults that were found; debt in derivative. */
export interface VaultTotals {
  readonly debt: number
  readonly liquidatable: number
  /** Those that owe something and have no price: they cannot be liquidated, and are not in any count of those that can. */
  readonly unpriced: number
  /** Absent without a draft; `settled` also where nothing moves after the execution. */
  readonly drafted?: { readonly execution: LiquidatableCount; readonly settled?: LiquidatableCount }
}

/** What a selection found. */
export interface SelectedVaults {
  /** Rows of the index, in order. */
  readonly rows: Uint32Array
  readonly totals: VaultTotals
}

/** One book, ready to be asked for its vaults in any order, with a draft beside them. */
export interface VaultIndex {
  readonly reading: BookReading
  readonly count: number
  /** When nothing moves any more with the draft, Unix seconds; undefined if nothing does after the execution. */
  readonly settlesAt: number | undefined
  readonly select: (selection: VaultSelection) => SelectedVaults
  readonly rowAt: (row: number) => VaultRow
  /** Undefined if the book has no such vault. */
  readonly rowOf: (vault: VaultIdentity) => number | undefined
}

/** Selections whose rows are kept: scrolling asks for the same one again and again. */
const KEPT = 4

/** @param columns of the reading */
export function vaultIndex(
  reading: BookReading,
  columns: BookColumns,
  draft?: DraftEffect,
): VaultIndex {
  const forecast = draft && draftForecast(reading, columns, draft)
  const after = (forecast?.settled ?? forecast?.execution)?.after ?? columns.health
  const labels = reading.markets.map(({ label }) => label)
  const sorted = new Map<VaultOrder, Uint32Array>()
  const inOrder = (order: VaultOrder): Uint32Array => {
    const rows = sorted.get(order) ?? rowsBy(columns, order, after)
    sorted.set(order, rows)
    return rows
  }
  const find = (
    market: string | undefined,
    filter: string,
    order: VaultOrder,
    isReversed: boolean,
  ): SelectedVaults => {
    const wanted = market === undefined ? undefined : labels.indexOf(market)
    const isFound = rowsWith(columns, labels, filter)
    const kept = inOrder(order).filter(
      (row) => (wanted === undefined || columns.market[row] === wanted) && (isFound?.(row) ?? true),
    )
    if (isReversed) turnAround(kept, columns, order, after)
    return { rows: kept, totals: totalsOf(kept, columns, forecast) }
  }
  const remembered = rememberRecent(KEPT, find)
  return {
    reading,
    count: columns.count,
    select: ({ market, filter, order, isReversed }) =>
      remembered(market, filter.trim(), order, isReversed),
    settlesAt: settlesAt(forecast),
    rowAt: (row) => rowAt(reading, columns, row, forecast),
    rowOf: ({ market, owner }) => placeOf(reading, market, owner),
  }
}

/** When the last market has settled. */
function settlesAt(forecast: DraftForecast | undefined): number | undefined {
  const ends = forecast?.markets.flatMap(({ settlesAt: end }) => end ?? []) ?? []
  return ends.length === 0 ? undefined : Math.max(...ends)
}

function totalsOf(
  rows: Uint32Array,
  { debt, health }: BookColumns,
  forecast: DraftForecast | undefined,
): VaultTotals {
  let [sum, unpriced] = [0, 0]
  for (const row of rows) {
    sum += debt[row] ?? 0
    if (Number.isNaN(health[row])) unpriced += 1
  }
  const both = ({ before, after }: Forecast): LiquidatableCount => ({
    before: liquidatableOf(rows, before),
    after: liquidatableOf(rows, after),
  })
  const { execution, settled } = forecast ?? {}
  return {
    debt: sum,
    liquidatable: liquidatableOf(rows, health),
    unpriced,
    ...(execution === undefined
      ? {}
      : {
          drafted: {
            execution: both(execution),
            ...(settled === undefined ? {} : { settled: both(settled) }),
          },
        }),
  }
}

/** What is no number is not below 1. */
function liquidatableOf(rows: Uint32Array, health: Float64Array): number {
  let count = 0
  for (const row of rows) if ((health[row] ?? 0) < 1) count += 1
  return count
}

/** Rows stand in the order of the markets, and of the vaults in each. */
function placeOf({ markets }: BookReading, label: string, owner: string): number | undefined {
  let before = 0
  for (const market of markets) {
    const place =
      market.label === label ? market.vaults.findIndex((one) => one.owner === owner) : -1
    if (place !== -1) return before + place
    before += market.vaults.length
  }
  return undefined
}

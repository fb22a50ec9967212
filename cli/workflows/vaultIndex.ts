import type { BookReading } from '../chain/readBook.ts'
import { type BookColumns, distanceOf } from './bookColumns.ts'
import { rememberRecent } from './recent.ts'
import { type DraftedTerms, healthAfter, thresholdsOf } from './vaultDraft.ts'
import { rowsBy, type VaultOrder } from './vaultOrders.ts'
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

/** Sums over the vaults that were found; debt in derivative. */
export interface VaultTotals {
  readonly debt: number
  readonly liquidatable: number
  /** With the draft. */
  readonly liquidatableAfter: number
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
  drafted: DraftedTerms,
): VaultIndex {
  const thresholds = thresholdsOf(reading, drafted)
  const after = healthAfter(columns, thresholds)
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
    const rows = isReversed ? kept.reverse() : kept
    return { rows, totals: totalsOf(rows, columns, after) }
  }
  const remembered = rememberRecent(KEPT, find)
  const touched = thresholds.map(({ now, after: then }) => now !== then)
  return {
    reading,
    count: columns.count,
    select: ({ market, filter, order, isReversed }) =>
      remembered(market, filter.trim(), order, isReversed),
    rowAt: (row) =>
      rowAt(reading, columns, row, touched[columns.market[row] ?? 0] ? after : undefined),
    rowOf: ({ market, owner }) => placeOf(reading, market, owner),
  }
}

function totalsOf(rows: Uint32Array, columns: BookColumns, after: Float64Array): VaultTotals {
  let [debt, liquidatable, liquidatableAfter] = [0, 0, 0]
  for (const row of rows) {
    debt += columns.debt[row] ?? 0
    if ((columns.health[row] ?? 0) < 1) liquidatable += 1
    if ((after[row] ?? 0) < 1) liquidatableAfter += 1
  }
  return { debt, liquidatable, liquidatableAfter }
}

function rowAt(
  { markets }: BookReading,
  columns: BookColumns,
  row: number,
  after: Float64Array | undefined,
): VaultRow {
  const market = markets[columns.market[row] ?? 0]
  const vault = market?.vaults[columns.place[row] ?? 0]
  if (market === undefined || vault === undefined) throw new Error(`There is no vault ${row}.`)
  const withDistance = (health: number) => ({ health, distance: distanceOf(health) })
  return {
    market: market.label,
    owner: vault.owner,
    collateralSymbol: market.collateralSymbol,
    collateral: columns.collateral[row] ?? 0,
    debt: columns.debt[row] ?? 0,
    ...withDistance(columns.health[row] ?? 0),
    ...(after === undefined ? {} : { after: withDistance(after[row] ?? 0) }),
  }
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

import type { BookReading } from '../chain/readBook.ts'
import type { BookColumns } from './bookColumns.ts'
import type { DraftForecast } from './vaultForecast.ts'
import type { VaultHealth, VaultRow } from './vaultRow.ts'

/** A row of a book as people see it, with what the draft does to it. */
export function rowAt(
  { markets }: BookReading,
  columns: BookColumns,
  row: number,
  forecast: DraftForecast | undefined,
): VaultRow {
  const m = columns.market[row] ?? 0
  const market = markets[m]
  const vault = market?.vaults[columns.place[row] ?? 0]
  if (market === undefined || vault === undefined) throw new Error(`There is no vault ${row}.`)
  const drafted = forecast && draftedHealth(forecast, m, row)
  return {
    market: market.label,
    owner: vault.owner,
    collateralSymbol: market.collateralSymbol,
    collateral: columns.collateral[row] ?? 0,
    debt: columns.debt[row] ?? 0,
    now: healthAt(columns.health, row),
    ...(drafted === undefined ? {} : { drafted }),
  }
}

/** Undefined without a price. */
export function healthAt(healths: Float64Array, row: number): VaultHealth | undefined {
  const health = healths[row] ?? Number.NaN
  return Number.isNaN(health) ? undefined : { health, distance: 1 - 1 / health }
}

/** Undefined where the draft changes nothing, and without a price. */
function draftedHealth(
  { execution, settled, markets }: DraftForecast,
  m: number,
  row: number,
): VaultRow['drafted'] {
  const market = markets[m]
  const atExecution = healthAt(execution.after, row)
  if (market?.isTouched !== true || atExecution === undefined) return undefined
  const later =
    settled === undefined || market.settled === undefined ? undefined : healthAt(settled.after, row)
  return { execution: atExecution, ...(later === undefined ? {} : { settled: later }) }
}

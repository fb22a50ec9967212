import { type BookColumns, OWNER_BYTES } from './bookColumns.ts'

/** Columns that vaults can be ordered by; `after` is the health with the draft. */
export const vaultOrders = ['health', 'after', 'debt', 'collateral', 'owner'] as const
export type VaultOrder = (typeof vaultOrders)[number]

/** All rows in the order of a column, its first rows the ones that matter most: least healthy, largest. */
export function rowsBy(
  columns: BookColumns,
  order: VaultOrder,
  healthAfter: Float64Array,
): Uint32Array {
  const rows = Uint32Array.from({ length: columns.count }, (_, row) => row)
  // Equal rows stay as the book has them: sorting typed arrays is stable.
  return rows.sort(comparison(columns, order, healthAfter))
}

function comparison(
  columns: BookColumns,
  order: VaultOrder,
  healthAfter: Float64Array,
): (a: number, b: number) => number {
  switch (order) {
    case 'health':
      return rising(columns.health)
    case 'after':
      return rising(healthAfter)
    case 'debt':
      return falling(columns.debt)
    case 'collateral':
      return falling(columns.value)
    case 'owner':
      return byBytes(columns.owners)
  }
}

/** Infinite healths are equal: a difference of two would be no number. */
const rising = (values: Float64Array) => (a: number, b: number) => {
  const [left, right] = [values[a] ?? 0, values[b] ?? 0]
  return left < right ? -1 : left > right ? 1 : 0
}

const falling = (values: Float64Array) => {
  const compare = rising(values)
  return (a: number, b: number) => compare(b, a)
}

const byBytes = (owners: Uint8Array) => (a: number, b: number) => {
  for (let i = 0; i < OWNER_BYTES; i += 1) {
    const difference = (owners[a * OWNER_BYTES + i] ?? 0) - (owners[b * OWNER_BYTES + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

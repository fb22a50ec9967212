import { type BookColumns, OWNER_BYTES } from './bookColumns.ts'

/** Columns that vaults can be ordered by; `after` is the health with the draft. */
export const vaultOrders = ['health', 'after', 'debt', 'collateral', 'owner'] as const
export type VaultOrder = (typeof vaultOrders)[number]

/**
 * All rows in the order of a column, its first rows the ones that matter most: least healthy, largest. Those whose
 * value nobody knows, for want of a price, come last.
 */
export function rowsBy(
  columns: BookColumns,
  order: VaultOrder,
  healthAfter: Float64Array,
): Uint32Array {
  const rows = Uint32Array.from({ length: columns.count }, (_, row) => row)
  // Equal rows stay as the book has them: sorting typed arrays is stable.
  return rows.sort(comparison(columns, order, healthAfter))
}

/** Turns rows of an order around, in place; those whose value nobody knows stay last. */
export function turnAround(
  rows: Uint32Array,
  columns: BookColumns,
  order: VaultOrder,
  healthAfter: Float64Array,
): void {
  const values = valuesOf(columns, order, healthAfter)
  const known = values === undefined ? -1 : rows.findIndex((row) => Number.isNaN(values[row]))
  rows.subarray(0, known === -1 ? rows.length : known).reverse()
}

/** The numbers of an order; undefined where it goes by addresses. */
function valuesOf(
  columns: BookColumns,
  order: VaultOrder,
  healthAfter: Float64Array,
): Float64Array | undefined {
  switch (order) {
    case 'health':
      return columns.health
    case 'after':
      return healthAfter
    case 'debt':
      return columns.debt
    case 'collateral':
      return columns.value
    case 'owner':
      return undefined
  }
}

function comparison(
  columns: BookColumns,
  order: VaultOrder,
  healthAfter: Float64Array,
): (a: number, b: number) => number {
  const values = valuesOf(columns, order, healthAfter)
  if (values === undefined) return byBytes(columns.owners)
  const isRising = order === 'health' || order === 'after'
  return byNumber(values, isRising ? 1 : -1)
}

/** Infinite healths are equal: a difference of two would be no number. What is no number comes last either way. */
const byNumber = (values: Float64Array, sign: 1 | -1) => (a: number, b: number) => {
  const [left, right] = [values[a] ?? 0, values[b] ?? 0]
  if (left < right) return -sign
  if (left > right) return sign
  return left === right ? 0 : Number(Number.isNaN(left)) - Number(Number.isNaN(right))
}

const byBytes = (owners: Uint8Array) => (a: number, b: number) => {
  for (let i = 0; i < OWNER_BYTES; i += 1) {
    const difference = (owners[a * OWNER_BYTES + i] ?? 0) - (owners[b * OWNER_BYTES + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

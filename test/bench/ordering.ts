import { bookColumns } from '../../cli/workflows/bookColumns.ts'
import { vaultIndex } from '../../cli/workflows/vaultIndex.ts'
import { vaultOrders } from '../../cli/workflows/vaultOrders.ts'
import { generatedBook } from '../support/vaultBooks.ts'
import { VAULTS } from './sizes.ts'

/** Milliseconds; the slowest of its kind, each the median of some runs. */
export interface OrderingTimes {
  readonly layOut: number
  readonly sort: number
  readonly filter: number
}

const RUNS = 7
const FILTERS = ['0xab', 'ab12', 'weth', 'weth ab1', '0xab\u2026cd']

/** What the office does with a new book, another order, another filter. */
export function timeOrdering(): OrderingTimes {
  const reading = generatedBook(VAULTS)
  const fresh = () => vaultIndex(reading, bookColumns(reading))
  const one = { filter: '', isReversed: false }
  const sorts = vaultOrders.map((order) =>
    medianOf(() => {
      const index = fresh()
      return () => index.select({ ...one, order })
    }),
  )
  const filters = FILTERS.map((filter) =>
    medianOf(() => {
      const index = fresh()
      index.select({ ...one, order: 'health' })
      return () => index.select({ order: 'health', isReversed: false, filter })
    }),
  )
  return {
    layOut: medianOf(() => fresh),
    sort: Math.max(...sorts),
    filter: Math.max(...filters),
  }
}

/** @param prepare makes what is timed; its own time does not count */
function medianOf(prepare: () => () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const work = prepare()
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  })
  return times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN
}

import type { ParameterRow } from '../../../report/parametersText.ts'
import { isUnlimited } from '../../../shared/amount.ts'

/** In which order parameters stand, and what `o` goes through. */
export const parameterOrders = {
  catalogue: 'in the order of the catalogue',
  newest: 'the newest change first',
  nearest: 'the nearest to a loose bound first',
} as const

export type ParameterOrder = keyof typeof parameterOrders

/** What of the parameters to show. */
export interface ParameterView {
  /** Of one market, feed, pool, risk or contract; of all by default. */
  readonly subject: string | undefined
  readonly order: ParameterOrder
  readonly isReversed: boolean
}

export const everyParameter: ParameterView = {
  subject: undefined,
  order: 'catalogue',
  isReversed: false,
}

/** The next order; after the last the first. */
export function nextOrder(order: ParameterOrder): ParameterOrder {
  const orders = Object.keys(parameterOrders) as ParameterOrder[]
  return orders[(orders.indexOf(order) + 1) % orders.length] ?? 'catalogue'
}

export const subjectsOf = (rows: readonly ParameterRow[]): readonly string[] => [
  ...new Set(rows.map(({ subject }) => subject)),
]

/** The next subject; after the last one all of them. */
export function nextSubject(
  rows: readonly ParameterRow[],
  subject: string | undefined,
): string | undefined {
  const subjects = subjectsOf(rows)
  return subject === undefined ? subjects[0] : subjects[subjects.indexOf(subject) + 1]
}

/** The rows of a view, in its order. */
export function rowsOf(
  rows: readonly ParameterRow[],
  { subject, order, isReversed }: ParameterView,
  matches: (...texts: readonly string[]) => boolean,
): readonly ParameterRow[] {
  const found = rows.filter(
    (row) =>
      (subject === undefined || row.subject === subject) &&
      matches(row.subject, row.parameter, row.label),
  )
  const sorted = order === 'catalogue' ? found : found.toSorted(comparing(order))
  return isReversed ? sorted.toReversed() : sorted
}

const comparing =
  (order: Exclude<ParameterOrder, 'catalogue'>) =>
  (a: ParameterRow, b: ParameterRow): number =>
    order === 'newest'
      ? (b.lastChange?.block ?? -1) - (a.lastChange?.block ?? -1)
      : roomOf(a) - roomOf(b)

/** Where on the way from its lower to its upper bound a value is, 0 to 1; undefined where there is no such way. */
export function placeInBounds({ min, max }: ParameterRow, value: bigint): number | undefined {
  if (isUnlimited(max) || max <= min) return undefined
  return Number(((value - min) * 1_000_000n) / (max - min)) / 1_000_000
}

/** How far it can still be loosened, as a share of its bounds; where neither way is looser it comes last. */
function roomOf(row: ParameterRow): number {
  const place = placeInBounds(row, row.stored)
  if (place === undefined || row.tightens === 'neither') return 2
  return row.tightens === 'up' ? place : 1 - place
}

/** Which way is safer, in a word. */
export const saferWords: Readonly<Record<ParameterRow['tightens'], string>> = {
  up: 'higher',
  down: 'lower',
  neither: 'neither way',
}

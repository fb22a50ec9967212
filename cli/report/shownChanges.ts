import type { AddressBook } from '../governance/addressBook.ts'
import type { SettingChange } from '../governance/declaredSettings.ts'
import { displayValue } from '../governance/value.ts'
import { changeColumns, changeRows, settling } from './changeRows.ts'
import { plainTable } from './table.ts'

/** The parameters that a proposal sets. */
export type ShownChanges =
  /** It has not run: beside each parameter stands its present value. */
  | { readonly kind: 'ahead'; readonly changes: readonly SettingChange[] }
  /** It ran: from the events of its execution, with the value stored now. */
  | {
      readonly kind: 'made'
      readonly changes: readonly (SettingChange & { readonly now: bigint })[]
    }
  /** Nobody knows: the Governor is not one whose parameters can be read. */
  | { readonly kind: 'unread'; readonly changes: readonly [] }

const unread = [
  'What it sets',
  '  ? inconclusive: Ballast reads parameters beside a Governor of its own kind only; see the calls.',
]

/** The parameters as a table with a title line; undefined if it sets none. */
export function shownChangesText(
  shown: ShownChanges,
  book: AddressBook,
): readonly string[] | undefined {
  if (shown.kind === 'unread') return unread
  if (shown.changes.length === 0) return undefined
  const rows = changeRows(shown.changes, book)
  if (shown.kind === 'ahead') {
    const columns = changeColumns.map((column) =>
      column.title === 'Before' ? { ...column, title: 'Now' } : column,
    )
    return titled('What it sets', plainTable(columns, rows))
  }
  const columns = [...changeColumns.slice(0, -1), { title: 'Now', isNumber: true }]
  const made = rows.map((row, i) => {
    const change = shown.changes[i]
    const now = change === undefined ? '' : displayValue(change.spec.unit, change.now, book)
    return [...row.slice(0, -1), now]
  })
  return titled('What it set when it was executed', plainTable(columns, made))
}

/** A parameter that a proposal sets, in words. */
export interface ChangeRow {
  readonly subject: string
  readonly parameter: string
  readonly before: string
  readonly after: string
  readonly direction: SettingChange['direction']
  /** When it counts; absent once it was executed. */
  readonly settles?: string
  /** What is stored now, where it was executed. */
  readonly now?: string
}

/** The parameters for a screen. */
export const shownRows = (shown: ShownChanges, book: AddressBook): readonly ChangeRow[] =>
  shown.changes.map((change) => {
    const { spec, subject, before, after, direction } = change
    const write = (value: bigint) => displayValue(spec.unit, value, book)
    return {
      subject,
      parameter: spec.label,
      before: write(before.stored),
      after: write(after),
      direction,
      ...('now' in change && typeof change.now === 'bigint'
        ? { now: write(change.now) }
        : { settles: settling(change) }),
    }
  })

/** The parameters for programs, in the chain's scale. */
export const changesDocument = ({ kind, changes }: ShownChanges) => ({
  kind,
  changes: changes.map((change) => ({
    subject: change.subject,
    parameter: change.spec.key,
    unit: change.spec.unit,
    before: change.before.stored,
    effective: change.before.effective,
    after: change.after,
    direction: change.direction,
    ...('now' in change ? { now: change.now } : {}),
  })),
})

const titled = (title: string, table: string): readonly string[] => [
  title,
  ...table.split('\n').map((line) => `  ${line}`),
]

import type { AddressBook } from '../governance/addressBook.ts'
import type { ParameterChange } from '../governance/proposal.ts'
import { displayValue } from '../governance/value.ts'
import type { Column } from './table.ts'

export const changeColumns: readonly Column[] = [
  { title: 'Subject' },
  { title: 'Parameter' },
  { title: 'Before', isNumber: true },
  { title: 'After', isNumber: true },
  { title: 'Direction' },
  { title: 'Takes effect' },
]

const SETTLES = { atOnce: 'at execution', ramp: 'cuts ramp', delay: 'raises wait' } as const

/** The declared changes as rows for a table. */
export const changeRows = (
  changes: readonly ParameterChange[],
  book: AddressBook,
): readonly (readonly string[])[] =>
  changes.map(({ spec, subject, before, after, direction }) => [
    subject,
    spec.label,
    displayValue(spec.unit, before.stored, book),
    displayValue(spec.unit, after, book),
    direction,
    SETTLES[spec.settles],
  ])

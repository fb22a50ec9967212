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

/** A ramp is for cuts and a delay for raises: a change the other way counts at once. */
export function settling({ spec, direction }: Pick<ParameterChange, 'spec' | 'direction'>): string {
  if (spec.settles === 'ramp' && direction === 'tightens') return 'along a ramp'
  if (spec.settles === 'delay' && direction === 'relaxes') return 'after a delay'
  return 'at execution'
}

/** The declared changes as rows for a table. */
export const changeRows = (
  changes: readonly Omit<ParameterChange, 'place'>[],
  book: AddressBook,
): readonly (readonly string[])[] =>
  changes.map((change) => {
    const { spec, subject, before, after, direction } = change
    return [
      subject,
      spec.label,
      displayValue(spec.unit, before.stored, book),
      displayValue(spec.unit, after, book),
      direction,
      settling(change),
    ]
  })

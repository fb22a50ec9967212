import { listOf, plural } from '../shared/format.ts'
import type { ParameterChange } from './proposal.ts'
import { isOfGovernance, scopeWords } from './scopes.ts'
import { displayValue, type Symbols } from './value.ts'

const LONGEST_TITLE = 120
/** People type it to agree to what is sent. */
const LONGEST_SLUG = 40
/** What a name can do without where it is too long. */
const fillers: readonly string[] = ['the', 'of', 'for', 'from', 'and', 'an']

const labelWords = ({ spec }: ParameterChange): string =>
  `${spec.label.charAt(0).toLowerCase()}${spec.label.slice(1)}`

const subjectWords = ({ spec: { scope }, subject }: ParameterChange): string =>
  isOfGovernance(scope) ? scopeWords(scope) : subject

/** `the liquidation threshold of WETH-A`. */
const nameWords = (change: ParameterChange): string =>
  `the ${labelWords(change)} of ${subjectWords(change)}`

const isRaise = ({ before, after }: ParameterChange): boolean => after > before.stored

/** A title that says what changes, for whoever gives none. */
export function titleOf(changes: readonly ParameterChange[], symbols: Symbols): string {
  const [change, ...others] = changes
  if (change === undefined) return 'A change'
  if (others.length === 0) {
    const value = displayValue(change.spec.unit, change.after, symbols)
    return `${isRaise(change) ? 'Raise' : 'Lower'} ${nameWords(change)} to ${value}`
  }
  const subjects = [...new Set(changes.map(subjectWords))]
  const start = `Change ${plural(changes.length, 'parameter')} of `
  const whole = `${start}${listOf(subjects)}`
  return whole.length <= LONGEST_TITLE ? whole : `${start}${plural(subjects.length, 'subject')}`
}

/** What changes, one plain sentence each; no reasons, because only people know them. */
export const summaryOf = (changes: readonly ParameterChange[], symbols: Symbols): string =>
  changes.map((change) => sentence(change, symbols)).join('\n')

function sentence(change: ParameterChange, symbols: Symbols): string {
  const { spec, before, after } = change
  const show = (value: bigint) => displayValue(spec.unit, value, symbols)
  const now = before.effective === before.stored ? '' : ` (${show(before.effective)} counts now)`
  return `${isRaise(change) ? 'Raises' : 'Lowers'} ${nameWords(change)} from ${show(before.stored)}${now} to ${show(after)}.`
}

/** A title as the name of a folder: `raise-weth-a-liquidation-threshold-to-82`, cut between words. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const isLong = words.join('-').length > LONGEST_SLUG
  const kept = isLong ? words.filter((word) => !fillers.includes(word)) : words
  let slug = ''
  for (const word of kept) {
    const longer = slug === '' ? word.slice(0, LONGEST_SLUG) : `${slug}-${word}`
    if (longer.length > LONGEST_SLUG) break
    slug = longer
  }
  return slug === '' ? 'proposal' : slug
}

import { listOf, plural } from '../../shared/format.ts'
import { formatUtc } from '../../shared/time.ts'
import type { AddressBook } from '../addressBook.ts'
import { type OpenProposal, type Overlap, overlapsWith } from '../openProposals.ts'
import { displayValue } from '../value.ts'
import { type Check, type OpenProposalsEvidence, pass, warn } from './check.ts'

/** Two proposals that set one parameter undo each other in the order of their execution. */
export const openProposals: Check<'proposals'> = {
  name: 'open-proposals',
  title: 'No other open proposal touches the same parameters',
  needs: ['proposals'],
  judge({ changes, proposals, book }) {
    const { others } = proposals
    if (others.length === 0) return pass('No other proposal is open.')
    const read = others.map((other) => ({ other, overlaps: overlapsWith(changes, other) }))
    const clashes = read.filter(({ overlaps }) => overlaps.length > 0)
    const listed = read.filter(({ overlaps }) => overlaps.length === 0)
    const facts = [
      ...clashes.flatMap(({ other, overlaps }) =>
        overlaps.map((overlap) => clashWords(overlap, other, { proposals, book })),
      ),
      ...listed.map(({ other }) => openWords(other)),
    ]
    if (clashes.length > 0) {
      return warn(
        `${plural(clashes.length, 'open proposal')} set${clashes.length === 1 ? 's' : ''} the same parameters: the last execution stays.`,
        facts,
      )
    }
    if (others.some(({ unreadCalls }) => unreadCalls.length > 0)) {
      return warn('An open proposal has calls that cannot be read; they may set anything.', facts)
    }
    return pass(`${plural(others.length, 'other proposal')} open; none sets the same.`, facts)
  },
}

/** `0xbbc1eb0a (Queued, "Title"): relax WETH-A: set …`. */
const openWords = ({ handle, state, title, calls }: OpenProposal): string =>
  `${handle} (${state}, "${title}"): ${listOf(calls)}`

function clashWords(
  { mine, theirs }: Overlap,
  other: OpenProposal,
  { proposals, book }: { readonly proposals: OpenProposalsEvidence; readonly book: AddressBook },
): string {
  const show = (value: bigint) => displayValue(mine.spec.unit, value, book)
  const name = `${mine.subject} ${mine.spec.key}`
  const both = `${other.handle} (${other.state}, "${other.title}") sets ${name} to ${show(theirs.value)}, this one to ${show(mine.after)}`
  return `${both}; ${orderWords(other, proposals.executableFrom)}`
}

/** Which of the two can be executed last, if each is executed as early as it can be. */
function orderWords(other: OpenProposal, own: bigint | undefined): string {
  if (own === undefined) return 'this one can no longer be executed'
  if (own === other.executableFrom) return 'either may be executed last'
  const last = own > other.executableFrom ? 'this one' : other.handle
  const at = own > other.executableFrom ? own : other.executableFrom
  return `${last} can be executed last, from ${formatUtc(at)} on`
}

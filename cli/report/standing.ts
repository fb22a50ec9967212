import type { AddressBook } from '../governance/addressBook.ts'
import type { Gathered, OpenProposalsEvidence } from '../governance/checks/check.ts'
import type { Submitted } from '../governance/submitted.ts'
import { displayValue } from '../governance/value.ts'

/** Where a submitted proposal stands, in one or two sentences. */
export function standingSentences(
  { shortId, state, proposer, tally, quorum, claimedSource }: Submitted,
  book: AddressBook,
): readonly string[] {
  const votes = (amount: bigint) => displayValue('votes', amount, book)
  const needed = quorum === undefined ? 'its vote has not begun' : `quorum ${votes(quorum)}`
  const cast = `for ${votes(tally.for)}, against ${votes(tally.against)}, abstain ${votes(tally.abstain)}; ${needed}`
  const origin =
    claimedSource === undefined
      ? 'It names no file that it was made from.'
      : `It says that it was made from the file with hash ${claimedSource} (ballast-source).`
  return [`On the chain as ${shortId}, ${state}, proposed by ${proposer}: ${cast}.`, origin]
}

/** The open proposals as plain data; null if they could not be read. */
export const openProposalsDocument = (gathered: Gathered<OpenProposalsEvidence>) =>
  gathered.kind === 'unreachable'
    ? null
    : gathered.value.others.map(({ sets, ...other }) => ({
        ...other,
        sets: sets.map(({ spec, subject, value }) => ({
          market: subject,
          parameter: spec.key,
          value,
        })),
      }))

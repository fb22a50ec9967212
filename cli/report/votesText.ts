import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { Tally, Verdict } from '../governance/tally.ts'
import { displayValue } from '../governance/value.ts'
import { plural, printableLines } from '../shared/format.ts'
import { usualQuorum } from '../shared/voteSplit.ts'
import type { ProposalLine } from './statusText.ts'

/** One vote as it was cast; votes have 18 decimals. */
export interface ShownVote extends Tally {
  readonly voter: Address
  readonly weight: bigint
  readonly isFractional: boolean
  /** The voter's own words, as they are: not safe to print. */
  readonly reason: string
  readonly blockNumber: number
  readonly transactionHash: Hex
}

/** Votes that a terminal shows; the document of --json has all. */
const MOST_VOTES = 30
/** Lines of a reason that a terminal shows. */
const MOST_LINES = 8

function sidesOf(vote: ShownVote, write: (votes: bigint) => string): string {
  const { against, abstain, weight, isFractional } = vote
  if (isFractional) {
    return `split: ${write(vote.for)} for, ${write(against)} against, ${write(abstain)} abstain`
  }
  const side = vote.for > 0n ? 'for' : against > 0n ? 'against' : 'abstain'
  return `${side} with ${write(weight)}`
}

function voteLines(vote: ShownVote, write: (votes: bigint) => string): readonly string[] {
  const reason = vote.reason === '' ? [] : printableLines(vote.reason)
  const rest = reason.length - MOST_LINES
  return [
    `  ${vote.voter}  ${sidesOf(vote, write)}`,
    ...reason.slice(0, MOST_LINES).map((line) => `    | ${line}`),
    ...(rest > 0 ? [`    (${plural(rest, 'more line')}; --json has all)`] : []),
  ]
}

function quorumLine(
  { quorum, isQuorumEstimated, state, quorumSides }: ProposalLine,
  { quorumMissing, hasMajority }: Verdict,
  write: (votes: bigint) => string,
): string {
  const sides = (quorumSides ?? usualQuorum)
    .map((side) => (side === 'abstain' ? 'abstaining' : side))
    .join(' or ')
  if (isQuorumEstimated && state === 'Canceled') return 'It was cancelled before its vote.'
  if (isQuorumEstimated) {
    return `It needs ${write(quorum)} ${sides} if the vote began now, and more for than against.`
  }
  const missing = quorumMissing > 0n ? [`${write(quorumMissing)} more ${sides}`] : []
  const majority = hasMajority ? [] : ['more votes for than against']
  const needs = [...missing, ...majority]
  return needs.length === 0
    ? `The quorum of ${write(quorum)} is reached, and there are more votes for than against.`
    : `The quorum is ${write(quorum)}. Missing: ${needs.join(', ')}.`
}

/** The tally, what it misses, and who voted how, the heaviest first. */
export function votesText(
  shown: ProposalLine & { readonly votes: readonly ShownVote[] },
  verdict: Verdict,
  book: AddressBook,
): readonly string[] {
  const write = (votes: bigint) => displayValue('votes', votes, book)
  const { tally, votes } = shown
  const heaviest = votes.toSorted((a, b) =>
    a.weight === b.weight ? 0 : a.weight > b.weight ? -1 : 1,
  )
  const rest = votes.length - MOST_VOTES
  const total = `${write(tally.for)} for, ${write(tally.against)} against, ${write(tally.abstain)} abstain`
  return [
    'Votes',
    `  ${shown.isQuorumEstimated ? 'No vote was cast.' : `${total}.`}`,
    `  ${quorumLine(shown, verdict, write)}`,
    ...heaviest.slice(0, MOST_VOTES).flatMap((vote) => voteLines(vote, write)),
    ...(rest > 0 ? [`  (${plural(rest, 'more vote')}; --json has all)`] : []),
  ]
}

import type { Standing } from '../chain/proposals.ts'
import type { Address } from '../governance/addressBook.ts'
import { isOwnKind } from '../governance/governorTraits.ts'
import { judgeTally, type Tally } from '../governance/tally.ts'
import { displayValue, type Symbols } from '../governance/value.ts'
import { listOf, printable } from '../shared/format.ts'
import { countedVotes, sides, sumOf, type VoteSplit } from '../shared/voteSplit.ts'
import type { Fact, Shown } from './act.ts'
import {
  commandWord,
  type Moment,
  momentDetails,
  proposalWords,
  voteTimes,
} from './lifecycleWords.ts'
import type { LocatedProposal } from './locateProposal.ts'
import type { Protocol } from './protocol.ts'
import { type Hand, leftOf, totalOf } from './voteHand.ts'

/** Whose votes go to what, and what was typed for it. */
export interface Voter {
  readonly protocol: Protocol
  readonly voter: Address
  readonly proposal: LocatedProposal
  readonly reference: string
}

/** Writes votes with the symbol of their token. */
export const votesIn =
  (symbols: Symbols) =>
  (votes: bigint): string =>
    displayValue('votes', votes, symbols)

/** `60 BLST for and 40 BLST against`. */
export const splitWords = (split: VoteSplit, symbols: Symbols): string =>
  listOf(
    (['for', 'against', 'abstain'] as const)
      .filter((side) => split[side] > 0n)
      .map((side) => `${votesIn(symbols)(split[side])} ${sideWords[side]}`),
  )

const sideWords = { for: 'for', against: 'against', abstain: 'as abstention' } as const

/** What a voter needs to know before it casts. */
export function planFacts(
  hand: Hand,
  given: VoteSplit,
  {
    reason,
    symbols,
    owner = 'your votes',
  }: { readonly reason: string; readonly symbols: Symbols; readonly owner?: string },
): readonly Fact[] {
  const votes = votesIn(symbols)
  const { ballot, moment } = hand
  return [
    [owner, `${votes(ballot.total)}, ${countedWords(hand, votes)}`],
    ['cast before', votes(ballot.used)],
    ['left after', votes(leftOf(hand) - sumOf(given))],
    ...factsAfter(moment, withVotes(moment.tally, given), { reason, symbols }),
  ]
}

const countedWords = ({ ballot }: Hand, votes: (amount: bigint) => string): string =>
  ballot.taken === 0n
    ? 'fixed at the snapshot'
    : `after ${votes(ballot.taken)} that delegators took back`

/** Where a vote stands once something was cast. */
export function factsAfter(
  moment: Moment,
  after: Tally,
  { reason, symbols }: { readonly reason: string; readonly symbols: Symbols },
): readonly Fact[] {
  const votes = votesIn(symbols)
  return [
    ['tally after', `${sides.map((side) => `${votes(after[side])} ${side}`).join(', ')}`],
    ['quorum after', quorumWords({ ...moment, tally: after }, votes)],
    ...(reason === '' ? [] : [['reason', printable(reason)] as const]),
    ['vote ends', voteTimes(moment).ends],
  ]
}

const withVotes = (tally: Tally, given: VoteSplit): Tally => ({
  for: tally.for + given.for,
  against: tally.against + given.against,
  abstain: tally.abstain + given.abstain,
})

/** `800,000 BLST of 1,000,000 BLST, short by 200,000 BLST`. */
function quorumWords(standing: Standing, write: (votes: bigint) => string): string {
  const { tally, quorum = 0n, governor } = standing
  const { quorumMissing } = judgeTally(tally, quorum, governor.quorumSides)
  const verdict = quorumMissing === 0n ? 'reached' : `short by ${write(quorumMissing)}`
  return `${write(countedVotes(tally, governor.quorumSides))} of ${write(quorum)}, ${verdict}`
}

/** Why the vote would be lost if it ended like this; undefined where it would be won. */
function lossWords(
  { tally, quorum = 0n, governor }: Standing,
  write: (votes: bigint) => string,
): string | undefined {
  const { quorumMissing, hasMajority } = judgeTally(tally, quorum, governor.quorumSides)
  if (quorumMissing > 0n) return `its quorum is short by ${write(quorumMissing)}`
  return hasMajority ? undefined : 'no more votes are for it than against it'
}

/** What the chain shows of an account's votes, and where the vote stands. */
export function shownOf({ protocol, voter, proposal, reference }: Voter, hand: Hand): Shown {
  const { book } = protocol
  const { moment, ballot, cast } = hand
  const votes = votesIn(book)
  const mine = totalOf(cast)
  const left = leftOf(hand)
  const reasons = cast.map(({ reason }) => reason).filter((reason) => reason !== '')
  return {
    headline: `${voter} has cast ${splitWords(mine, book)} on ${proposalWords(proposal)}.`,
    facts: [
      ...tallyFacts(moment, book),
      ...(left > 0n ? [['left to cast', votes(left)] as const] : []),
      ...reasons.map((reason) => ['reason', printable(reason)] as const),
      ['vote ends', voteTimes(moment).ends],
    ],
    details: {
      ...momentDetails(proposal.id, moment),
      votes: { total: ballot.total, used: ballot.used, ...mine },
      cast,
    },
    next: nextAfter(moment, mine, { word: commandWord(proposal.id, reference), votes }),
  }
}

/** What the chain counts now. */
export function tallyFacts(moment: Moment, symbols: Symbols): readonly Fact[] {
  const votes = votesIn(symbols)
  const { tally } = moment
  return [
    ['for', votes(tally.for)],
    ['against', votes(tally.against)],
    ['abstain', votes(tally.abstain)],
    ['quorum', quorumWords(moment, votes)],
  ]
}

/** Whoever wants it and could not decide it alone hears that others have to vote, before time is let pass. */
export function nextAfter(
  moment: Moment,
  mine: VoteSplit,
  { word, votes }: { readonly word: string; readonly votes: (votes: bigint) => string },
): Shown['next'] {
  if (moment.state !== 'Active') return { command: 'status' }
  const end = voteTimes(moment).ends
  const loss = lossWords(moment, votes)
  if (loss === undefined) {
    if (!isOwnKind(moment.governor)) return { command: `show ${word}`, when: `after ${end}` }
    return { command: `queue ${word}`, when: `once the vote has ended with success, ${end}` }
  }
  const why = `before ${end}: if the vote ended now it would be lost, ${loss}`
  return mine.for > 0n
    ? { command: `vote ${word} for --account <another>`, when: why }
    : { command: `show ${word}`, when: why }
}

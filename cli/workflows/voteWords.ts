import { displayValue, type Symbols } from '../governance/value.ts'
import { listOf, printable } from '../shared/format.ts'
import { sumOf, type VoteSplit } from '../shared/voteSplit.ts'
import type { Fact, Shown } from './act.ts'
import { commandWord, momentDetails, proposalWords, whenWords } from './lifecycleWords.ts'
import type { LocatedProposal } from './locateProposal.ts'
import type { Acting } from './protocol.ts'
import { type Hand, leftOf, totalOf } from './voteHand.ts'

/** Who votes on what, and what was typed for it. */
export interface Voter {
  readonly acting: Acting
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
  { reason, symbols }: { readonly reason: string; readonly symbols: Symbols },
): readonly Fact[] {
  const votes = votesIn(symbols)
  const { ballot, moment } = hand
  return [
    ['your votes', `${votes(ballot.total)}, fixed at the snapshot`],
    ['cast before', votes(ballot.used)],
    ['left after', votes(leftOf(hand) - sumOf(given))],
    ...(reason === '' ? [] : [['reason', printable(reason)] as const]),
    ['vote ends', whenWords(BigInt(moment.times.deadline), moment.now)],
  ]
}

/** What the chain shows of an account's votes, and where the vote stands. */
export function shownOf({ acting, proposal, reference }: Voter, hand: Hand): Shown {
  const { book } = acting.protocol
  const { moment, ballot, cast } = hand
  const { tally, quorum = 0n, times, now } = moment
  const votes = votesIn(book)
  const mine = totalOf(cast)
  const reached = tally.for + tally.abstain
  const left = leftOf(hand)
  const reasons = cast.map(({ reason }) => reason).filter((reason) => reason !== '')
  return {
    headline: `${acting.sender.account.address} has cast ${splitWords(mine, book)} on ${proposalWords(proposal)}.`,
    facts: [
      ['for', votes(tally.for)],
      ['against', votes(tally.against)],
      ['abstain', votes(tally.abstain)],
      ['quorum', `${votes(reached)} of ${votes(quorum)}${reached >= quorum ? ', reached' : ''}`],
      ...(left > 0n ? [['left to cast', votes(left)] as const] : []),
      ...reasons.map((reason) => ['reason', printable(reason)] as const),
      ['vote ends', whenWords(BigInt(times.deadline), now)],
    ],
    details: {
      ...momentDetails(proposal.id, moment),
      votes: { total: ballot.total, used: ballot.used, ...mine },
      cast,
    },
    next:
      moment.state === 'Active'
        ? {
            command: `queue ${commandWord(proposal.id, reference)}`,
            when: `once the vote has ended with success, ${whenWords(BigInt(times.deadline), now)}`,
          }
        : { command: 'status' },
  }
}

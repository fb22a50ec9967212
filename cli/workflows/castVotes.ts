import type { Sent } from '../chain/transaction.ts'
import type { Choice } from '../governance/voteParams.ts'
import { advise } from '../shared/remedy.ts'
import { sides, sumOf, type VoteSplit } from '../shared/voteSplit.ts'
import type { Shown } from './act.ts'
import { readMoment, refusalOf, voteTimes } from './lifecycleWords.ts'
import { actionOf } from './nextOf.ts'
import { NotAsSentError, NotNowError } from './refusals.ts'
import { type Hand, leftOf, NOTHING, readHand, totalOf } from './voteHand.ts'
import { shownOf, splitWords, type Voter, votesIn } from './voteWords.ts'

/** @throws NotNowError unless the vote is open and the account has something left to cast */
export async function requireHand(matter: Voter, verb: string): Promise<Hand> {
  const { protocol, voter, proposal, reference } = matter
  const hand = await readHand(protocol, proposal, voter)
  const moment = hand?.moment ?? (await readMoment(protocol, proposal.id))
  if (hand === undefined || actionOf(moment, moment.now).kind !== 'vote') {
    throw refusalOf(proposal, moment, { verb, reference })
  }
  requireVotes(matter, hand)
  return hand
}

/** @throws NotNowError if the voter has nothing, or nothing left, to cast */
export function requireVotes({ protocol, voter }: Voter, hand: Hand): void {
  const { moment, ballot } = hand
  if (ballot.total === 0n && ballot.taken > 0n) {
    throw new NotNowError(
      `${voter} has no votes left in this proposal: its delegators have taken back all ${votesIn(protocol.book)(ballot.taken)} and voted themselves.`,
      advise`Vote as another account: ${{ act: 'act as another' }}`,
    )
  }
  if (ballot.total === 0n) {
    throw new NotNowError(
      `${voter} had no votes when they were counted for this proposal, ${voteTimes(moment).counted}.`,
      advise`Vote as another account: ${{ act: 'act as another' }}. For the next proposals, delegate before their vote opens: ${{ act: 'delegate' }}`,
    )
  }
  if (leftOf(hand) === 0n) {
    throw new NotNowError(
      `${voter} has cast all its votes: ${splitWords(totalOf(hand.cast), protocol.book)}.`,
      'A vote that was cast cannot be changed.',
    )
  }
}

/** The votes that a vote gives of what is left. @throws NotNowError if a split gives more */
export function givenBy({ protocol }: Voter, hand: Hand, vote: Choice): VoteSplit {
  const left = leftOf(hand)
  const given = 'support' in vote ? { ...NOTHING, [vote.support]: left } : vote.split
  if (sumOf(given) <= left) return given
  const votes = votesIn(protocol.book)
  throw new NotNowError(
    `The split gives ${votes(sumOf(given))}; ${votes(left)} are left of ${votes(hand.ballot.total)}.`,
    'Give less, or shares in percent of what is left.',
  )
}

/** What the chain shows of votes that were sent. @throws NotAsSentError if the votes did not arrive */
export async function readBackVotes(
  matter: Voter,
  was: { readonly before: Hand; readonly given: VoteSplit; readonly sent: Sent },
): Promise<Shown> {
  const { before, given, sent } = was
  const after = await readHand(matter.protocol, matter.proposal, matter.voter)
  if (after === undefined) throw new NotAsSentError(sent.transactionHash, 'the vote is not open')
  const votes = votesIn(matter.protocol.book)
  const used = after.ballot.used - before.ballot.used
  if (used !== sumOf(given)) {
    throw new NotAsSentError(
      sent.transactionHash,
      `the Governor counts ${votes(used)} more of this account, not ${votes(sumOf(given))}`,
    )
  }
  const missing = sides.find(
    (side) => after.moment.tally[side] < before.moment.tally[side] + given[side],
  )
  if (missing !== undefined) {
    throw new NotAsSentError(
      sent.transactionHash,
      `${missing} has ${votes(after.moment.tally[missing])}, without these votes`,
    )
  }
  return shownOf(matter, after)
}

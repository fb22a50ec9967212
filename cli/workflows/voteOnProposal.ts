import { voteAction } from '../chain/governor.ts'
import type { Sent } from '../chain/transaction.ts'
import type { Vote } from '../chain/vote.ts'
import type { CastVote } from '../chain/votes.ts'
import { UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { advise } from '../shared/remedy.ts'
import {
  parseSplit,
  type SplitWish,
  type Support,
  sides,
  splitOf,
  sumOf,
  type VoteSplit,
} from '../shared/voteSplit.ts'
import type { Acted, Confirm, Deed, Shown } from './act.ts'
import { proposalWords, readMoment, refusalOf, whenWords } from './lifecycleWords.ts'
import { fileOf, locateProposal } from './locateProposal.ts'
import { actionOf } from './nextOf.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import { NotAsSentError, NotNowError } from './refusals.ts'
import { isUnfinishedAct } from './unfinishedAct.ts'
import { type Hand, leftBefore, leftOf, NOTHING, readHand, totalOf } from './voteHand.ts'
import { planFacts, shownOf, splitWords, type Voter, votesIn } from './voteWords.ts'

/** What somebody wants to say: one side with everything that is left, or a split. */
export interface VoteRequest {
  readonly proposal: string
  readonly support?: Support
  /** As typed: `for=60%,against=40%`. */
  readonly split?: string
  readonly reason?: string
  /** Casts the same split once more, although the last vote was the same. */
  readonly again?: boolean
}

/** A request understood. */
type Wish = { readonly reason: string } & (
  | { readonly support: Support }
  | { readonly split: SplitWish; readonly again: boolean }
)

interface Matter extends Voter {
  readonly wish: Wish
}

/**
 * Casts the account's votes. A vote that the chain already has is not cast twice.
 *
 * @throws InvalidSplitError, NotNowError and what `act` throws
 */
export async function voteOnProposal(
  acting: Acting,
  request: VoteRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { book } = acting.protocol
  const wish = wishOf(request, book.tokenSymbol)
  const { proposal: reference } = request
  const proposal = await locateProposal(acting.protocol, reference)
  return perform(acting, voting({ acting, proposal, reference, wish }), options)
}

function wishOf({ support, split, reason = '', again = false }: VoteRequest, symbol: string): Wish {
  if ((support === undefined) === (split === undefined)) {
    throw new UsageError(
      'A vote names one side, or a split.',
      'Write for, against or abstain behind the proposal, or --split for=60%,against=40%.',
    )
  }
  if (support !== undefined) return { support, reason }
  return { split: parseSplit(split ?? '', symbol), reason, again }
}

function voting(matter: Matter): Deed {
  const { acting, proposal, wish } = matter
  const { book } = acting.protocol
  return {
    verb: 'vote',
    ...fileOf(matter.reference),
    async done() {
      const hand = await readHand(matter.acting, matter.proposal)
      const same = hand === undefined ? undefined : sameVote(wish, hand)
      if (hand === undefined || same === undefined) return undefined
      const action = voteAction(book, proposal.id, voteOf(wish, leftBefore(hand, same)))
      // Once more, unless the last vote is the one that was lost sight of on its way.
      const isNew =
        'split' in wish &&
        wish.again &&
        !(await isUnfinishedAct(acting, action, same.transactionHash))
      if (isNew) return undefined
      return { ...shownOf(matter, hand), proposalId: proposal.id, action }
    },
    async prepare() {
      const hand = await requireHand(matter)
      const left = leftOf(hand)
      const vote = voteOf(wish, left)
      const given = 'support' in vote ? { ...NOTHING, [vote.support]: left } : vote.split
      if (sumOf(given) > left) throw tooMany(matter, hand, given)
      return {
        action: voteAction(book, proposal.id, vote),
        words: [`cast ${splitWords(given, book)} on ${proposalWords(proposal)}`],
        facts: planFacts(hand, given, { reason: wish.reason, symbols: book }),
        warnings: [],
        handles: [],
        proposalId: proposal.id,
        readBack: (sent) => readBack(matter, { before: hand, given, sent }),
      }
    },
  }
}

const voteOf = (wish: Wish, left: bigint): Vote =>
  'support' in wish
    ? { support: wish.support, reason: wish.reason }
    : { split: splitOf(wish.split, left), reason: wish.reason }

/** The vote on the chain that this wish was, if it was: everything on the same side, or the same split cast last. */
function sameVote(wish: Wish, hand: Hand): CastVote | undefined {
  const last = hand.cast.at(-1)
  if (last === undefined) return undefined
  if ('support' in wish) {
    if (leftOf(hand) > 0n) return undefined
    const { support } = wish
    const isOneSided = hand.cast.every((vote) => vote[support] === sumOf(vote))
    const isSame = !last.isFractional && last[support] > 0n
    return isSame || isOneSided ? last : undefined
  }
  if (!last.isFractional || last.reason !== wish.reason) return undefined
  const then = splitOf(wish.split, leftBefore(hand, last))
  return sides.every((side) => then[side] === last[side]) ? last : undefined
}

/** @throws NotNowError unless the vote is open and the account has something left to cast */
async function requireHand(matter: Matter): Promise<Hand> {
  const { acting, proposal, reference } = matter
  const hand = await readHand(matter.acting, matter.proposal)
  const moment = hand?.moment ?? (await readMoment(acting.protocol, proposal.id))
  if (hand === undefined || actionOf(moment, moment.now).kind !== 'vote') {
    throw refusalOf(proposal, moment, { verb: 'vote on', reference })
  }
  const { address } = acting.sender.account
  if (hand.ballot.total === 0n) {
    throw new NotNowError(
      `${address} had no votes when they were counted for this proposal, ${whenWords(BigInt(moment.times.snapshot), moment.now)}.`,
      advise`Vote as another account: ${{ act: 'act as another' }}. For the next proposals, delegate before their vote opens: ${{ act: 'delegate' }}`,
    )
  }
  if (leftOf(hand) === 0n) {
    throw new NotNowError(
      `${address} has cast all its votes: ${splitWords(totalOf(hand.cast), acting.protocol.book)}.`,
      'A vote that was cast cannot be changed.',
    )
  }
  return hand
}

function tooMany(matter: Matter, hand: Hand, given: VoteSplit): NotNowError {
  const votes = votesIn(matter.acting.protocol.book)
  return new NotNowError(
    `The split gives ${votes(sumOf(given))}; ${votes(leftOf(hand))} are left of ${votes(hand.ballot.total)}.`,
    'Give less, or shares in percent of what is left.',
  )
}

/** @throws NotAsSentError if the votes did not arrive */
async function readBack(
  matter: Matter,
  was: { readonly before: Hand; readonly given: VoteSplit; readonly sent: Sent },
): Promise<Shown> {
  const { before, given, sent } = was
  const after = await readHand(matter.acting, matter.proposal)
  if (after === undefined) throw new NotAsSentError(sent.transactionHash, 'the vote is not open')
  const votes = votesIn(matter.acting.protocol.book)
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

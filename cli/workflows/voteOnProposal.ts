import { voteAction } from '../chain/governor.ts'
import type { CastVote } from '../chain/votes.ts'
import type { Progress } from '../shared/progress.ts'
import { sides, splitOf, sumOf } from '../shared/voteSplit.ts'
import type { Acted, Confirm, Deed } from './act.ts'
import { givenBy, readBackVotes, requireHand } from './castVotes.ts'
import { proposalWords } from './lifecycleWords.ts'
import { fileOf, locateProposal } from './locateProposal.ts'
import { overrideOnProposal } from './overrideOnProposal.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import { requireCountable } from './requireGovernor.ts'
import { isUnfinishedAct } from './unfinishedAct.ts'
import { type Hand, leftBefore, leftOf, readHand, totalOf } from './voteHand.ts'
import { type VoteRequest, voteOf, type Wish, wishOf } from './voteWish.ts'
import { planFacts, shownOf, splitWords, type Voter } from './voteWords.ts'

interface Matter extends Voter {
  readonly acting: Acting
  readonly wish: Wish
}

/**
 * Casts the account's votes. A vote that the chain already has is not cast twice.
 *
 * @throws InvalidSplitError, NotThisGovernorError, UnknownGovernorError, NotNowError and what `act` throws
 */
export async function voteOnProposal(
  acting: Acting,
  request: VoteRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  if (request.override === true) return overrideOnProposal(acting, request, options)
  const { protocol, sender } = acting
  const wish = wishOf(request, protocol.book.tokenSymbol)
  await requireCountable(protocol, wish)
  const { proposal: reference } = request
  const proposal = await locateProposal(protocol, reference)
  const voter = sender.account.address
  return perform(acting, voting({ acting, protocol, voter, proposal, reference, wish }), options)
}

function voting(matter: Matter): Deed {
  const { acting, protocol, voter, proposal, wish } = matter
  const { book } = protocol
  return {
    verb: 'vote',
    ...fileOf(matter.reference),
    async done() {
      const hand = await readHand(protocol, proposal, voter)
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
      const hand = await requireHand(matter, 'vote on')
      const vote = voteOf(wish, leftOf(hand))
      const given = givenBy(matter, hand, vote)
      return {
        action: voteAction(book, proposal.id, vote),
        words: [`cast ${splitWords(given, book)} on ${proposalWords(proposal)}`],
        facts: planFacts(hand, given, { reason: wish.reason, symbols: book }),
        warnings: [],
        handles: [],
        proposalId: proposal.id,
        readBack: (sent) => readBackVotes(matter, { before: hand, given, sent }),
      }
    },
  }
}

/** The vote on the chain that this wish was, if it was: everything on the same side, or the same split cast last. */
function sameVote(wish: Wish, hand: Hand): CastVote | undefined {
  const last = hand.cast.at(-1)
  if (last === undefined) return undefined
  if ('support' in wish) {
    if (leftOf(hand) > 0n) return undefined
    const { support } = wish
    const total = totalOf(hand.cast)
    // A vote without any votes took no side.
    const isOneSided = sumOf(total) > 0n && total[support] === sumOf(total)
    const isSame = !last.isFractional && last[support] > 0n
    return isSame || isOneSided ? last : undefined
  }
  if (!last.isFractional || last.reason !== wish.reason) return undefined
  const then = splitOf(wish.split, leftBefore(hand, last))
  return sides.every((side) => then[side] === last[side]) ? last : undefined
}

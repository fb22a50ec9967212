import { readSignerNonce } from '../chain/signatures.ts'
import type { Action } from '../chain/transaction.ts'
import { castCall, hasNonces } from '../governance/ballots.ts'
import { fullId, shortId } from '../shared/proposalId.ts'
import { sides, sumOf } from '../shared/voteSplit.ts'
import type { BallotFile } from '../workspace/signedFiles.ts'
import type { Deed } from './act.ts'
import { ballotIn, voteIn } from './ballotFile.ts'
import { givenBy, readBackVotes, requireHand } from './castVotes.ts'
import { proposalWords } from './lifecycleWords.ts'
import { locateProposal } from './locateProposal.ts'
import { openBallots } from './openMessages.ts'
import type { Acting } from './protocol.ts'
import { requireTurn, type SignedMessage, signatureFact } from './relayOrder.ts'
import { requireCountable } from './requireGovernor.ts'
import { type Hand, leftOf, readHand } from './voteHand.ts'
import { planFacts, shownOf, splitWords } from './voteWords.ts'

/** Sends somebody's ballot, whose signature is known to be good. */
export async function relayingBallot(
  { protocol }: Acting,
  message: SignedMessage<BallotFile>,
): Promise<Deed> {
  const { chain, book } = protocol
  const { file, nonce, signer: voter } = message
  const { governor } = book.contracts
  const proposal = await locateProposal(protocol, fullId(BigInt(file.proposalId)))
  const matter = { protocol, voter, proposal, reference: shortId(proposal.id) }
  const vote = voteIn(file)
  await requireCountable(protocol, vote)
  const isNumbered = hasNonces(file.form)
  const action: Action = { to: governor, data: castCall(ballotIn(file), file.signature) }
  // Without numbers nothing comes before or after: a voter who has voted has nothing left.
  const readNext = async () => (isNumbered ? readSignerNonce(chain, governor, voter) : nonce)
  return {
    verb: 'relay',
    async done() {
      const [hand, next] = await Promise.all([readHand(protocol, proposal, voter), readNext()])
      if (hand === undefined || !isCast(file, hand, next > nonce)) return undefined
      return { ...shownOf(matter, hand), proposalId: proposal.id, action }
    },
    async prepare() {
      const hand = await requireHand(matter, 'relay a ballot on')
      await requireTurn(message, await readNext(), (series) => openBallots(protocol, voter, series))
      const given = givenBy(matter, hand, vote)
      const { reason } = vote
      return {
        action,
        words: [
          `relay the ballot of ${voter}:`,
          `  ${splitWords(given, book)} on ${proposalWords(proposal)}`,
        ],
        facts: [
          ...planFacts(hand, given, { reason, symbols: book, owner: 'votes of the voter' }),
          ...(isNumbered ? [['nonce', `${nonce}, the next one of the voter`] as const] : []),
          signatureFact(message),
        ],
        warnings: [],
        handles: [],
        proposalId: proposal.id,
        readBack: (sent) => readBackVotes(matter, { before: hand, given, sent }),
      }
    },
  }
}

/**
 * Whether the Governor has this vote. With its nonce still unused it was cast by the voter itself: that counts where
 * nothing is left to cast.
 */
function isCast(file: BallotFile, hand: Hand, isNonceUsed: boolean): boolean {
  if (!isNonceUsed && leftOf(hand) > 0n) return false
  const vote = voteIn(file)
  return hand.cast.some((cast) => {
    if (cast.reason !== vote.reason || cast.isFractional !== 'split' in vote) return false
    return 'split' in vote
      ? sides.every((side) => cast[side] === vote.split[side])
      : // A vote without any votes took no side.
        sumOf(cast) > 0n && cast[vote.support] === sumOf(cast)
  })
}

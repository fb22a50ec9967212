import { readBlock } from '../chain/client.ts'
import { ballotAfter, type CountedBallot, readCountedBallot } from '../chain/countedBallot.ts'
import { VotesMissingError } from '../chain/nodeErrors.ts'
import { type CastVote, readVotes } from '../chain/votes.ts'
import type { Address } from '../governance/addressBook.ts'
import { sumOf, type VoteSplit } from '../shared/voteSplit.ts'
import { type Moment, readMoment } from './lifecycleWords.ts'
import type { LocatedProposal } from './locateProposal.ts'
import type { Protocol } from './protocol.ts'

/** The votes of one account in one proposal: what it may cast, and what it has cast, the oldest first. */
export interface Hand {
  readonly moment: Moment
  readonly ballot: CountedBallot
  readonly cast: readonly CastVote[]
}

/** No votes on any side. */
export const NOTHING: VoteSplit = { against: 0n, for: 0n, abstain: 0n }

/** What can still be cast. */
export const leftOf = ({ ballot }: Hand): bigint =>
  ballot.total > ballot.used ? ballot.total - ballot.used : 0n

/** What could still be cast before this vote was. */
export const leftBefore = ({ ballot, cast }: Hand, vote: CastVote): bigint =>
  ballot.total - cast.slice(0, cast.indexOf(vote)).reduce((used, one) => used + sumOf(one), 0n)

/** Everything that was cast, by side. */
export const totalOf = (cast: readonly CastVote[]): VoteSplit =>
  cast.reduce(
    (sum, vote) => ({
      against: sum.against + vote.against,
      for: sum.for + vote.for,
      abstain: sum.abstain + vote.abstain,
    }),
    NOTHING,
  )

/**
 * Undefined while there is no snapshot: nobody has votes in the proposal yet.
 *
 * @throws VotesMissingError if the events lack a vote: a split that is on the chain would be cast again
 */
export async function readHand(
  protocol: Protocol,
  proposal: LocatedProposal,
  voter: Address,
): Promise<Hand | undefined> {
  const { chain, book } = protocol
  const moment = await readMoment(protocol, proposal.id)
  const { snapshot } = moment.times
  if (!hasSnapshot(moment)) return undefined
  const { id, announcement } = proposal
  const fromBlock = announcement?.blockNumber ?? book.deployedAtBlock
  const block = await readBlock(chain)
  const [ballot, cast] = await Promise.all([
    readCountedBallot(chain, book, { id, snapshot, voter, fromBlock }, block),
    readVotes(chain, book, id, { voter, fromBlock, toBlock: block.number }),
  ])
  if (moment.governor.counting === 'fractional') {
    if (sumOf(totalOf(cast)) !== ballot.used) throw new VotesMissingError(voter)
    return { moment, ballot, cast }
  }
  if (ballot.hasVoted !== cast.length > 0) throw new VotesMissingError(voter)
  return { moment, ballot: ballot.hasVoted ? ballotAfter(ballot, cast) : ballot, cast }
}

/** Whether votes were counted for a proposal: until then nobody can say how many somebody has. */
export const hasSnapshot = ({ state, times, clock }: Moment): boolean =>
  state !== 'Pending' && clock.now > BigInt(times.snapshot)

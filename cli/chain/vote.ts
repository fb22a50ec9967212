import type { Hex } from '../governance/addressBook.ts'
import { type Choice, encodeChoice } from '../governance/voteParams.ts'
import { governorAbi } from './contracts.ts'

/** All votes for one side, or a split of them (GovernorCountingFractional). */
export type Vote = Choice & { readonly reason?: string }

/** The calldata of a vote on the Governor. */
export function encodeVote(id: bigint, vote: Vote): Hex {
  const { reason = '' } = vote
  const { support, params } = encodeChoice(vote)
  return 'support' in vote
    ? governorAbi.encodeFunctionData('castVoteWithReason', [id, support, reason])
    : governorAbi.encodeFunctionData('castVoteWithReasonAndParams', [id, support, reason, params])
}

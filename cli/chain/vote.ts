import { solidityPacked } from 'ethers'
import type { Hex } from '../governance/addressBook.ts'
import type { Support, VoteSplit } from '../shared/voteSplit.ts'
import { governorAbi } from './contracts.ts'

/** The three things a vote can say, with their numbers in the Governor's ABI. */
const supports: Readonly<Record<Support, number>> = { against: 0, for: 1, abstain: 2 }

/** All votes for one side, or a split of them (GovernorCountingFractional). */
export type Vote =
  | { readonly support: Support; readonly reason?: string }
  | { readonly split: VoteSplit; readonly reason?: string }

/** `support` of a fractional vote, whose parameters are three packed uint128: against, for, abstain. */
const FRACTIONAL = 255

/** The calldata of a vote on the Governor. */
export function encodeVote(id: bigint, vote: Vote): Hex {
  const { reason = '' } = vote
  if ('support' in vote) {
    return governorAbi.encodeFunctionData('castVoteWithReason', [
      id,
      supports[vote.support],
      reason,
    ])
  }
  const { split } = vote
  const parameters = solidityPacked(
    ['uint128', 'uint128', 'uint128'],
    [split.against, split.for, split.abstain],
  )
  return governorAbi.encodeFunctionData('castVoteWithReasonAndParams', [
    id,
    FRACTIONAL,
    reason,
    parameters,
  ])
}

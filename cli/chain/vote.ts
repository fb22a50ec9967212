import { dataSlice, solidityPacked, zeroPadValue } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { type Chain, readBlock } from './client.ts'
import { governorAbi } from './contracts.ts'
import { readLogs } from './logs.ts'

/** The three things a vote can say, with their numbers in the Governor's ABI. */
export const supports = { against: 0, for: 1, abstain: 2 } as const
export type Support = keyof typeof supports

/** Votes given to each side, 18 decimals; what is not given can still be cast later. */
export interface VoteSplit {
  readonly against: bigint
  readonly for: bigint
  readonly abstain: bigint
}

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

/** A vote as it was cast: what each side got from it. */
export interface CastVote {
  readonly split: VoteSplit
  /** Undefined if it was a split. */
  readonly support: Support | undefined
  /** Somebody's own words. */
  readonly reason: string
  readonly blockNumber: number
  readonly transactionHash: Hex
}

/** Everything that an account has cast in one proposal, the oldest first, from the Governor's events. */
export async function readCastVotes(
  chain: Chain,
  book: AddressBook,
  of: { readonly id: bigint; readonly voter: Address; readonly sinceBlock: number },
): Promise<readonly CastVote[]> {
  const events = [governorAbi.getEvent('VoteCast'), governorAbi.getEvent('VoteCastWithParams')]
  const { number: toBlock } = await readBlock(chain)
  const logs = await readLogs(chain, {
    address: book.contracts.governor,
    topics: [events.map(({ topicHash }) => topicHash), zeroPadValue(of.voter, 32)],
    fromBlock: of.sinceBlock,
    toBlock,
  })
  return logs.flatMap((log): readonly CastVote[] => {
    const parsed = governorAbi.parseLog({ data: log.data, topics: [...log.topics] })
    if (parsed === null || parsed.args['proposalId'] !== of.id) return []
    const { support, weight, reason, params = '0x' } = parsed.args.toObject()
    const { blockNumber, transactionHash } = log
    const side = supportOf(support)
    return [
      {
        split: side === undefined ? splitIn(params) : { ...NOTHING, [side]: weight },
        support: side,
        reason,
        blockNumber,
        transactionHash,
      },
    ]
  })
}

const NOTHING: VoteSplit = { against: 0n, for: 0n, abstain: 0n }

const supportOf = (number: bigint): Support | undefined =>
  (Object.keys(supports) as Support[]).find((side) => supports[side] === Number(number))

/** The three packed uint128 of a fractional vote. */
function splitIn(params: Hex): VoteSplit {
  const at = (index: number) => BigInt(dataSlice(params, index * 16, index * 16 + 16))
  return { against: at(0), for: at(1), abstain: at(2) }
}

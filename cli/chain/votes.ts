import { zeroPadValue } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { Tally } from '../governance/tally.ts'
import { decodeSplit, isSplit } from '../governance/voteParams.ts'
import type { Chain } from './client.ts'
import { governorAbi } from './contracts.ts'
import { foreignEvent, foreignText } from './foreignEvents.ts'
import { readTraits } from './governorKind.ts'
import { recallLogs } from './logMemory.ts'
import { tryViews } from './tryViews.ts'

/** One vote as it was cast. */
export interface CastVote extends Tally {
  readonly voter: Address
  /** All votes that it gave, 18 decimals. */
  readonly weight: bigint
  /** Whether the voter chose how many votes go to each side; the rest may follow later. */
  readonly isFractional: boolean
  /** The voter's own words, as they are: not safe to print. */
  readonly reason: string
  readonly blockNumber: number
  readonly transactionHash: Hex
}

/** The blocks in which to look for events, both included. */
export interface BlockRange {
  readonly fromBlock: number
  readonly toBlock: number
}

const plain = foreignEvent(governorAbi, 'VoteCast')
const fractional = foreignEvent(governorAbi, 'VoteCastWithParams')

/**
 * Every vote on a proposal, or those of one voter, the oldest first, from the Governor's events. An event that cannot be
 * read is left out: the votes are then fewer than the Governor counts.
 */
export async function readVotes(
  chain: Chain,
  book: AddressBook,
  id: bigint,
  { voter: only, ...range }: BlockRange & { readonly voter?: Address },
): Promise<readonly CastVote[]> {
  const { counting } = await readTraits(chain, book)
  const logs = await recallLogs(chain, {
    address: book.contracts.governor,
    topics: [
      [plain.topicHash, fractional.topicHash],
      only === undefined ? null : zeroPadValue(only, 32),
    ],
    ...range,
  })
  return logs.flatMap((log) => {
    const args = plain.decode(log) ?? fractional.decode(log)
    if (args?.['proposalId'] !== id) return []
    const { voter, weight } = args
    const reason = foreignText(args['reason'])
    const { blockNumber, transactionHash } = log
    // Where votes are whole, parameters say nothing.
    const isFractional = counting === 'fractional' && isSplit(args['params'] ?? '0x')
    const sides = isFractional
      ? decodeSplit(args['params'])
      : wholeOf(Number(args['support']), weight)
    return [{ voter, weight, reason, isFractional, ...sides, blockNumber, transactionHash }]
  })
}

const wholeOf = (support: number, weight: bigint): Tally => ({
  against: support === 0 ? weight : 0n,
  for: support === 1 ? weight : 0n,
  abstain: support === 2 ? weight : 0n,
})

/** Who may cancel any proposal in any state; undefined if nobody may, as in Governors that know no guardian. */
export async function readGuardian(
  chain: Chain,
  book: AddressBook,
  at: number,
): Promise<Address | undefined> {
  const view = { target: book.contracts.governor, abi: governorAbi }
  const [answer] = await tryViews(chain, view, [['proposalGuardian']], { number: at })
  const guardian: Address | undefined = answer?.result?.[0]
  return guardian === undefined || BigInt(guardian) === 0n ? undefined : guardian
}

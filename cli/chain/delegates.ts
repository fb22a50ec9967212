import { ZeroHash } from 'ethers'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { type Chain, readBlock } from './client.ts'
import { tokenAbi } from './contracts.ts'
import { recallLogs } from './logMemory.ts'

/** An account that votes, and the votes it has. */
export interface Delegate {
  readonly address: Address
  readonly weight: bigint
}

/** An account that was delegated to at some time. */
interface Delegated extends Delegate {
  /** The most votes that it ever had. */
  readonly most: bigint
}

/** Everyone who was ever delegated to and has votes at a block, the newest by default; the heaviest first. */
export const readDelegates = async (
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<readonly Delegate[]> =>
  (await readEveryDelegate(chain, book, at))
    .filter(({ weight }) => weight > 0n)
    .map(({ address, weight }) => ({ address, weight }))

/**
 * Everyone who was ever delegated to, the heaviest of now first, then those who were heavy once: a vote counts by an
 * earlier time. From DelegateVotesChanged, whose last word about an account is the votes that it has.
 */
export async function readEveryDelegate(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<readonly Delegated[]> {
  const event = tokenAbi.getEvent('DelegateVotesChanged')
  const { number: toBlock } = at ?? (await readBlock(chain))
  const logs = await recallLogs(chain, {
    address: book.contracts.token,
    topics: [event.topicHash],
    fromBlock: book.deployedAtBlock,
    toBlock,
  })
  const delegates = new Map<Address, Delegated>()
  for (const { data, topics } of logs) {
    const { delegate, newVotes } = tokenAbi.decodeEventLog(event, data, topics)
    const most = delegates.get(delegate)?.most ?? 0n
    delegates.set(delegate, {
      address: delegate,
      weight: newVotes,
      most: newVotes > most ? newVotes : most,
    })
  }
  return [...delegates.values()].sort(heaviestFirst)
}

/** Whether the node has the token's events from the beginning, the creation of its supply; else delegates may be missing. */
export async function hasEveryDelegation(
  chain: Chain,
  book: AddressBook,
  at: BlockRef,
): Promise<boolean> {
  const logs = await recallLogs(chain, {
    address: book.contracts.token,
    topics: [tokenAbi.getEvent('Transfer').topicHash, ZeroHash],
    fromBlock: book.deployedAtBlock,
    toBlock: at.number,
  })
  return logs.length > 0
}

/** Equal weights by address, so that every run has the same voters. */
function heaviestFirst(a: Delegated, b: Delegated): number {
  for (const key of ['weight', 'most'] as const) {
    if (a[key] !== b[key]) return b[key] > a[key] ? 1 : -1
  }
  return a.address < b.address ? -1 : 1
}

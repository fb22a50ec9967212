import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { type Chain, readBlock } from './client.ts'
import { readLogs } from './logs.ts'

/** An account that votes, and the votes it has. */
export interface Delegate {
  readonly address: Address
  readonly weight: bigint
}

/**
 * Everyone who was ever delegated to and has votes now, the heaviest first: from DelegateVotesChanged, whose last word
 * about an account is the votes that it has.
 */
export async function readDelegates(chain: Chain, book: AddressBook): Promise<readonly Delegate[]> {
  const abi = BallastToken__factory.createInterface()
  const event = abi.getEvent('DelegateVotesChanged')
  const { number: toBlock } = await readBlock(chain)
  const logs = await readLogs(chain, {
    address: book.contracts.token,
    topics: [event.topicHash],
    fromBlock: book.deployedAtBlock,
    toBlock,
  })
  const votes = new Map<Address, bigint>()
  for (const { data, topics } of logs) {
    const { delegate, newVotes } = abi.decodeEventLog(event, data, topics)
    votes.set(delegate, newVotes)
  }
  return [...votes]
    .map(([address, weight]) => ({ address, weight }))
    .filter(({ weight }) => weight > 0n)
    .sort(heaviestFirst)
}

/** Equal weights by address, so that every run has the same voters. */
function heaviestFirst(a: Delegate, b: Delegate): number {
  if (a.weight !== b.weight) return b.weight > a.weight ? 1 : -1
  return a.address < b.address ? -1 : 1
}

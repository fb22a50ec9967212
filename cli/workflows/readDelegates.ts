import type { Chain } from '../chain/client.ts'
import { readBlock } from '../chain/client.ts'
import { governorOf } from '../chain/contracts.ts'
import { hasEveryDelegation, readDelegates as readDelegatesFromEvents } from '../chain/delegates.ts'
import { readQuorum } from '../chain/proposals.ts'
import { NOBODY, readHolder } from '../chain/votingPower.ts'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { type Asking, namesOf, ownAccount } from './knownNames.ts'
import type { Protocol } from './protocol.ts'

/** An account that has votes, 18 decimals. */
export interface DelegateRow {
  readonly address: Address
  /** A name of ballast.yaml or of the address book, if it has one. */
  readonly name?: string
  readonly votes: bigint
  /** Of all votes that are delegated, 0 to 1. */
  readonly share: number
  readonly isOwn: boolean
}

/** Somebody's own part. */
export interface OwnPower {
  readonly address: Address
  readonly balance: bigint
  readonly votes: bigint
  /** Undefined if the tokens are delegated to nobody: then they have no vote. */
  readonly delegate: Address | undefined
  readonly delegateName?: string
}

/** Who has the votes, the heaviest first; all of it at one block. */
export interface DelegateList {
  readonly block: BlockRef
  readonly delegates: readonly DelegateRow[]
  readonly totalVotes: bigint
  /** What a vote needs, and what a proposer needs, as of now. */
  readonly quorum: bigint
  readonly proposalThreshold: bigint
  readonly tokenSymbol: string
  /** Whether the node has the token's events from the beginning; else somebody may be missing. */
  readonly isComplete: boolean
  readonly own?: OwnPower
  /** Why the own part is not shown although somebody acts. */
  readonly ownTrouble?: string
}

/**
 * Everybody who has votes, from the token's events: one question however many they are.
 *
 * @throws NodeError
 */
export async function readDelegates(
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  asking: Asking,
): Promise<DelegateList> {
  const block = await readBlock(chain)
  const [found, isComplete, quorum, proposalThreshold, names, own] = await Promise.all([
    readDelegatesFromEvents(chain, book, block),
    hasEveryDelegation(chain, book, block),
    readQuorum(chain, book, block),
    governorOf(chain, book).proposalThreshold({ blockTag: block.number }),
    namesOf(chain, book, asking.accounts),
    ownAccount(chain, asking),
  ])
  const totalVotes = found.reduce((sum, { weight }) => sum + weight, 0n)
  const self = 'address' in own ? own.address : undefined
  return {
    block,
    delegates: found.map(({ address, weight: votes }) => {
      const name = names.get(address)
      const share = shareOf(votes, totalVotes)
      const row = { address, votes, share, isOwn: address === self }
      return name === undefined ? row : { ...row, name }
    }),
    totalVotes,
    quorum,
    proposalThreshold,
    tokenSymbol: book.tokenSymbol,
    isComplete,
    ...('trouble' in own ? { ownTrouble: own.trouble } : {}),
    ...(self === undefined ? {} : { own: await powerOf({ chain, book, block }, self, names) }),
  }
}

async function powerOf(
  { chain, book, block }: { chain: Chain; book: AddressBook; block: BlockRef },
  address: Address,
  names: ReadonlyMap<Address, string>,
): Promise<OwnPower> {
  const { balance, votes, delegate } = await readHolder(chain, book, address, block)
  if (delegate === NOBODY) return { address, balance, votes, delegate: undefined }
  const delegateName = names.get(delegate)
  const power = { address, balance, votes, delegate }
  return delegateName === undefined ? power : { ...power, delegateName }
}

/** A part of a whole to nine digits; bigints of 18 decimals are too long for a number. */
const shareOf = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 1_000_000_000n) / whole) / 1_000_000_000

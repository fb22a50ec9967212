import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'

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

/** Who has the votes, the heaviest first. */
export interface DelegateList {
  readonly block: BlockRef
  readonly delegates: readonly DelegateRow[]
  readonly totalVotes: bigint
  /** What a vote needs, and what a proposer needs, as of now. */
  readonly quorum: bigint
  readonly proposalThreshold: bigint
  readonly tokenSymbol: string
  readonly own?: {
    readonly address: Address
    readonly balance: bigint
    readonly votes: bigint
    readonly delegate: Address | undefined
  }
}

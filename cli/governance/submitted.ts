import type { Address, Hex } from './addressBook.ts'
import type { ProposalState } from './lifecycle.ts'

/** A proposal that the Governor has: what voters and reports say about where it stands. Votes have 18 decimals. */
export interface Submitted {
  /** Enough of its id to type. */
  readonly shortId: string
  readonly state: ProposalState
  readonly proposer: Address
  /** Unix seconds; `eta` is 0 until it is queued. */
  readonly times: { readonly snapshot: number; readonly deadline: number; readonly eta: number }
  readonly tally: { readonly against: bigint; readonly for: bigint; readonly abstain: bigint }
  /** Undefined until the vote has started. */
  readonly quorum: bigint | undefined
  /** The hash of the file that its announcement claims to be made from: a claim, not a proof. */
  readonly claimedSource: Hex | undefined
}

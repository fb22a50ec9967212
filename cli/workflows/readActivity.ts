import type { Address, Hex } from '../governance/addressBook.ts'
import type { ActingVerb } from './act.ts'

/** One thing that was sent from this folder. */
export interface Activity {
  /** Unix seconds, by the clock of the computer that sent it. */
  readonly at: number
  readonly network: string
  readonly chainId: number
  readonly verb: ActingVerb
  readonly account: Address
  readonly transactionHash: Hex
  readonly block: number
  /** `Proposal 0xbbc1eb0a is queued.` */
  readonly headline: string
}

import type { Address, Hex } from './addressBook.ts'

/**
 * A transaction that was about to leave, or left, and whose end nobody has seen yet: what the chain's side writes down
 * and the workspace's files keep. One shape for both, so that no file refuses what was written into it.
 */
export interface SentEntry {
  /** What identifies the wish: chain, sender, target, data and value. */
  readonly key: Hex
  readonly from: Address
  readonly nonce: number
  /** Unknown if the answer to the sending was lost and the node signs. */
  readonly hash?: Hex
  /** The newest block when it left: it is mined later than this. */
  readonly afterBlock: number
  /** That block's hash: another one there means another chain. */
  readonly afterHash?: Hex
  /** What it says and offers, so that more can be offered for it, or that it can be taken back. */
  readonly offer?: SentOffer
  /** Hashes of what was offered before at the same nonce: any of them may be mined instead. */
  readonly earlier?: readonly Hex[]
  /** What was sent to take its place and does nothing, the newest last: any of them may be mined. */
  readonly cancellations?: readonly Hex[]
}

/** A transaction as it left; amounts in wei. */
export interface SentOffer {
  readonly chainId: number
  /** What it does, in a line, for people. */
  readonly about?: string
  /** Absent for the creation of a contract. */
  readonly to?: Address
  readonly data: Hex
  readonly value: Hex
  readonly gasLimit: Hex
  /** For a unit of gas, at most; on a chain without a base fee exactly. */
  readonly mostPerGas: Hex
  /** What the block's producer gets of it; absent on a chain without a base fee. */
  readonly tip?: Hex
}

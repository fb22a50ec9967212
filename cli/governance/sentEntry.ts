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
}

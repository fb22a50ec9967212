import type { NumberedTransaction } from './account.ts'

/** A transaction as somebody wishes it, without its place in any order. */
export interface Wish extends Omit<NumberedTransaction, 'nonce'> {
  /** What it does, in a line, for people who find it waiting. */
  readonly about?: string
}

import type { Result } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import type { ContractPlace } from './scopes.ts'

/** A call as bytes. */
export interface PlainCall {
  readonly target: Address
  readonly value: bigint
  readonly calldata: Hex
}

/** What the words of a call are made with. */
export interface WordsContext {
  readonly book: AddressBook
  readonly target: Address
  /** A call inside of the call, in words. */
  readonly inner: (call: PlainCall) => string
}

export type CallWords = (args: Result, context: WordsContext) => string

/** A function that people read as a sentence. `any`: on every contract. */
export interface CallRow {
  readonly contract: ContractPlace | 'any'
  readonly fragment: string
  readonly words: CallWords
}

import type { Result } from 'ethers'
import type { Advice } from '../shared/remedy.ts'
import type { AddressBook } from './addressBook.ts'

/** What the words of an error are made with. */
export interface ErrorContext {
  readonly book: AddressBook
}

export type ErrorWords = (args: Result, context: ErrorContext) => string

/** A custom error that people read as a sentence. The sentence has no final stop: the error's name follows it. */
export interface ErrorRow {
  /** Without the word `error`, such as `GovernorAlreadyCastVote(address voter)`. */
  readonly fragment: string
  readonly words: ErrorWords
  /** What to do about it, where the error itself says that. */
  readonly nextStep?: (args: Result, context: ErrorContext) => string | Advice
}

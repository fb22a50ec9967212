import type { Result } from 'ethers'
import type { Address, AddressBook } from './addressBook.ts'
import type { SensitiveEffect } from './proposal.ts'

/** What the words of an event are made with. */
export interface EventContext {
  readonly book: AddressBook
  readonly emitter: Address
}

/** A sensitive event: recognised by its signature at any account, because a clone is as dangerous as the original. */
export interface EventRow {
  readonly fragment: string
  readonly kind: SensitiveEffect
  /** Declarations that cover it as well, where it follows from another declared effect. */
  readonly alsoUnder?: readonly SensitiveEffect[]
  readonly words: (args: Result, context: EventContext) => string
}

import type { AddressBook } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { sourceHashIn } from './description.ts'
import type { Draft } from './proposal.ts'

/** A proposal on the chain as far as it can be compared with a file. */
export interface Announced {
  readonly calls: readonly PlainCall[]
  readonly description: string
}

/**
 * Whether a proposal on the chain says that it was made from this file. It may say so and do something else:
 * compare its calls as well before trusting it.
 */
export const claimsSource = (announced: Pick<Announced, 'description'>, draft: Draft): boolean =>
  sourceHashIn(announced.description) === draft.sourceHash

/**
 * Whether the calls are those that the file would be encoded to, whatever the parameters were then: a change of a
 * market may have been a `tighten` or a `relax`, everything else must be equal to the byte.
 */
export function callsMatch(
  _calls: readonly PlainCall[],
  _draft: Draft,
  _book: AddressBook,
): boolean {
  throw new Error('not built yet')
}

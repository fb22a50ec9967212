import { id } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { describe, restrictedText, sourceHashIn } from './description.ts'
import { rawCalldata } from './draftCalls.ts'
import type { Draft } from './proposal.ts'
import { groupSettings, settingCall } from './settings.ts'

/** A proposal on the chain as far as it can be compared with a file. */
export interface Announced {
  readonly calls: readonly PlainCall[]
  readonly description: string
}

/**
 * Whether a proposal on the chain says that it was made from this file. It may say so and do something else, or say
 * something else besides: compare its calls and its text before trusting it.
 */
export const claimsSource = (announced: Pick<Announced, 'description'>, draft: Draft): boolean =>
  sourceHashIn(announced.description) === draft.sourceHash

/**
 * Whether the voters were given the file's own text and nothing else, with or without the suffix that keeps the
 * proposal to its proposer. Throws ProposerSuffixError.
 */
export function textMatches(
  stored: { readonly descriptionHash: Hex; readonly proposer: Address },
  draft: Draft,
): boolean {
  const text = describe(draft)
  return [text, restrictedText(text, stored.proposer)].some(
    (own) => id(own) === stored.descriptionHash,
  )
}

/**
 * Whether the calls are those that the file would be encoded to, whatever the parameters were then: a change of a
 * market may have been a `tighten` or a `relax`, everything else must be equal to the byte.
 */
export function callsMatch(
  calls: readonly PlainCall[],
  draft: Pick<Draft, 'changes' | 'calls'>,
  book: AddressBook,
): boolean {
  const expected: readonly (readonly PlainCall[])[] = [
    ...groupSettings(draft.changes).map((group) => [
      settingCall(group, book, 'tighten'),
      settingCall(group, book, 'relax'),
    ]),
    ...draft.calls.map((call) => [{ ...call, calldata: rawCalldata(call) }]),
  ]
  return (
    calls.length === expected.length &&
    calls.every((call, i) => expected[i]?.some((candidate) => isSameCall(call, candidate)))
  )
}

const isSameCall = (a: PlainCall, b: PlainCall): boolean =>
  a.target.toLowerCase() === b.target.toLowerCase() &&
  a.value === b.value &&
  a.calldata.toLowerCase() === b.calldata.toLowerCase()

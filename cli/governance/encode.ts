import { id } from 'ethers'
import type { AddressBook } from './addressBook.ts'
import { decodeCall } from './decode.ts'
import { describe, hashProposal } from './description.ts'
import { rawCalldata } from './draftCalls.ts'
import type { Call, Draft, DraftCall, ParameterChange, Proposal } from './proposal.ts'
import { groupSettings, type Setting, settingCall } from './settings.ts'
import { displayValue } from './value.ts'

/** `liquidationThreshold 80 % → 82 %`. */
export function changeWords(change: ParameterChange, book: AddressBook): string {
  const { unit, key } = change.spec
  const from = displayValue(unit, change.before.stored, book)
  return `${key} ${from} \u2192 ${displayValue(unit, change.after, book)}`
}

const settingOf = (change: ParameterChange): Setting => ({ ...change, value: change.after })

/** All changes that travel in one call, through the door for what tightens if all of them do and there is one. */
function changeCall(
  changes: readonly [ParameterChange, ...ParameterChange[]],
  book: AddressBook,
): Call {
  const [first, ...others] = changes
  const { spec, subject } = first
  const door = changes.every(({ direction }) => direction === 'tightens') ? 'tighten' : 'relax'
  const hasDoors = spec.write.doors.tighten !== undefined
  const listed = changes.map((change) => changeWords(change, book)).join(', ')
  return {
    ...settingCall([settingOf(first), ...others.map(settingOf)], book, door),
    words: hasDoors ? `${door} ${subject}: ${listed}` : `set ${subject} ${listed}`,
    origin: { kind: 'changes', changes },
  }
}

function rawCall(call: DraftCall, book: AddressBook): Call {
  const { target, value } = call
  const calldata = rawCalldata(call)
  return {
    target,
    value,
    calldata,
    words: decodeCall({ target, value, calldata }, book).words,
    origin: { kind: 'raw', call },
  }
}

/**
 * The proposal as the Governor takes it: changes first, raw calls after them in the order of the file.
 * Throws ProposerSuffixError if the author's text ends in a `#proposer=` suffix, UnknownSubjectError if the book does
 * not know a subject.
 */
export function encodeProposal(
  draft: Draft,
  changes: readonly ParameterChange[],
  book: AddressBook,
): Proposal {
  const calls = [
    ...groupSettings(changes).map((group) => changeCall(group, book)),
    ...draft.calls.map((call) => rawCall(call, book)),
  ]
  const description = describe(draft)
  const descriptionHash = id(description)
  return {
    slug: draft.slug,
    calls,
    description,
    descriptionHash,
    id: hashProposal(calls, descriptionHash),
  }
}

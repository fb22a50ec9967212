import { Interface, id } from 'ethers'
import type { AddressBook, Hex } from './addressBook.ts'
import { subjectKey } from './catalogue.ts'
import { decodeCall } from './decode.ts'
import { describe, hashProposal } from './description.ts'
import { rawCalldata } from './draftCalls.ts'
import type { WriteDescriptor } from './parameter.ts'
import type { Call, Draft, DraftCall, ParameterChange, Proposal } from './proposal.ts'
import { resolveArguments } from './readCalls.ts'
import { displayValue } from './value.ts'

type TupleWrite = Extract<WriteDescriptor, { kind: 'tuple' }>
type CallWrite = Extract<WriteDescriptor, { kind: 'call' }>

interface Written<W extends WriteDescriptor> {
  readonly change: ParameterChange
  readonly write: W
}

const calldataOf = (fragment: string, args: readonly unknown[]): Hex => {
  const contract = new Interface([fragment])
  return contract.encodeFunctionData(contract.fragments[0]?.format('sighash') ?? '', args)
}

/** `liquidationThreshold 80 % → 82 %`. */
export function changeWords(change: ParameterChange, book: AddressBook): string {
  const { unit, key } = change.spec
  const from = displayValue(unit, change.before.stored, book)
  return `${key} ${from} \u2192 ${displayValue(unit, change.after, book)}`
}

/** All changes of one market in one call: `tighten` if every member tightens, else `relax`; members ascending. */
function tupleCall(members: readonly Written<TupleWrite>[], book: AddressBook): Call[] {
  const sorted = [...members].sort((a, b) => Number(a.write.member - b.write.member))
  const [first] = sorted
  if (first === undefined) return []
  const { subject, spec } = first.change
  const isTighter = sorted.every(({ change }) => change.direction === 'tightens')
  const changes = sorted.map(({ change }) => change)
  return [
    {
      target: book.contracts[first.write.contract],
      value: 0n,
      calldata: calldataOf(isTighter ? first.write.tighten : first.write.relax, [
        subjectKey(spec.scope, subject, book),
        sorted.map(({ change, write }) => [write.member, change.after]),
      ]),
      words: `${isTighter ? 'tighten' : 'relax'} ${subject}: ${changes.map((change) => changeWords(change, book)).join(', ')}`,
      origin: { kind: 'changes', changes },
    },
  ]
}

function singleCall({ change, write }: Written<CallWrite>, book: AddressBook): Call {
  const key = subjectKey(change.spec.scope, change.subject, book)
  return {
    target: book.contracts[write.contract],
    value: 0n,
    calldata: calldataOf(
      write.fragment,
      resolveArguments(write.args, { key, value: change.after }),
    ),
    words: `set ${change.subject} ${changeWords(change, book)}`,
    origin: { kind: 'changes', changes: [change] },
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

/** The changes as calls: one per market, in the order in which the file first names it; one per other parameter. */
function changeCalls(changes: readonly ParameterChange[], book: AddressBook): readonly Call[] {
  const seen = new Set<string>()
  return changes.flatMap((change): readonly Call[] => {
    const { write } = change.spec
    if (write.kind === 'call') return [singleCall({ change, write }, book)]
    if (seen.has(change.subject)) return []
    seen.add(change.subject)
    const members = changes.flatMap((candidate) =>
      candidate.subject === change.subject && candidate.spec.write.kind === 'tuple'
        ? [{ change: candidate, write: candidate.spec.write }]
        : [],
    )
    return tupleCall(members, book)
  })
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
  const calls = [...changeCalls(changes, book), ...draft.calls.map((call) => rawCall(call, book))]
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

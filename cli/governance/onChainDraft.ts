import { printable } from '../shared/format.ts'
import type { AddressBook, Hex } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { directionOf } from './changes.ts'
import { decodeCall } from './decode.ts'
import { contractNameOf } from './draftCalls.ts'
import { type ParameterSet, parameterId } from './parameter.ts'
import type { Call, Draft, DraftCall, ParameterChange, Proposal, RiskSettings } from './proposal.ts'
import { readSettings, type Setting } from './settings.ts'

/** A proposal as the Governor stores and announced it. */
export interface OnChainProposal {
  readonly id: bigint
  /** What people type for it. */
  readonly handle: string
  readonly calls: readonly PlainCall[]
  readonly descriptionHash: Hex
  /** Undefined if the node does not have the announcement. */
  readonly description: string | undefined
}

/** A proposal of somebody's, read back into what a file would have been understood as. */
export interface ReadProposal {
  readonly draft: Draft
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
}

/** A proposal on the chain has no file and so no lines. */
const nowhere = { line: 1, column: 1 }

/**
 * What a proposal on the chain says, by its calls alone: setters of the catalogue are declared changes, every other
 * call is a raw call that declares nothing, so that whatever it does shows up as undeclared. Its text is somebody's
 * claim and made printable.
 *
 * @param current the parameters that the changes are compared with; a value that is already set is `unchanged`
 */
export function readOnChain(
  onChain: OnChainProposal,
  current: ParameterSet,
  { book, risk }: { readonly book: AddressBook; readonly risk: RiskSettings },
): ReadProposal {
  const { id, handle, descriptionHash, description } = onChain
  const calls = onChain.calls.map((call) => readCall(call, current, book))
  return {
    draft: {
      slug: handle,
      ...wordsOf(onChain),
      changes: [],
      calls: calls.flatMap(({ origin }) => (origin.kind === 'raw' ? [origin.call] : [])),
      risk,
      sourceHash: descriptionHash,
    },
    changes: lastOfEach(
      calls.flatMap(({ origin }) => (origin.kind === 'changes' ? origin.changes : [])),
    ),
    proposal: { slug: handle, calls, description: description ?? '', descriptionHash, id },
  }
}

/**
 * A file's proposal as it was submitted: with the calls, description and id of the chain. They are the file's own
 * calls (`callsMatch`), but a market may have been tightened then where the same change would relax now.
 */
export function asSubmitted(
  proposal: Proposal,
  onChain: OnChainProposal,
  book: AddressBook,
): Proposal {
  const { id, descriptionHash, description } = onChain
  const calls = proposal.calls.map((call, i): Call => {
    const stored = onChain.calls[i]
    if (stored === undefined || stored.calldata === call.calldata) return call
    return { ...call, ...stored, words: decodeCall(stored, book).words }
  })
  return { ...proposal, calls, descriptionHash, description: description ?? '', id }
}

function readCall(call: PlainCall, current: ParameterSet, book: AddressBook): Call {
  const { words } = decodeCall(call, book)
  const changes = readSettings(call, book)?.flatMap((setting) => changeOf(setting, current))
  return {
    ...call,
    words,
    origin:
      changes === undefined
        ? { kind: 'raw', call: rawCall(call, book) }
        : { kind: 'changes', changes },
  }
}

function changeOf({ spec, subject, value }: Setting, current: ParameterSet): ParameterChange[] {
  const before = current.values.get(parameterId(subject, spec.key))
  if (before === undefined) return []
  const direction = directionOf(spec, before, value)
  return [{ spec, subject, before, after: value, direction, place: nowhere }]
}

/** A parameter that is set twice ends at its last value; the trace of the execution tells of the others. */
function lastOfEach(changes: readonly ParameterChange[]): readonly ParameterChange[] {
  const last = new Map(
    changes.map((change) => [parameterId(change.subject, change.spec.key), change]),
  )
  return [...last.values()]
}

function rawCall(call: PlainCall, book: AddressBook): DraftCall {
  const decoded = decodeCall(call, book)
  return {
    target: call.target,
    targetName: contractNameOf(call.target, book),
    signature: decoded.kind === 'known' ? decoded.signature : decoded.selector,
    args: decoded.kind === 'known' ? [...decoded.args] : [],
    value: call.value,
    because: 'Found on the chain; nobody declares anything about it here.',
    declares: [],
    place: nowhere,
  }
}

/** The title that an announcement claims, printable. */
export const announcedTitle = (onChain: Pick<OnChainProposal, 'handle' | 'description'>): string =>
  wordsOf(onChain).title

/** The first heading of the announcement, else its first line, and all that stands around it. */
function wordsOf({
  handle,
  description,
}: Pick<OnChainProposal, 'handle' | 'description'>): Pick<Draft, 'title' | 'summary'> {
  const untitled = `Proposal ${handle}`
  if (description === undefined) {
    const summary = 'The node does not have the event that announced it, so its text is unknown.'
    return { title: untitled, summary }
  }
  const lines = description.split(/\r\n?|\n/)
  const heading = lines.findIndex((line) => /^#\s+\S/.test(line))
  const place = heading === -1 ? lines.findIndex((line) => line.trim() !== '') : heading
  const title = shown((lines[place] ?? '').replace(/^#\s+/, '').trim())
  const rest = lines.filter((_, i) => i !== place).map(shown)
  return { title: title === '' ? untitled : cut(title), summary: rest.join('\n').trim() }
}

const LONGEST_TITLE = 120

const cut = (title: string): string =>
  title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}\u2026` : title

const shown = (line: string): string => printable(line.replaceAll('\t', '  '))

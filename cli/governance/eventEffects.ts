import { EventFragment, Interface } from 'ethers'
import { shortHex } from '../shared/format.ts'
import type { AddressBook } from './addressBook.ts'
import { declares, isDeclaredAt } from './callEffects.ts'
import type { LocatedEffect } from './effects.ts'
import { contractAt, parseLog } from './eventLogs.ts'
import type { EventRow } from './eventRow.ts'
import { sensitiveEvents } from './eventTable.ts'
import type { AttributedEvent, Execution } from './execution.ts'
import { addressWords } from './names.ts'
import { ownNote } from './ownNotes.ts'
import type { ParameterChange, SensitiveEffect } from './proposal.ts'
import { addressesAt, isOfGovernance, nameWords } from './scopes.ts'
import { type SettingEventRow, type SettingSeen, settingEvents } from './settingEvents.ts'
import { displayValue } from './value.ts'

interface Parsed<Row> {
  readonly row: Row
  readonly abi: Interface
  readonly topic: string | undefined
}

const parsed = <Row extends { readonly fragment: string }>(
  rows: readonly Row[],
): readonly Parsed<Row>[] =>
  rows.map((row) => {
    const abi = new Interface([row.fragment])
    return { row, abi, topic: EventFragment.from(row.fragment).topicHash }
  })

const sensitive = parsed<EventRow>(sensitiveEvents)
const settings = parsed<SettingEventRow>(settingEvents)

const bookkeepingAbi = new Interface([
  'event ProposalExecuted(uint256 proposalId)',
  'event ProposalQueued(uint256 proposalId, uint256 etaSeconds)',
  'event CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)',
  'event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)',
  'event CallSalt(bytes32 indexed id, bytes32 salt)',
])
function finishing({ address, finishes }: AttributedEvent): LocatedEffect | undefined {
  if (finishes === undefined) return undefined
  const words = `finishes call ${finishes} of this proposal`
  return { at: address, subject: 'timelock', kind: 'event', words, declared: true }
}

/** What governor and timelock write down about this very proposal; the same event about another one explains nothing. */
function bookkeeping(event: AttributedEvent, execution: Execution): LocatedEffect | undefined {
  const { book, proposal, operationId } = execution
  const contract = contractAt(event, book)
  if (contract !== 'governor' && contract !== 'timelock') return undefined
  const log = parseLog(bookkeepingAbi, event)
  if (log === undefined) return undefined
  const about = log.args[0]
  const isOwn = contract === 'governor' ? about === proposal.id : about === operationId
  const words = isOwn
    ? `writes ${log.name} of this proposal`
    : `writes ${log.name} of another proposal or operation, ${shortHex(String(about))}`
  const declared = isOwn || declares(event.call, 'governance')
  return {
    at: event.address,
    subject: contract,
    kind: isOwn ? 'event' : 'governance',
    words,
    declared,
  }
}

function settingWords(seen: SettingSeen, book: AddressBook): string {
  const { unit, key } = seen.spec
  const after = displayValue(unit, seen.after, book)
  const name = nameWords(seen.spec.scope, seen.subject, key)
  const before = seen.before ?? seen.inForce
  if (before === undefined) return `starts ${name} \u2192 ${after}`
  return `changes ${name} ${displayValue(unit, before, book)} \u2192 ${after}`
}

/** Whether the value before is the one that was read; what counted then may have been set since, or still to come. */
const startsAsKnown = ({ before, inForce }: SettingSeen, change: ParameterChange): boolean => {
  const { stored, effective } = change.before
  if (inForce !== undefined) return inForce === stored || inForce === effective
  return before === undefined || before === stored
}

/** A parameter was set: declared if exactly this change is, or if nothing changed. */
function setting(
  event: AttributedEvent,
  book: AddressBook,
  changes: readonly ParameterChange[],
): LocatedEffect | undefined {
  for (const { row, abi } of settings) {
    if (!addressesAt(row.contract, book).includes(event.address)) continue
    const log = parseLog(abi, event)
    const seen = log && row.seen(log.args, { book, emitter: event.address })
    if (seen === undefined) continue
    const change = changes.find(
      (candidate) =>
        candidate.subject === seen.subject &&
        candidate.spec.key === seen.spec.key &&
        candidate.spec.scope === seen.spec.scope,
    )
    const isDeclared =
      change !== undefined && change.after === seen.after && startsAsKnown(seen, change)
    return {
      at: event.address,
      subject: seen.subject,
      kind: isOfGovernance(seen.spec.scope) ? 'governance' : 'parameter',
      words: settingWords(seen, book),
      declared: isDeclared || seen.before === seen.after,
    }
  }
  return undefined
}

/**
 * Whether the call that caused an event declares its kind. Where nobody can tell which call did (the batch ran without
 * the timelock's events), every raw call that reached the account must declare it.
 */
function isDeclared(event: AttributedEvent, execution: Execution, kind: SensitiveEffect): boolean {
  if (event.call !== undefined) return declares(event.call, kind)
  return !execution.isAttributed && isDeclaredAt(execution, event.address, kind)
}

/** The row of a sensitive event; by its name alone where another standard indexes the arguments differently. */
function sensitiveRow(
  event: AttributedEvent,
  book: AddressBook,
): { readonly row: EventRow; readonly words: string } | undefined {
  const named = sensitive.filter(({ topic }) => topic === event.topics[0])
  for (const { row, abi } of named) {
    const log = parseLog(abi, event)
    if (log === undefined) continue
    return { row, words: row.words(log.args, { book, emitter: event.address }) }
  }
  const [first] = named
  if (first === undefined) return undefined
  const name = first.abi.fragments[0]?.format('sighash')
  return {
    row: first.row,
    words: `writes ${name} in another form on ${addressWords(event.address, book)}`,
  }
}

function sensitiveEffect(event: AttributedEvent, execution: Execution): LocatedEffect | undefined {
  const found = sensitiveRow(event, execution.book)
  if (found === undefined) return undefined
  const { row, words } = found
  return {
    at: event.address,
    subject: addressWords(event.address, execution.book),
    kind: row.kind,
    words,
    declared: [row.kind, ...(row.alsoUnder ?? [])].some((kind) =>
      isDeclared(event, execution, kind),
    ),
  }
}

/**
 * Any other event: explained only where a stranger, the target of a raw call, tells about itself. Every event of our own
 * contracts has a row, so one that is unknown there comes from code that is not ours.
 */
function otherEvent(event: AttributedEvent, execution: Execution): LocatedEffect {
  const { book, proposal } = execution
  const causes = execution.isAttributed ? [event.call] : proposal.calls
  const isOwn = causes.some((call) => call?.origin.kind === 'raw' && call.target === event.address)
  const isOurs = contractAt(event, book) !== undefined
  const name = addressWords(event.address, book)
  return {
    at: event.address,
    subject: name,
    kind: 'event',
    words: `writes the event ${shortHex(event.topics[0] ?? 'without a name')} on ${name}`,
    declared: isOwn && !isOurs,
    isOpaque: true,
  }
}

/** Every event of the execution in words, with whether the proposal explains it. */
export function eventEffects(
  execution: Execution,
  changes: readonly ParameterChange[],
): readonly LocatedEffect[] {
  return execution.events.map((event) => ({
    call: event.call,
    ...(finishing(event) ??
      bookkeeping(event, execution) ??
      setting(event, execution.book, changes) ??
      ownNote(event, execution.book, changes) ??
      sensitiveEffect(event, execution) ??
      otherEvent(event, execution)),
  }))
}

import { EventFragment, Interface, type LogDescription } from 'ethers'
import { shortHex } from '../shared/format.ts'
import { type AddressBook, type ContractName, contractNames } from './addressBook.ts'
import { declares, isDeclaredAt } from './callEffects.ts'
import type { LocatedEffect } from './effects.ts'
import type { EventRow } from './eventRow.ts'
import { sensitiveEvents } from './eventTable.ts'
import type { AttributedEvent, Execution } from './execution.ts'
import { addressWords, feedWords, marketWords } from './names.ts'
import type { ParameterChange, SensitiveEffect, TracedEvent } from './proposal.ts'
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
/** What the Ledger and its caps write down whenever somebody calls: it follows from what is judged elsewhere. */
const bookkeptBy: Readonly<
  Record<string, { readonly abi: Interface; readonly words: (market: string) => string }>
> = {
  ledger: {
    abi: new Interface(['event Accrued(bytes32 indexed id, uint256 interest, uint256 totalDebt)']),
    words: (market) => `charges the stability fee of ${market}`,
  },
  exposureCaps: {
    abi: new Interface([
      'event ExposureCounted(bytes32 indexed id, address indexed derivative, uint256 before, uint256 next)',
    ]),
    words: (market) => `counts what rests on ${market}`,
  },
}
/** What `refresh` and `noteDown` write, which anybody may call. */
const refreshAbi = new Interface([
  'event RateAccepted(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad)',
  'event LastGoodSet(bytes32 indexed feed, uint256 oldMid, uint256 newMid)',
  'event DownNoted(bytes32 indexed feed, uint256 oldSince, uint256 newSince)',
])
const snapshotAbi = new Interface([
  'event RateSnapshotTaken(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad)',
])

/** The event as that ABI reads it; undefined if it is another one, or has other indexed arguments. */
function parseLog(abi: Interface, event: TracedEvent): LogDescription | undefined {
  try {
    return abi.parseLog({ topics: [...event.topics], data: event.data }) ?? undefined
  } catch {
    return undefined
  }
}

const contractAt = (event: TracedEvent, book: AddressBook): ContractName | undefined =>
  contractNames.find((name) => book.contracts[name] === event.address)

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
  const subject = seen.subject === seen.spec.scope ? '' : `${seen.subject} `
  if (seen.before === undefined) return `starts ${subject}${key} \u2192 ${after}`
  return `changes ${subject}${key} ${displayValue(unit, seen.before, book)} \u2192 ${after}`
}

/** A parameter was set: declared if exactly this change is, or if nothing changed. */
function setting(
  event: AttributedEvent,
  book: AddressBook,
  changes: readonly ParameterChange[],
): LocatedEffect | undefined {
  const contract = contractAt(event, book)
  for (const { row, abi } of settings) {
    if (row.contract !== contract) continue
    const log = parseLog(abi, event)
    const seen = log && row.seen(log.args, book)
    if (seen === undefined) continue
    const change = changes.find(
      (candidate) =>
        candidate.subject === seen.subject &&
        candidate.spec.key === seen.spec.key &&
        candidate.spec.scope === seen.spec.scope,
    )
    const isDeclared =
      change !== undefined &&
      change.after === seen.after &&
      (seen.before === undefined || seen.before === change.before.stored)
    const isGovernance = seen.spec.scope === 'governor' || seen.spec.scope === 'timelock'
    return {
      at: event.address,
      subject: seen.subject,
      kind: isGovernance ? 'governance' : 'parameter',
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

/** Charging the stability fee is bookkeeping of the Ledger, whoever causes it. */
function accrual(event: AttributedEvent, book: AddressBook): LocatedEffect | undefined {
  const told = bookkeptBy[contractAt(event, book) ?? '']
  const log = told && parseLog(told.abi, event)
  if (told === undefined || log === undefined) return undefined
  const market = marketWords(log.args[0], book)
  return {
    at: event.address,
    subject: market,
    kind: 'event',
    words: told.words(market),
    declared: true,
  }
}

/** Noting what a price is now is bookkeeping of the oracle hub, whoever causes it. */
function refreshing(event: AttributedEvent, book: AddressBook): LocatedEffect | undefined {
  if (contractAt(event, book) !== 'oracleHub') return undefined
  const log = parseLog(refreshAbi, event)
  return (
    log && {
      at: event.address,
      subject: feedWords(log.args[0], book),
      kind: 'event',
      words: `notes what the price of ${feedWords(log.args[0], book)} is (${log.name})`,
      declared: true,
    }
  )
}

/** A new growth cap starts from a new snapshot: whoever declares the one has declared the other. */
function snapshotOfCap(
  event: AttributedEvent,
  book: AddressBook,
  changes: readonly ParameterChange[],
): LocatedEffect | undefined {
  if (contractAt(event, book) !== 'oracleHub') return undefined
  const log = parseLog(snapshotAbi, event)
  if (log === undefined) return undefined
  const subject = feedWords(log.args[0], book)
  const isDeclaredCap = ({ spec, subject: changed }: ParameterChange) =>
    spec.key === 'growthCap' && changed === subject
  if (!changes.some(isDeclaredCap)) return undefined
  const words = `takes a snapshot of the rate of ${subject} for its new growth cap`
  return { at: event.address, subject, kind: 'event', words, declared: true }
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
      accrual(event, execution.book) ??
      refreshing(event, execution.book) ??
      snapshotOfCap(event, execution.book, changes) ??
      sensitiveEffect(event, execution) ??
      otherEvent(event, execution)),
  }))
}

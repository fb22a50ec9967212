import { Interface, type LogDescription } from 'ethers'
import type { AddressBook } from './addressBook.ts'
import type { LocatedEffect } from './effects.ts'
import { contractAt, parseLog } from './eventLogs.ts'
import { addressWords, feedWords, marketWords } from './names.ts'
import type { ParameterChange, TracedEvent } from './proposal.ts'

/** What a contract writes down whenever somebody calls, and how it is told. */
interface Note {
  readonly abi: Interface
  readonly subject: (id: string, book: AddressBook) => string
  readonly words: (subject: string, log: LogDescription) => string
}

/** What follows from what is judged elsewhere, or what anybody may cause. */
const notes: Readonly<Record<string, Note>> = {
  ledger: {
    abi: new Interface(['event Accrued(bytes32 indexed id, uint256 interest, uint256 totalDebt)']),
    subject: marketWords,
    words: (market) => `charges the stability fee of ${market}`,
  },
  exposureCaps: {
    abi: new Interface([
      'event ExposureCounted(bytes32 indexed id, address indexed derivative, uint256 before, uint256 next)',
    ]),
    subject: marketWords,
    words: (market) => `counts what rests on ${market}`,
  },
  backstop: {
    abi: new Interface([
      'event DeficitNoted(address indexed derivative, uint256 standing, uint256 noted, uint256 notedAt)',
    ]),
    subject: addressWords,
    words: (derivative) => `notes what the markets of ${derivative} lack`,
  },
  oracleHub: {
    abi: new Interface([
      'event RateAccepted(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad)',
      'event LastGoodSet(bytes32 indexed feed, uint256 oldMid, uint256 newMid)',
      'event DownNoted(bytes32 indexed feed, uint256 oldSince, uint256 newSince)',
    ]),
    subject: feedWords,
    words: (feed, { name }) => `notes what the price of ${feed} is (${name})`,
  },
}

const snapshotAbi = new Interface([
  'event RateSnapshotTaken(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad)',
])

/** A new growth cap starts from a new snapshot: whoever declares the one has declared the other. */
function snapshotOfCap(
  event: TracedEvent,
  book: AddressBook,
  changes: readonly ParameterChange[],
): LocatedEffect | undefined {
  if (contractAt(event, book) !== 'oracleHub') return undefined
  const log = parseLog(snapshotAbi, event)
  if (log === undefined) return undefined
  const subject = feedWords(log.args[0], book)
  const declaresCap = changes.some(
    ({ spec, subject: changed }) => spec.key === 'growthCap' && changed === subject,
  )
  if (!declaresCap) return undefined
  const words = `takes a snapshot of the rate of ${subject} for its new growth cap`
  return { at: event.address, subject, kind: 'event', words, declared: true }
}

/** Bookkeeping of our own contracts, whoever causes it; undefined for every event that needs a declaration. */
export function ownNote(
  event: TracedEvent,
  book: AddressBook,
  changes: readonly ParameterChange[],
): LocatedEffect | undefined {
  const note = notes[contractAt(event, book) ?? '']
  const log = note && parseLog(note.abi, event)
  if (note === undefined || log === undefined) return snapshotOfCap(event, book, changes)
  const subject = note.subject(log.args[0], book)
  const words = note.words(subject, log)
  return { at: event.address, subject, kind: 'event', words, declared: true }
}

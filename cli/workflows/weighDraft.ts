import type { BookReading, MarketReading } from '../chain/readBook.ts'
import {
  consequenceAssumptions,
  consequencesFor,
  type MarketConsequences,
  type SortedVaults,
  sortVaults,
} from '../risk/consequences.ts'
import type { Book, MarketModel } from '../risk/market.ts'
import { bookAt } from './bookAt.ts'
import { earliestExecution } from './draftEffect.ts'
import type { DraftedValue } from './draftedMarket.ts'
import { type MarketOutlook, outlookOf } from './marketOutlook.ts'
import type { Protocol } from './protocol.ts'
import { marketModel } from './riskInputs.ts'

/** What a draft would do to one market, at the execution and when every ramp that it starts has ended. */
export interface WeighedMarket {
  readonly label: string
  readonly execution: MarketConsequences
  /** Absent if nothing moves after the execution. */
  readonly settled?: MarketConsequences & { readonly at: number }
}

/** What a draft would do, without simulating. Amounts in derivative, times in Unix seconds. */
export interface Consequences {
  /** The market that the draft touches, in the order of the book. */
  readonly markets: readonly WeighedMarket[]
  readonly block: { readonly number: number; readonly timestamp: number }
  /** When it could be executed at the earliest if it were submitted now. */
  readonly executesAt: number
  readonly assumptions: readonly string[]
}

/** A market's vaults, sorted, and its model: the same for every draft on one book. */
interface PreparedMarket {
  readonly model: MarketModel
  readonly vaults: SortedVaults
}

const prepared = new WeakMap<MarketReading, PreparedMarket>()

function prepare(market: MarketReading): PreparedMarket {
  const known = prepared.get(market)
  if (known !== undefined) return known
  const model = marketModel(market, { before: market, after: market })
  const made = { model, vaults: sortVaults(model) }
  prepared.set(market, made)
  return made
}

/** What the drafted values would do to every market that they touch. */
export async function weighDraft(
  protocol: Protocol,
  drafted: readonly DraftedValue[],
  wallClock: number,
): Promise<Consequences> {
  const book = await bookAt(protocol)
  return weigh(book, drafted, await earliestExecution(protocol, book.block, wallClock))
}

/** The same on a book that was read, executed at a given moment. */
export function weigh(
  book: BookReading,
  drafted: readonly DraftedValue[],
  executesAt: number,
): Consequences {
  const touched = book.markets.filter(({ label }) =>
    drafted.some(({ subject }) => subject === label),
  )
  const { number, timestamp } = book.block
  return {
    markets: touched.map((market) =>
      weighMarket(market, outlookOf(market, { changes: drafted, executesAt }), timestamp),
    ),
    block: { number, timestamp },
    executesAt,
    assumptions: consequenceAssumptions,
  }
}

function weighMarket(
  market: MarketReading,
  { terms, executesAt, settlesAt }: MarketOutlook,
  readAt: number,
): WeighedMarket {
  const { model, vaults } = prepare(market)
  const own = { ...model, ...terms }
  const risk: Book = { at: readAt, executesAt, markets: [own] }
  const lookAt = (moment: number) => consequencesFor(risk, own, vaults, moment)
  return {
    label: market.label,
    execution: lookAt(executesAt),
    ...(settlesAt === undefined ? {} : { settled: { ...lookAt(settlesAt), at: settlesAt } }),
  }
}

import { basename } from 'node:path'
import type { NamedReplay } from '../report/reportInput.ts'
import type { Book } from '../risk/market.ts'
import { type PricePoint, parsePriceCsv } from '../risk/priceCsv.ts'
import { replay } from '../risk/replay.ts'
import { UsageError } from '../shared/errors.ts'
import { readDataFile, readPriceFile } from '../workspace/priceFiles.ts'

/** Which prices to replay: a CSV file, cut to [from, to) where given (ISO 8601, UTC). */
export interface ReplayRequest {
  readonly path: string
  readonly from?: string
  readonly to?: string
}

/** Prices to replay, by the name of their file and range. */
export interface PriceHistory {
  readonly name: string
  readonly points: readonly PricePoint[]
}

/** @throws PriceFileNotFoundError, PriceCsvError, UsageError for a range without prices */
export async function readPriceHistory(request: ReplayRequest): Promise<PriceHistory> {
  return historyOf(request, await readPriceFile(request.path))
}

/** Replays a history of one asset on every market: each price moves by its factors, before and after. */
export const replayHistory = (book: Book, { name, points }: PriceHistory): NamedReplay => ({
  name,
  replay: replay(book, { kind: 'common', points }),
})

/** 12 to 13 March 2020, hour by hour. */
const CRASH = { path: 'prices/eth-usd-hourly.csv', from: '2020-03-12', to: '2020-03-14' } as const

/** The crash of March 2020 from the folder of real data; undefined where the folder is not there. */
export async function replayMarch2020(book: Book): Promise<NamedReplay | undefined> {
  const text = await readDataFile(CRASH.path)
  return text === undefined ? undefined : replayHistory(book, historyOf(CRASH, text))
}

const historyOf = (request: ReplayRequest, text: string): PriceHistory => ({
  name: nameOf(request),
  points: cut(parsePriceCsv(text), request),
})

const nameOf = ({ path, from, to }: ReplayRequest): string =>
  [
    basename(path),
    from === undefined ? '' : ` from ${from}`,
    to === undefined ? '' : ` to ${to}`,
  ].join('')

function cut(points: readonly PricePoint[], request: ReplayRequest): readonly PricePoint[] {
  const from = request.from === undefined ? Number.NEGATIVE_INFINITY : secondsOf(request.from)
  const to = request.to === undefined ? Number.POSITIVE_INFINITY : secondsOf(request.to)
  const kept = points.filter(({ at }) => at >= from && at < to)
  if (kept.length >= 2) return kept
  throw new UsageError(
    `${request.path} has ${kept.length} prices in the range that was asked for.`,
    'Choose --from and --to inside the file, for example --from 2020-03-12 --to 2020-03-14.',
  )
}

/** Without a zone a time would mean another moment on another machine. */
const datePattern = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/

function secondsOf(text: string): number {
  const day = datePattern.exec(text)?.[1]
  const milliseconds = day === undefined ? Number.NaN : Date.parse(text)
  // A day that does not exist, such as 30 February, is moved to March.
  if (!Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().slice(0, 10) === day) {
    return milliseconds / 1000
  }
  throw new UsageError(
    `"${text}" is not a date.`,
    'Write a UTC date such as 2020-03-12, or a time such as 2020-03-12T10:00:00Z.',
  )
}

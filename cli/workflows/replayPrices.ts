import { basename } from 'node:path'
import { keccak256, toUtf8Bytes } from 'ethers'
import type { NamedReplay } from '../report/reportInput.ts'
import { type Book, isPriced } from '../risk/market.ts'
import { type PricePoint, parsePriceCsv } from '../risk/priceCsv.ts'
import { replay } from '../risk/replay.ts'
import { standInCrash } from '../risk/standInCrash.ts'
import { UsageError } from '../shared/errors.ts'
import { readDataFile, readPriceFile } from '../workspace/priceFiles.ts'

/** Which prices to replay: of a CSV file, cut to [from, to) where given (ISO 8601, UTC). */
export interface ReplayRequest {
  /** Without one it is the crash of 12 and 13 March 2020. */
  readonly path?: string
  readonly from?: string
  readonly to?: string
}

/** Prices to replay, by the name of their file and range. */
export interface PriceHistory extends Pick<NamedReplay, 'name' | 'about'> {
  readonly points: readonly PricePoint[]
}

/** @throws PriceFileNotFoundError, PriceCsvError, UsageError for a range without prices */
export async function readPriceHistory({ path, ...range }: ReplayRequest): Promise<PriceHistory> {
  if (path === undefined) return readCrash(range)
  return historyOf({ path, ...range }, parsePriceCsv(await readPriceFile(path)))
}

/** Replays a history of one asset on every market: each price moves by its factors, before and after. */
export const replayHistory = (book: Book, { name, about, points }: PriceHistory): NamedReplay => ({
  name,
  ...(about === undefined ? {} : { about }),
  pricesHash: keccak256(toUtf8Bytes(JSON.stringify(points))),
  replay: replay(book, { kind: 'common', points }),
})

/** The same; none where no market has a price that could move. */
export const replaysOf = (book: Book, history: PriceHistory): readonly NamedReplay[] =>
  book.markets.some(isPriced) ? [replayHistory(book, history)] : []

/** 12 to 13 March 2020, hour by hour. */
const CRASH = { path: 'prices/eth-usd-hourly.csv', from: '2020-03-12', to: '2020-03-14' } as const

type Range = Omit<ReplayRequest, 'path'>

/** From the folder of real data; where that is not there, what stands in for it. */
async function readCrash(range: Range): Promise<PriceHistory> {
  const text = await readDataFile(CRASH.path)
  if (text !== undefined) return historyOf({ ...CRASH, ...range }, parsePriceCsv(text))
  const { name, about, points } = standInCrash
  return { ...historyOf({ path: name, ...range }, points), about }
}

type Cut = Range & { readonly path: string }

const historyOf = (asked: Cut, points: readonly PricePoint[]): PriceHistory => ({
  name: nameOf(asked),
  points: cut(points, asked),
})

const nameOf = ({ path, from, to }: Cut): string =>
  [
    basename(path),
    from === undefined ? '' : ` from ${from}`,
    to === undefined ? '' : ` to ${to}`,
  ].join('')

function cut(points: readonly PricePoint[], request: Cut): readonly PricePoint[] {
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

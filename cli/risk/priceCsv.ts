import { RiskInputError } from './riskInputError.ts'

/** A price at a unix time. */
export interface PricePoint {
  readonly at: number
  readonly price: number
}

/** A file of prices that cannot be read; `line` counts from 1. */
export class PriceCsvError extends RiskInputError {
  readonly line: number

  constructor(line: number, problem: string, nextStep: string) {
    super(`Line ${line} of the price file: ${problem}.`, nextStep)
    this.line = line
  }
}

/** Which price of a bar counts; a `timestamp,price` file has only one. */
export interface PriceCsvOptions {
  readonly field?: 'close' | 'low'
}

const stampPattern = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z)?$/

function parseStamp(text: string, line: number): number {
  const day = stampPattern.exec(text)?.[1]
  const milliseconds = day === undefined ? Number.NaN : Date.parse(text)
  // A day that does not exist, such as 30 February, is moved to March by some parsers.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== day)
    throw new PriceCsvError(line, `"${text}" is not a time`, 'Write UTC like 2020-03-12T10:00:00Z.')
  return milliseconds / 1000
}

function parsePrice(text: string, line: number): number {
  const price = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(price) && price > 0) return price
  throw new PriceCsvError(line, `"${text}" is not a price`, 'Write a positive number like 194.52.')
}

/** The columns of stamp and price. */
function columnsOf(header: string, field: 'close' | 'low'): { stamp: number; price: number } {
  const names = header.split(',').map((name) => name.trim())
  const stamp = names.indexOf('timestamp')
  const plain = field === 'close' ? names.indexOf('price') : -1
  const price = names.includes(field) ? names.indexOf(field) : plain
  if (stamp >= 0 && price >= 0) return { stamp, price }
  throw new PriceCsvError(
    1,
    `there is no column "timestamp" or no column "${field}"`,
    'Begin with timestamp,open,high,low,close or with timestamp,price.',
  )
}

/**
 * Reads prices from CSV: a header with `timestamp` and `close`, `low` or `price`, then rows in ascending order of UTC
 * ISO 8601 stamps. Blank lines at the end are ignored.
 * @throws PriceCsvError with the line, for the first row that is not understood, out of order or not positive.
 */
export function parsePriceCsv(text: string, options: PriceCsvOptions = {}): readonly PricePoint[] {
  const [header = '', ...rows] = text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r?\n/)
  const columns = columnsOf(header, options.field ?? 'close')
  const width = header.split(',').length
  const points: PricePoint[] = []
  rows.forEach((row, i) => {
    const line = i + 2
    const cells = row.split(',')
    if (cells.length !== width)
      throw new PriceCsvError(line, `it has ${cells.length} cells, not ${width}`, 'Mend the row.')
    const at = parseStamp((cells[columns.stamp] ?? '').trim(), line)
    const previous = points.at(-1)
    if (previous && at <= previous.at)
      throw new PriceCsvError(line, 'it is not later than the row before', 'Sort the rows by time.')
    points.push({ at, price: parsePrice(cells[columns.price] ?? '', line) })
  })
  if (points.length > 0) return points
  throw new PriceCsvError(2, 'there are no prices', 'Add rows below the header.')
}

import { type BookColumns, OWNER_BYTES } from './bookColumns.ts'

const NIBBLES = OWNER_BYTES * 2

/** What a filter asks of an owner's address: digits at its beginning, at its end, or anywhere. */
interface OwnerPattern {
  readonly head: Uint8Array
  readonly tail: Uint8Array
  readonly isAnywhere: boolean
}

/**
 * Which rows a filter keeps: those with every word of it. A word is part of an owner's address, an address as screens
 * shorten it (`0x1234…abcd`), or part of a market's label; any case. Undefined if it keeps all.
 */
export function rowsWith(
  columns: BookColumns,
  markets: readonly string[],
  filter: string,
): ((row: number) => boolean) | undefined {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const tests = words.map((word) => rowsWithWord(columns, markets, word))
  return tests.length === 0 ? undefined : (row) => tests.every((has) => has(row))
}

function rowsWithWord(
  columns: BookColumns,
  markets: readonly string[],
  word: string,
): (row: number) => boolean {
  const labelled = markets.map((label) => label.toLowerCase().includes(word))
  const pattern = patternOf(word)
  return (row) =>
    labelled[columns.market[row] ?? 0] === true ||
    (pattern !== undefined && isOwnedBy(columns.owners, row * NIBBLES, pattern))
}

function patternOf(text: string): OwnerPattern | undefined {
  const [, start, head = '', dots, tail = ''] =
    /^(0x)?([\da-f]*)(\u2026|\.{2,3})?([\da-f]*)$/.exec(text) ?? []
  if (head.length + tail.length > NIBBLES || (start === undefined && head + tail === '')) return
  const isAnywhere = start === undefined && dots === undefined
  return { head: nibblesOf(head), tail: nibblesOf(tail), isAnywhere }
}

const nibblesOf = (digits: string): Uint8Array =>
  Uint8Array.from(digits, (digit) => Number.parseInt(digit, 16))

function isOwnedBy(owners: Uint8Array, first: number, pattern: OwnerPattern): boolean {
  const { head, tail, isAnywhere } = pattern
  if (!isAnywhere) {
    return isAt(owners, first, head) && isAt(owners, first + NIBBLES - tail.length, tail)
  }
  for (let at = first; at <= first + NIBBLES - head.length; at += 1) {
    if (isAt(owners, at, head)) return true
  }
  return false
}

/** Whether the digits stand there; `at` counts half bytes. */
function isAt(bytes: Uint8Array, at: number, digits: Uint8Array): boolean {
  for (let i = 0; i < digits.length; i += 1) {
    const byte = bytes[(at + i) >> 1] ?? 0
    const digit = ((at + i) & 1) === 0 ? byte >> 4 : byte & 15
    if (digit !== digits[i]) return false
  }
  return true
}

import { formatScaled } from './units.ts'

/** The number at a scale of `decimals` for people: `25,000,000.5`, cut (towards zero) after `maxDecimals`. */
export function formatNumber(value: bigint, decimals = 0, maxDecimals = decimals): string {
  const cut = maxDecimals < decimals ? 10n ** BigInt(decimals - maxDecimals) : 1n
  return formatScaled(value / cut, Math.min(decimals, maxDecimals))
    .replaceAll('_', ',')
    .replace('-', '\u2212')
}

/** An amount with 18 decimals in whole tokens, the rest cut off: `1,500,000`. */
export const wholeTokens = (amount: bigint): string => formatNumber(amount, 18, 0)

/** A price of gas in wei for people: `1.25 gwei`. */
export const gwei = (wei: bigint): string => `${formatNumber(wei, 9)} gwei`

/** A value as it stands in a file, as people read it: `25_000_000 bUSD` → `25,000,000 bUSD`, `82.5%` → `82.5 %`. */
export const forPeople = (fileText: string): string =>
  fileText.replaceAll(/(?<=\d)_(?=\d)/g, ',').replace(/(?<=\d)%$/, ' %')

/** A difference with its sign, the size written by `write`: `+2 %`, `−3 h`, `±0 %`. */
export function formatSigned(difference: bigint, write: (size: bigint) => string): string {
  if (difference === 0n) return `\u00b1${write(0n)}`
  return difference > 0n ? `+${write(difference)}` : `\u2212${write(-difference)}`
}

/** `0x1234…abcd`: enough to recognise, never enough to trust. Texts of 12 characters and less stay whole. */
export const shortHex = (hex: string): string =>
  hex.length <= 12 ? hex : `${hex.slice(0, 6)}\u2026${hex.slice(-4)}`

/** Control characters (line breaks too), characters that hide or reorder text, line separators and lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Somebody else's text on one line that moves no cursor: what cannot be seen is written `\u{1b}`. */
export const printable = (text: string): string =>
  text.replaceAll(unprintable, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`)

/** Somebody else's text with its own line breaks kept, and nothing else that could move a cursor. */
export const printableLines = (text: string): readonly string[] =>
  text.split(/\r\n|\n/).map(printable)

/** A text as it has to be typed in a shell. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

const counts = new Intl.NumberFormat('en-US')

/** How many: `2,061`. */
export const formatCount = (count: number): string => counts.format(count)

/** `1 call`, `2 calls`, `2,061 votes`. */
export const plural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

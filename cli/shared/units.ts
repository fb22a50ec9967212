import { UsageError } from './errors.ts'

/** 1e4 scale: 10_000 is 100 %. */
export type Bps = bigint & { readonly unit: 'bps' }
/** 1e18 scale, per year: 1e18 is 100 %. */
export type WadPercent = bigint & { readonly unit: 'wadPercent' }
/** 1e18 scale: 1e18 is 1. */
export type Wad = bigint & { readonly unit: 'wad' }
/** An amount of a token with 18 decimals. */
export type TokenAmount = bigint & { readonly unit: 'tokenAmount' }
/** A duration or a Unix time in seconds. */
export type Seconds = bigint & { readonly unit: 'seconds' }
/** A plain whole number. */
export type Count = bigint & { readonly unit: 'count' }
/** 1e2 scale: 100 is 100 %. */
export type WholePercent = bigint & { readonly unit: 'wholePercent' }

/** The base of every text that is not a value of the unit that was asked for; `nextStep` says what to write. */
export abstract class UnitError extends UsageError {}

/** A number without its unit, or with another one: `0.82` or `8_200 bps` where `82%` is meant. */
export class WrongUnitError extends UnitError {}

/** An amount of another token. */
export class WrongSymbolError extends UnitError {}

/** More decimals than the chain holds. */
export class TooPreciseError extends UnitError {}

/** A number below zero: no governed value is. */
export class NegativeValueError extends UnitError {}

/** Not a number at all, or one with commas, exponents or other decoration. */
export class UnreadableValueError extends UnitError {}

/** A number as written and what stands behind it. */
interface Quantity {
  readonly digits: string
  readonly fraction: string
  readonly suffix: string
}

interface Scale {
  readonly decimals: number
  /** What stands behind the number: `%`, a token's symbol, or nothing. */
  readonly suffix: string
  readonly example: string
}

/** Long enough for any 256-bit number with separators and a unit; nothing longer is worth reading. */
const longestValue = 120
const quantityPattern = /^(\d+(?:_\d+)*)(?:\.(\d+))?\s*([^\d\s._].*)?$/u
const thousandsWithCommas = /^\d{1,3}(,\d{3})+(?![\d,])/

/** Cuts a long text so that a message stays one line. */
export const excerpt = (text: string): string =>
  text.length > 60 ? `${text.slice(0, 57)}...` : text

function refuseDecoration(text: string, example: string): void {
  if (text === '' || text.length > longestValue) {
    const message = text === '' ? 'The value is empty' : `"${excerpt(text)}" is not a value`
    throw new UnreadableValueError(message, `Write a value such as ${example}.`)
  }
  if (/^[-\u2212]/.test(text)) {
    throw new NegativeValueError(
      `"${text}" is below zero`,
      `Write a value of zero or more, such as ${example}.`,
    )
  }
  if (/\d,\d/.test(text)) {
    const rewritten = thousandsWithCommas.test(text)
      ? text.replaceAll(',', '_')
      : text.replace(',', '.')
    throw new UnreadableValueError(`"${text}" contains a comma`, `Write ${rewritten}.`)
  }
}

/**
 * Splits a written value into number and unit.
 * Throws NegativeValueError and UnreadableValueError.
 */
export function splitQuantity(text: string, example: string): Quantity {
  const trimmed = text.trim()
  refuseDecoration(trimmed, example)
  const match = quantityPattern.exec(trimmed)
  if (match?.[1] === undefined) {
    throw new UnreadableValueError(
      `"${trimmed}" is not a value`,
      `Write a value such as ${example}.`,
    )
  }
  return {
    digits: match[1].replaceAll('_', ''),
    fraction: (match[2] ?? '').replace(/0+$/, ''),
    suffix: (match[3] ?? '').trim(),
  }
}

function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, '_')
}

/** The number of `value` at a scale of `decimals`, exact, with `_` between thousands. */
export function formatScaled(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const whole = groupDigits(digits.slice(0, digits.length - decimals))
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

const withSuffix = (number: string, suffix: string): string => {
  if (suffix === '') return number
  return suffix === '%' ? `${number}%` : `${number} ${suffix}`
}

function refuseSuffix(text: string, quantity: Quantity, scale: Scale): never {
  const number = `${groupDigits(quantity.digits)}${quantity.fraction === '' ? '' : `.${quantity.fraction}`}`
  const { suffix } = quantity
  const trimmed = text.trim()
  if (suffix === '') {
    throw new WrongUnitError(
      `"${trimmed}" has no unit`,
      `Write the unit with it: ${withSuffix(number, scale.suffix)}.`,
    )
  }
  if (
    scale.suffix === '%' &&
    /^(bps|bp|basis points?)$/i.test(suffix) &&
    quantity.fraction === ''
  ) {
    const percent = formatScaled(BigInt(quantity.digits), 2)
    throw new WrongUnitError(`"${trimmed}" is in basis points`, `Write ${percent}%.`)
  }
  const isSymbol = /^[A-Za-z][\w.-]*$/.test(suffix)
  const wantsSymbol = scale.suffix !== '' && scale.suffix !== '%'
  if (wantsSymbol && isSymbol) {
    throw new WrongSymbolError(
      `"${trimmed}" is in ${suffix}, not in ${scale.suffix}`,
      `Write ${number} ${scale.suffix} if that amount is meant.`,
    )
  }
  if (/^(e\+?\d+|x[0-9a-f]+)$/i.test(suffix)) {
    throw new UnreadableValueError(
      `"${trimmed}" is not a plain number`,
      `Write it out: ${scale.example}.`,
    )
  }
  throw new WrongUnitError(
    `"${trimmed}" has the unit "${excerpt(suffix)}"`,
    `Write it as ${scale.suffix === '' ? 'a plain number, such as ' : ''}${scale.example}.`,
  )
}

function parseScaled(text: string, scale: Scale): bigint {
  const quantity = splitQuantity(text, scale.example)
  if (quantity.suffix !== scale.suffix) refuseSuffix(text, quantity, scale)
  const { digits, fraction } = quantity
  if (fraction.length > scale.decimals) {
    const kept = BigInt(digits + fraction.slice(0, scale.decimals))
    const cut = withSuffix(formatScaled(kept, scale.decimals), scale.suffix)
    const isWhole = scale.decimals === 0
    throw new TooPreciseError(
      isWhole
        ? `"${text.trim()}" is not a whole number`
        : `"${text.trim()}" has ${fraction.length} decimals; the chain holds ${scale.decimals}`,
      isWhole
        ? `Write ${cut}.`
        : `Write ${cut}, or another value with at most ${scale.decimals} decimals.`,
    )
  }
  return BigInt(digits + fraction.padEnd(scale.decimals, '0'))
}

const percentScale: Scale = { decimals: 2, suffix: '%', example: '82.5%' }
const wadPercentScale: Scale = { decimals: 16, suffix: '%', example: '5.25%' }
const wadScale: Scale = { decimals: 18, suffix: '', example: '1.05' }
const countScale: Scale = { decimals: 0, suffix: '', example: '2' }
const wholePercentScale: Scale = { decimals: 0, suffix: '%', example: '4%' }
const amountScale = (symbol: string): Scale => ({
  decimals: 18,
  suffix: symbol,
  example: `25_000_000 ${symbol}`,
})

/** Percent with at most two decimals → 1e4 scale. Throws a UnitError. */
export const parseBps = (text: string): Bps => parseScaled(text, percentScale) as Bps
/** 1e4 scale → `82.5%`; the inverse of `parseBps`. */
export const formatBps = (value: bigint): string => `${formatScaled(value, 2)}%`

/** Percent a year with at most 16 decimals → 1e18 scale. Throws a UnitError. */
export const parseWadPercent = (text: string): WadPercent =>
  parseScaled(text, wadPercentScale) as WadPercent
/** 1e18 scale per year → `5.25%`; the inverse of `parseWadPercent`. */
export const formatWadPercent = (value: bigint): string => `${formatScaled(value, 16)}%`

/** A plain number with at most 18 decimals → 1e18 scale. Throws a UnitError. */
export const parseWad = (text: string): Wad => parseScaled(text, wadScale) as Wad
/** 1e18 scale → `1.05`; the inverse of `parseWad`. */
export const formatWad = (value: bigint): string => formatScaled(value, 18)

/** An amount with its token's symbol → 18 decimals. Throws a UnitError. */
export const parseTokenAmount = (text: string, symbol: string): TokenAmount =>
  parseScaled(text, amountScale(symbol)) as TokenAmount
/** 18 decimals → `25_000_000 bUSD`; the inverse of `parseTokenAmount`. */
export const formatTokenAmount = (value: bigint, symbol: string): string =>
  `${formatScaled(value, 18)} ${symbol}`

/** A whole number without a unit. Throws a UnitError. */
export const parseCount = (text: string): Count => parseScaled(text, countScale) as Count
/** `2`; the inverse of `parseCount`. */
export const formatCount = (value: bigint): string => formatScaled(value, 0)

/** A whole percentage → 1e2 scale. Throws a UnitError. */
export const parseWholePercent = (text: string): WholePercent =>
  parseScaled(text, wholePercentScale) as WholePercent
/** 1e2 scale → `4%`; the inverse of `parseWholePercent`. */
export const formatWholePercent = (value: bigint): string => `${formatScaled(value, 0)}%`

import { isUnlimited } from '../shared/amount.ts'
import { forPeople } from '../shared/format.ts'
import { formatDuration, parseDuration } from '../shared/time.ts'
import {
  formatBps,
  formatCount,
  formatTokenAmount,
  formatWad,
  formatWadPercent,
  formatWholePercent,
  parseBps,
  parseCount,
  parseTokenAmount,
  parseWad,
  parseWadPercent,
  parseWholePercent,
} from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import type { Unit } from './parameter.ts'

/** The symbols with which amounts are written. */
export type Symbols = Pick<AddressBook, 'derivativeSymbol' | 'tokenSymbol'>

interface Notation {
  readonly parse: (text: string, symbols: Symbols) => bigint
  readonly format: (value: bigint, symbols: Symbols) => string
}

const notations: Readonly<Record<Unit, Notation>> = {
  bps: { parse: parseBps, format: formatBps },
  wadPercent: { parse: parseWadPercent, format: formatWadPercent },
  wad: { parse: parseWad, format: formatWad },
  derivative: {
    parse: (text, symbols) => parseTokenAmount(text, symbols.derivativeSymbol),
    format: (value, symbols) => formatTokenAmount(value, symbols.derivativeSymbol),
  },
  votes: {
    parse: (text, symbols) => parseTokenAmount(text, symbols.tokenSymbol),
    format: (value, symbols) => formatTokenAmount(value, symbols.tokenSymbol),
  },
  seconds: { parse: parseDuration, format: formatDuration },
  count: { parse: parseCount, format: formatCount },
  wholePercent: { parse: parseWholePercent, format: formatWholePercent },
}

/** Text of a file → the chain's scale of that unit. Throws a UnitError whose `nextStep` says what to write. */
export const parseValue = (unit: Unit, text: string, symbols: Symbols): bigint =>
  notations[unit].parse(text, symbols)

/** The chain's scale → text for a file (`82.5%`, `25_000_000 bUSD`): the inverse of `parseValue`. */
export const formatValue = (unit: Unit, value: bigint, symbols: Symbols): string =>
  notations[unit].format(value, symbols)

/** The chain's scale → text for people (`82.5 %`, `25,000,000 bUSD`). */
export const displayValue = (unit: Unit, value: bigint, symbols: Symbols): string =>
  forPeople(formatValue(unit, value, symbols))

/** What a parameter may be at most, as people read it: `no limit` where only the width of its storage limits it. */
export const displayMost = (unit: Unit, max: bigint, symbols: Symbols): string =>
  isUnlimited(max) ? 'no limit' : displayValue(unit, max, symbols)

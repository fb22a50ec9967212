import { shortId } from '../shared/proposalId.ts'
import { formatUtc } from '../shared/time.ts'
import { type AddressBook, contractNames } from './addressBook.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'
import { displayValue } from './value.ts'

/** For errors of a protocol whose names are not at hand: addresses stay short hex, amounts wear generic units. */
export const noBook: AddressBook = {
  chainId: 0,
  deployedAtBlock: 0,
  contracts: Object.fromEntries(
    contractNames.map((name) => [name, '']),
  ) as AddressBook['contracts'],
  derivativeSymbol: 'units',
  tokenSymbol: 'votes',
  markets: [],
  feeds: [],
}

/** `proposal 0xbbc1eb0a`: enough of the id to name it to a command. */
export const proposalWords = (id: bigint): string => `proposal ${shortId(id)}`

/** An amount of votes. */
export const votesWords = (amount: bigint, book: AddressBook): string =>
  displayValue('votes', amount, book)

/** An amount of the derivative. */
export const debtWords = (amount: bigint, book: AddressBook): string =>
  displayValue('derivative', amount, book)

const END_OF_CALENDAR = 253_402_300_799n // 9999-12-31T23:59:59Z

/** Unix seconds as a date; what no calendar holds stays a number. */
export const momentWords = (seconds: bigint): string =>
  seconds <= END_OF_CALENDAR ? formatUtc(seconds) : `second ${seconds}`

/** The market parameter with that number in the ABI. */
export const memberSpec = (member: bigint): ParameterSpec | undefined =>
  marketParameters[Number(member)]

/** `liquidation threshold`; a number that no parameter has stays a number. */
export function memberLabel(member: bigint): string {
  const label = memberSpec(member)?.label
  return label === undefined
    ? `parameter ${member}`
    : `${label.charAt(0).toLowerCase()}${label.slice(1)}`
}

/** A value in the unit of its parameter; the bare number where the parameter is not known. */
export const amountOf = (
  spec: ParameterSpec | undefined,
  value: bigint,
  book: AddressBook,
): string => (spec === undefined ? String(value) : displayValue(spec.unit, value, book))

/** The names whose bits are set, the lowest first; all bits without a name together are one more. */
export function bitNames(bitmap: bigint, names: readonly string[]): readonly string[] {
  const set = names.filter((_, place) => (bitmap >> BigInt(place)) % 2n === 1n)
  return bitmap >> BigInt(names.length) === 0n ? set : [...set, 'in a state without a name']
}

/** `a`, `a or b`, `a, b or c`. */
export const eitherOf = (items: readonly string[]): string =>
  items.length <= 1
    ? (items[0] ?? 'nothing')
    : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`

/** A sentence begins with a capital letter. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

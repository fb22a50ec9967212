import { decodeBytes32String } from 'ethers'
import { shortHex } from '../shared/format.ts'
import { type Address, type AddressBook, contractNameAt, type Hex } from './addressBook.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'
import { type Scope, subjectsIn } from './scopes.ts'
import { displayValue, type Symbols } from './value.ts'

/** A member of a tuple and its value; a member that nobody knows has no parameter. */
export interface SettingWords {
  readonly spec: ParameterSpec | undefined
  readonly member: bigint
  readonly value: bigint
}

/** The name of a contract, the symbol of a collateral, or `0x1234…abcd`. */
export function addressWords(address: Address, book: AddressBook): string {
  const name = contractNameAt(address, book)
  if (name !== undefined) return name
  const market = book.markets.find((entry) => entry.collateral === address)
  return market?.collateralSymbol ?? shortHex(address)
}

/** The name of whatever that key stands for: known ones by the book, new ones by their text or shortened. */
export function subjectWords(scope: Scope, key: Hex, book: AddressBook): string {
  const known = subjectsIn(scope, book).find((subject) => subject.key === key)
  if (known !== undefined) return known.name
  const text = bytes32Text(key)
  return text === undefined ? `${scope} ${shortHex(key)}` : `${scope} "${text}"`
}

/** The label of a market, or its shortened id. */
export const marketWords = (id: Hex, book: AddressBook): string => subjectWords('market', id, book)

/** The label of a feed: known ones by the book, new ones by their text. */
export const feedWords = (key: Hex, book: AddressBook): string => subjectWords('feed', key, book)

/** The printable text in a bytes32, if that is what it holds. */
export function bytes32Text(key: Hex): string | undefined {
  try {
    const text = decodeBytes32String(key)
    return /^[\x20-\x7e]+$/.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** `the risk asset:WETH`; the zero name stands for the whole derivative. */
export function riskWords(name: Hex): string {
  if (BigInt(name) === 0n) return 'the whole derivative'
  return `the risk ${bytes32Text(name) ?? shortHex(name)}`
}

/** `liquidationThreshold 82 %`: a member of a tuple by its number in the ABI. */
export const settingWords = ({ spec, member, value }: SettingWords, symbols: Symbols): string =>
  spec === undefined
    ? `parameter ${member} ${value}`
    : `${spec.key} ${displayValue(spec.unit, value, symbols)}`

/** The same for a member of a market's terms. */
export const memberWords = (member: bigint, value: bigint, symbols: Symbols): string =>
  settingWords({ spec: marketParameters[Number(member)], member, value }, symbols)

/** `a`, or `nobody` when there is none. */
export const addressList = (addresses: readonly Address[], book: AddressBook): string =>
  addresses.length === 0
    ? 'nobody'
    : addresses.map((address) => addressWords(address, book)).join(', ')

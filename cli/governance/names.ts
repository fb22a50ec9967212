import { decodeBytes32String } from 'ethers'
import { shortHex } from '../shared/format.ts'
import { type Address, type AddressBook, contractNameAt, type Hex } from './addressBook.ts'
import { marketParameters } from './marketParameters.ts'
import { displayValue } from './value.ts'

/** The name of a contract, the symbol of a collateral, or `0x1234…abcd`. */
export function addressWords(address: Address, book: AddressBook): string {
  const name = contractNameAt(address, book)
  if (name !== undefined) return name
  const market = book.markets.find((entry) => entry.collateral === address)
  return market?.collateralSymbol ?? shortHex(address)
}

/** The label of a market, or its shortened id. */
export const marketWords = (id: Hex, book: AddressBook): string =>
  book.markets.find((market) => market.id === id)?.label ?? `market ${shortHex(id)}`

/** The label of a feed: known ones by the book, new ones by their text. */
export function feedWords(key: Hex, book: AddressBook): string {
  const known = book.feeds.find((feed) => feed.key === key)
  if (known !== undefined) return known.label
  const text = bytes32Text(key)
  return text === undefined ? `feed ${shortHex(key)}` : `feed "${text}"`
}

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

/** `liquidationThreshold 82 %`: a member of a market's tuple by its number in the ABI. */
export function memberWords(member: bigint, value: bigint, book: AddressBook): string {
  const spec = marketParameters[Number(member)]
  if (spec === undefined) return `parameter ${member} ${value}`
  return `${spec.key} ${displayValue(spec.unit, value, book)}`
}

/** `a`, or `nobody` when there is none. */
export const addressList = (addresses: readonly Address[], book: AddressBook): string =>
  addresses.length === 0
    ? 'nobody'
    : addresses.map((address) => addressWords(address, book)).join(', ')

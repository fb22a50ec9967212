import { Interface, type Result } from 'ethers'
import { plural } from '../shared/format.ts'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import type { CallRow, CallWords, PlainCall } from './callRow.ts'
import { callTable } from './callTable.ts'
import { addressWords } from './names.ts'
import { addressesAt } from './scopes.ts'
import { displayValue } from './value.ts'

/** A call understood, or called unknown with its selector. */
export type DecodedCall =
  | {
      readonly kind: 'known'
      readonly signature: string
      readonly args: Result
      readonly words: string
      /** False if it carries a call that is unknown, or nested too deeply to follow. */
      readonly isWhole: boolean
    }
  | { readonly kind: 'unknown'; readonly selector: Hex; readonly words: string }

interface Row {
  readonly contract: CallRow['contract']
  readonly abi: Interface
  readonly words: CallWords
}

let table: ReadonlyMap<Hex, readonly Row[]> | undefined

/** By selector; two contracts may share one, so each selector has a list. Read when the first call is to be decoded. */
function rows(): ReadonlyMap<Hex, readonly Row[]> {
  table ??= callTable.reduce((map, entry) => {
    const abi = new Interface([entry.fragment])
    const selector = abi.getFunction(entry.fragment)?.selector ?? ''
    return map.set(selector, [...(map.get(selector) ?? []), { ...entry, abi }])
  }, new Map<Hex, readonly Row[]>())
  return table
}

/** Calls inside of calls are followed this far. */
const deepest = 3

function rowFor(target: Address, selector: Hex, book: AddressBook): Row | undefined {
  const found = rows().get(selector) ?? []
  const isThere = ({ contract }: Row) =>
    contract !== 'any' && addressesAt(contract, book).includes(target)
  return found.find(isThere) ?? found.find((row) => row.contract === 'any')
}

function decodeArgs(row: Row, calldata: Hex): Result | undefined {
  try {
    const fragment = row.abi.fragments[0]?.format('sighash') ?? ''
    const args = row.abi.decodeFunctionData(fragment, calldata)
    // Bytes behind the arguments, or padding that is not zero, would be shown as if they were not there.
    return row.abi.encodeFunctionData(fragment, args) === calldata.toLowerCase() ? args : undefined
  } catch {
    return undefined
  }
}

function etherWords(value: bigint, book: AddressBook): string {
  return value === 0n ? '' : `, sending ${displayValue('wad', value, book)} ETH`
}

function unknown(call: PlainCall, book: AddressBook): DecodedCall {
  const selector = call.calldata.slice(0, 10)
  const ether = etherWords(call.value, book)
  const name = addressWords(call.target, book)
  if (call.calldata === '0x') {
    const words =
      call.value === 0n
        ? `call ${name} without data`
        : `send ${displayValue('wad', call.value, book)} ETH to ${name}`
    return { kind: 'unknown', selector: '0x', words }
  }
  const size = plural((call.calldata.length - 2) / 2, 'byte')
  return {
    kind: 'unknown',
    selector,
    words: `unknown call ${selector} on ${name} (${size})${ether}`,
  }
}

/**
 * A call in words, by the catalogue's setters and the administrative functions of our contracts. A selector that is not
 * known on that target, or calldata that does not re-encode to itself, is called unknown: nothing is guessed.
 */
export function decodeCall(call: PlainCall, book: AddressBook, depth = 0): DecodedCall {
  const row = rowFor(call.target, call.calldata.slice(0, 10).toLowerCase(), book)
  const args = row && decodeArgs(row, call.calldata)
  if (row === undefined || args === undefined) return unknown(call, book)
  let isWhole = true
  const inner = (nested: PlainCall): string => {
    const decoded = depth < deepest ? decodeCall(nested, book, depth + 1) : undefined
    if (decoded?.kind !== 'known' || !decoded.isWhole) isWhole = false
    return decoded?.words ?? 'a call nested too deeply'
  }
  const words = row.words(args, { book, target: call.target, inner })
  return {
    kind: 'known',
    signature: row.abi.fragments[0]?.format('sighash') ?? '',
    args,
    words: words + etherWords(call.value, book),
    isWhole,
  }
}

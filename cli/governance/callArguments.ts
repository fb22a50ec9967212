import { getAddress, type ParamType } from 'ethers'
import { printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import { contractsOf } from './addressBook.ts'
import { chooseFrom } from './nearest.ts'

/** Takes down one problem at a path inside of an argument. */
export type RefuseArgument = (path: readonly number[], message: string, instead: string) => void

interface Argument {
  readonly type: ParamType
  readonly value: unknown
}

type Reader = (text: string, type: ParamType, book: AddressBook) => unknown

/** Thrown inside of this file only: what is wrong with one plain argument. */
class ArgumentProblem extends Error {
  constructor(
    message: string,
    readonly instead: string,
  ) {
    super(message)
  }
}

const shown = (value: unknown): string => `"${excerpt(printable(String(value)))}"`

function named<T extends { readonly label: string }>(
  text: string,
  prefix: string,
  entries: readonly T[],
): T | undefined {
  if (!text.startsWith(`${prefix}:`)) return undefined
  const label = text.slice(prefix.length + 1)
  const entry = entries.find((candidate) => candidate.label === label)
  if (entry !== undefined) return entry
  const known = entries.map((candidate) => candidate.label)
  throw new ArgumentProblem(
    `There is no ${prefix} "${excerpt(printable(label))}"`,
    chooseFrom(label, known),
  )
}

const readBytes: Reader = (text, type, book) => {
  const size = /^bytes(\d+)$/.exec(type.type)?.[1]
  if (size === '32') {
    const id =
      named(text, 'market', book.markets)?.id ??
      named(text, 'feed', book.feeds)?.key ??
      named(text, 'risk', book.risks ?? [])?.key
    if (id !== undefined) return id
  }
  const isHex = /^0x([0-9a-f]{2})*$/i.test(text)
  if (isHex && (size === undefined || text.length === 2 + 2 * Number(size)))
    return text.toLowerCase()
  const short = size === '32' ? ', or market:WETH-A, feed:WETH/USD or risk:asset:WETH' : ''
  throw new ArgumentProblem(
    `${shown(text)} is not ${type.type}`,
    `Write 0x and ${size === undefined ? 'an even number of' : 2 * Number(size)} hexadecimal digits${short}.`,
  )
}

const readAddress: Reader = (text, _type, book) => {
  const contracts = contractsOf(book)
  const named = contracts.find(([name]) => name === text)
  if (named !== undefined) return named[1]
  if (!/^0x[0-9a-f]{40}$/i.test(text)) {
    throw new ArgumentProblem(
      `${shown(text)} is not an address`,
      `Write 0x and 40 hexadecimal digits, or a name. ${chooseFrom(
        text,
        contracts.map(([name]) => name),
      )}`,
    )
  }
  const address = getAddress(text.toLowerCase())
  if (address === text) return address
  throw new ArgumentProblem(
    `${text} is not written with its checksum`,
    `Compare it with its source, then write ${address}.`,
  )
}

const readInteger: Reader = (text, type) => {
  const bits = BigInt(/\d+$/.exec(type.type)?.[0] ?? 256)
  const isSigned = type.type.startsWith('int')
  if (!/^-?\d+(_\d+)*$/.test(text) || text.length > 120) {
    throw new ArgumentProblem(
      `${shown(text)} is not ${type.type}`,
      'Write a whole number in the chain\u2019s own scale, such as 25_000.',
    )
  }
  const value = BigInt(text.replaceAll('_', ''))
  const min = isSigned ? -(2n ** (bits - 1n)) : 0n
  const max = isSigned ? 2n ** (bits - 1n) - 1n : 2n ** bits - 1n
  if (value >= min && value <= max) return value
  throw new ArgumentProblem(
    `${text} does not fit ${type.type}`,
    `Write a number from ${min} to ${max}.`,
  )
}

function readPlain(value: unknown, type: ParamType, book: AddressBook): unknown {
  if (type.type === 'bool') {
    if (typeof value === 'boolean') return value
    throw new ArgumentProblem(`${shown(value)} is not bool`, 'Write true or false.')
  }
  if (typeof value !== 'string') {
    throw new ArgumentProblem(
      `${shown(value)} is not ${type.type}`,
      `Write one ${type.type} in quotes.`,
    )
  }
  if (type.type === 'string') return value
  if (type.type === 'address') return readAddress(value, type, book)
  if (type.type.startsWith('bytes')) return readBytes(value, type, book)
  if (/^u?int\d*$/.test(type.type)) return readInteger(value, type, book)
  throw new ArgumentProblem(
    `${type.type} cannot be written here`,
    'Use a function with plain types.',
  )
}

function readList(argument: Argument, book: AddressBook, refuse: RefuseArgument): unknown {
  const { type, value } = argument
  const inner = type.arrayChildren
  const members = inner === null ? type.components : undefined
  const wanted = members?.length ?? (type.arrayLength === -1 ? undefined : type.arrayLength)
  if (!Array.isArray(value) || (wanted != null && value.length !== wanted)) {
    const what = `a list${wanted == null ? '' : ` of ${wanted}`}`
    refuse([], `${type.format('sighash')} needs ${what}`, 'Write [first, second].')
    return undefined
  }
  return value.map((item: unknown, index) => {
    const itemType = members?.[index] ?? inner
    if (itemType == null) return undefined
    return readArgument({ type: itemType, value: item }, book, (path, message, instead) =>
      refuse([index, ...path], message, instead),
    )
  })
}

/** One argument of a raw call as its ABI type wants it: names and shorthands resolved, lists and tuples inside. */
export function readArgument(
  argument: Argument,
  book: AddressBook,
  refuse: RefuseArgument,
): unknown {
  const { type, value } = argument
  if (type.isArray() || type.isTuple()) return readList(argument, book, refuse)
  try {
    return readPlain(value, type, book)
  } catch (error) {
    if (!(error instanceof ArgumentProblem)) throw error
    refuse([], error.message, error.instead)
    return undefined
  }
}

import { atom } from './atoms.ts'
import {
  hexBytes,
  joined,
  leftAligned,
  NotHashableError,
  textBytes,
  WORD,
  wordOf,
} from './bytes.ts'

/** A type and its value: `['uint256[]', [1n, 2n]]`. */
type Argument = readonly [type: string, value: unknown]

/** abi.encode: heads in a row, the tails of what has no fixed size behind them. */
export function abiEncode(args: readonly Argument[]): Uint8Array {
  const heads: Uint8Array[] = []
  const tails: Uint8Array[] = []
  let end = args.length * WORD
  for (const [type, value] of args) {
    const word = atom(type, value)
    if (word !== undefined) {
      heads.push(word)
      continue
    }
    const tail = tailOf(type, value)
    heads.push(wordOf(BigInt(end)))
    tails.push(tail)
    end += tail.length
  }
  return joined([...heads, ...tails])
}

function tailOf(type: string, value: unknown): Uint8Array {
  if (type.endsWith('[]') && Array.isArray(value)) {
    const element = type.slice(0, -2)
    const elements = value.map((each: unknown): Argument => [element, each])
    return joined([wordOf(BigInt(value.length)), abiEncode(elements)])
  }
  if (type === 'bytes' || type === 'string') {
    const bytes = type === 'bytes' ? hexBytes(value) : textBytes(String(value))
    return joined([wordOf(BigInt(bytes.length)), leftAligned(bytes)])
  }
  throw new NotHashableError(`${type} is no type of the calls here`)
}

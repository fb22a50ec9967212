import { UsageError } from '../../shared/errors.ts'
import { keccak } from './keccak.ts'

/** Something that cannot be hashed as what it says it is. */
export class NotHashableError extends UsageError {
  constructor(what: string) {
    super(
      `This cannot be hashed: ${what}.`,
      'It was changed, or is none of the files that ballast hashes knows; get it again from whoever made it.',
    )
  }
}

/** A word of 32 bytes. */
export const WORD = 32

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** @throws NotHashableError for anything but whole bytes in hex, behind 0x */
export function hexBytes(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !/^0x([0-9a-fA-F]{2})*$/.test(value)) {
    throw new NotHashableError('something that should be bytes is not 0x and pairs of hex digits')
  }
  const pairs = value.slice(2).match(/../g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}

export const hexOf = (bytes: Uint8Array): `0x${string}` =>
  `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** An integer in a word; negative ones as two's complement. */
export function wordOf(value: bigint): Uint8Array {
  const digits = BigInt.asUintN(256, value).toString(16).padStart(64, '0')
  return hexBytes(`0x${digits}`)
}

/** Bytes in a word, zeros behind them. */
export function leftAligned(bytes: Uint8Array): Uint8Array {
  const word = new Uint8Array(Math.ceil(bytes.length / WORD) * WORD)
  word.set(bytes)
  return word
}

/** A whole number as files write it: in decimal or hex, or a number small enough to be exact. */
export function integer(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^(-?\d+|0x[0-9a-fA-F]+)$/.test(value)) return BigInt(value)
  throw new NotHashableError('something that should be a whole number is none, or is not exact')
}

export const hashOf = (bytes: Uint8Array): `0x${string}` => hexOf(keccak(bytes))

import { hexBytes, integer, leftAligned, NotHashableError, wordOf } from './bytes.ts'

/**
 * A value of an elementary type in its word, the same in the ABI and in EIP-712; undefined if the type is none of them.
 *
 * @throws NotHashableError for a value that does not fit its type
 */
export function atom(type: string, value: unknown): Uint8Array | undefined {
  if (type === 'bool') return wordOf(truth(value))
  if (type === 'address') return wordOf(BigInt(hexIn(value, 20, type)))
  const [, sign, bits] = /^(u?)int(\d+)$/.exec(type) ?? []
  if (bits !== undefined) return wordOf(inRange(integer(value), { sign, bits: Number(bits), type }))
  const [, size] = /^bytes(\d+)$/.exec(type) ?? []
  if (size !== undefined) return leftAligned(hexBytes(hexIn(value, Number(size), type)))
  return undefined
}

function truth(value: unknown): bigint {
  if (typeof value !== 'boolean') throw new NotHashableError('a bool is neither true nor false')
  return value ? 1n : 0n
}

/** Hex of so many bytes, and no others. */
function hexIn(value: unknown, size: number, type: string): string {
  if (typeof value === 'string' && hexBytes(value).length === size) return value
  throw new NotHashableError(`${type} takes ${size} bytes, and there are others`)
}

function inRange(
  value: bigint,
  { sign, bits, type }: { readonly sign: string | undefined; bits: number; type: string },
): bigint {
  const wraps = sign === 'u' ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)
  if (bits >= 8 && bits <= 256 && bits % 8 === 0 && wraps === value) return value
  throw new NotHashableError(`a number does not fit into ${type}`)
}

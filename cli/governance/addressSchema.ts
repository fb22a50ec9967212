// Of the whole package this is a third: the interface reads ballast.yaml before its first frame.
import { getAddress } from 'ethers/address'
import * as z from 'zod'

const shape = /^0x[0-9a-fA-F]{40}$/

/**
 * An address as people and files write it: with the capital letters of its checksum, or without any capitals. Answers
 * it with its checksum.
 */
export const addressSchema = z
  .string()
  .regex(shape, 'is no address (0x and 40 hex digits)')
  .refine((text) => !shape.test(text) || checksummed(text) !== undefined, {
    error: 'has capital letters that do not fit its digits: a character was mistyped',
  })
  .transform((text) => checksummed(text) ?? text)

function checksummed(text: string): string | undefined {
  try {
    return getAddress(text)
  } catch {
    return undefined
  }
}

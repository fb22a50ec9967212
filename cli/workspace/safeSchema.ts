import * as z from 'zod'
import { addressSchema } from '../governance/addressSchema.ts'

const ownerName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no name')

/** `safe:0x…`, and behind another colon the accounts at hand that own it: `safe:0x…:alice,bob`. */
export const safeReference = z
  .string()
  .regex(
    /^safe:0x[0-9a-fA-F]{40}(:[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*)?$/,
    'is no reference to a Safe',
  )

/** `{ safe: 0x…, owners: [alice, bob] }`, which means the same as the reference. */
export const safeFields = z.strictObject({
  safe: addressSchema,
  owners: z.array(ownerName).default([]),
})

/** A Safe as an object of ballast.yaml, answered as its reference. */
export const safeEntry = safeFields.transform(({ safe, owners }) =>
  [`safe:${safe}`, ...(owners.length === 0 ? [] : [owners.join(',')])].join(':'),
)

/** Whether an account of ballast.yaml is a Safe, as far as it can be read. */
export const isSafe = (entry: unknown): boolean =>
  typeof entry === 'string'
    ? entry.startsWith('safe:')
    : typeof entry === 'object' && entry !== null && 'safe' in entry

/** The owners that a reference or an object names, as far as it can be read. */
export function ownersNamedBy(entry: unknown): readonly string[] {
  if (typeof entry === 'string' && entry.startsWith('safe:')) {
    return (entry.split(':')[2] ?? '').split(',').filter(Boolean)
  }
  const { owners } = (entry ?? {}) as { readonly owners?: unknown }
  return Array.isArray(owners) ? owners.filter((owner) => typeof owner === 'string') : []
}

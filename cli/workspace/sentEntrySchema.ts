import * as z from 'zod'
import type { SentEntry } from '../governance/sentEntry.ts'

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/)
const number = z.int().nonnegative()

/** Whether two types allow the same. */
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** A field more or less than `SentEntry` has is an error of the compiler. */
const shape = {
  key: bytes32,
  from: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  nonce: number,
  hash: bytes32.exactOptional(),
  afterBlock: number,
  afterHash: bytes32.exactOptional(),
} satisfies Record<keyof SentEntry, z.ZodType>

/** What is written down about a transaction whose end nobody has seen. */
export const sentEntrySchema = z.strictObject(shape)

true satisfies Same<z.infer<typeof sentEntrySchema>, SentEntry>

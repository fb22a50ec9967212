import * as z from 'zod'
import type { SentEntry, SentOffer } from '../governance/sentEntry.ts'

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/)
const number = z.int().nonnegative()
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const amount = z.string().regex(/^0x[0-9a-f]{1,64}$/)

/** Whether two types allow the same. */
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** A field more or less than `SentOffer` has is an error of the compiler. */
const offerShape = {
  chainId: z.int().positive(),
  about: z.string().exactOptional(),
  to: address.exactOptional(),
  data: z.string().regex(/^0x([0-9a-f]{2})*$/i),
  value: amount,
  gasLimit: amount,
  mostPerGas: amount,
  tip: amount.exactOptional(),
} satisfies Record<keyof SentOffer, z.ZodType>

/** As for the offer. */
const shape = {
  key: bytes32,
  from: address,
  nonce: number,
  hash: bytes32.exactOptional(),
  afterBlock: number,
  afterHash: bytes32.exactOptional(),
  offer: z.strictObject(offerShape).exactOptional(),
  earlier: z.array(bytes32).readonly().exactOptional(),
  cancellations: z.array(bytes32).readonly().exactOptional(),
} satisfies Record<keyof SentEntry, z.ZodType>

/** Notes of earlier versions hold one cancellation at most. */
function upToDate(note: unknown): unknown {
  if (typeof note !== 'object' || note === null || !('cancellation' in note)) return note
  const { cancellation, ...rest } = note
  return { ...rest, cancellations: [cancellation] }
}

/** What is written down about a transaction whose end nobody has seen. */
export const sentEntrySchema = z.preprocess(upToDate, z.strictObject(shape))

true satisfies Same<z.infer<typeof sentEntrySchema>, SentEntry>

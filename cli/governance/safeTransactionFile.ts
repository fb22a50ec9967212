import * as z from 'zod'
import type { Address, Hex } from './addressBook.ts'
import { addressSchema } from './addressSchema.ts'
import {
  isSignedBy,
  type SafeDomain,
  type SafeSignature,
  type SafeTransaction,
  safeHashes,
} from './safeTransaction.ts'

export const safeTransactionSchema = 'ballast.safe-transaction/1'

const hex = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/i, 'is no hex text')
  .transform((text) => text.toLowerCase() as Hex)
const bytes32 = hex.refine((text) => text.length === 66, 'is no hash of 32 bytes')
const amount = z
  .string()
  .regex(/^\d{1,78}$/, 'is no whole number in quotes')
  .transform(BigInt)
const address = addressSchema.transform((text) => text as Address)

const transactionShape = z.strictObject({
  to: address,
  value: amount,
  data: hex,
  operation: z.literal(0, 'would run foreign code as the Safe itself; only 0 (call) is taken'),
  safeTxGas: amount,
  baseGas: amount,
  gasPrice: amount,
  gasToken: address,
  refundReceiver: address,
  nonce: amount,
})

const fileShape = z.strictObject({
  schema: z.literal(safeTransactionSchema),
  chainId: z.int().positive(),
  safe: address,
  verb: z.string().regex(/^[a-z]{1,20}$/),
  /** The newest block when it was made: it cannot have been executed before. */
  afterBlock: z.int().nonnegative(),
  transaction: transactionShape,
  safeTxHash: bytes32,
  signatures: z.array(
    z.strictObject({
      owner: address,
      signature: hex.refine((text) => text.length === 132, 'has not 65 bytes'),
    }),
  ),
})

/** A Safe transaction on its way from owner to owner, and the signatures it has so far. */
export interface CollectedTransaction {
  readonly safe: SafeDomain
  readonly verb: string
  readonly afterBlock: number
  readonly transaction: SafeTransaction
  readonly safeTxHash: Hex
  readonly signatures: readonly SafeSignature[]
}

/** As it is written into a file. */
export function safeTransactionText(collected: CollectedTransaction): string {
  const { safe, verb, afterBlock, transaction, safeTxHash, signatures } = collected
  const { chainId, address } = safe
  const schema = safeTransactionSchema
  const file = {
    ...{ schema, chainId, safe: address, verb, afterBlock, transaction, safeTxHash, signatures },
  }
  const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
  return `${JSON.stringify(file, asText, 2)}\n`
}

/** What is wrong with such a file; the rest of it cannot be relied on. */
export interface FileProblem {
  readonly problem: string
}

/**
 * Reads such a file and believes none of it: the hash is computed anew, and every signature must be its owner's.
 * Whether they own the Safe, only the chain knows.
 */
export function parseSafeTransaction(text: string): CollectedTransaction | FileProblem {
  const { success, data, error } = fileShape.safeParse(jsonOf(text))
  if (!success) {
    const [issue] = error.issues
    const place = issue?.path.join('.') ?? ''
    return {
      problem: `${place === '' ? 'the file' : place}: ${issue?.message ?? 'not understood'}`,
    }
  }
  const { chainId, safe: address, verb, afterBlock, transaction, safeTxHash, signatures } = data
  const safe = { address, chainId }
  const found = safeHashes(safe, transaction).digest
  if (found !== safeTxHash) {
    return { problem: `it says safeTxHash ${safeTxHash}, but its contents give ${found}` }
  }
  const forged = signatures.find((signature) => !isSignedBy(signature, safeTxHash))
  if (forged !== undefined) {
    return { problem: `the signature of ${forged.owner} is not that account's signature of this` }
  }
  return { safe, verb, afterBlock, transaction, safeTxHash, signatures: onceEach(signatures) }
}

/** The signatures of both, one of each owner. */
export const onceEach = (signatures: readonly SafeSignature[]): readonly SafeSignature[] => [
  ...new Map(signatures.map((signature) => [signature.owner, signature])).values(),
]

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

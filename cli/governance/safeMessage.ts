import { type SafeDomain, safeDomainOf } from './safeTransaction.ts'
import { hashesOf, type TypedData } from './typedData.ts'

/**
 * What the owners of a Safe sign so that it answers for a message of somebody else (ERC-1271): a SafeMessage around the
 * hash of that message, as the Safe's fallback handler (CompatibilityFallbackHandler) takes it.
 */
export const safeMessageAround = (safe: SafeDomain, data: TypedData): TypedData => ({
  domain: safeDomainOf(safe),
  types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
  primaryType: 'SafeMessage',
  message: { message: hashesOf(data).digest },
})

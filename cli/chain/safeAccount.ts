import { safeMessageAround } from '../governance/safeMessage.ts'
import { packSignatures, type SafeSignature } from '../governance/safeTransaction.ts'
import { UsageError } from '../shared/errors.ts'
import type { Account, OwnersAtHand } from './account.ts'
import type { Safe } from './safe.ts'

/** A Safe was asked for what only an account with a key can do. */
export class SafeHasNoKeyError extends UsageError {
  constructor(what: string) {
    super(
      `A Safe has no key: it cannot ${what} by itself.`,
      'Use one of its owners (--account), or a verb that goes through the Safe: submit, vote, queue, execute, cancel, delegate.',
    )
  }
}

/** @throws SafeHasNoKeyError for a Safe, where the account itself has to send or sign */
export function requireOwnKey(account: Account, what: string): Account {
  if (account.owners !== undefined) throw new SafeHasNoKeyError(what)
  return account
}

/** Too few of a Safe's owners are at hand to sign for it. */
export class TooFewOwnersError extends UsageError {
  constructor({ threshold }: Safe, { accounts, missing }: OwnersAtHand) {
    super(
      `${threshold} owners have to sign for the Safe, and ${accounts.length} are at hand${missing.length === 0 ? '' : ` (${missing.join(' ')})`}.`,
      'Bring their keys, or act through the Safe by a transaction: for those, signatures are collected in files.',
    )
  }
}

/**
 * A Safe that acts: its address proposes, votes and cancels; its owners sign, and one of them carries the transaction. How
 * is the affair of whoever acts (`safeWay`); nothing is sent from a Safe's own address. Messages it signs by enough of its
 * owners at once, as its fallback handler takes them.
 */
export const safeAccount = (safe: Safe, owners: OwnersAtHand): Account => ({
  address: safe.address,
  signsWith: `Safe ${safe.version}, ${safe.threshold} of ${safe.owners.length} owners, ${owners.accounts.length} at hand`,
  prepare: () => Promise.reject(new SafeHasNoKeyError('send a transaction')),
  wrapped: (data) => safeMessageAround(safe, data),
  async signTyped(data) {
    const { threshold } = safe
    const signers = owners.accounts.slice(0, threshold)
    if (signers.length < threshold) throw new TooFewOwnersError(safe, owners)
    const message = safeMessageAround(safe, data)
    const signatures: SafeSignature[] = []
    // One after the other: a device or a passphrase asks a person.
    for (const owner of signers) {
      await owner.unlock?.()
      signatures.push({ owner: owner.address, signature: await owner.signTyped(message) })
    }
    return packSignatures(signatures, threshold)
  },
  owners,
})

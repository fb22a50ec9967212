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

/**
 * A Safe that acts: its address proposes, votes and cancels; its owners sign, and one of them carries the transaction. How
 * is the affair of whoever acts (`safeWay`); nothing is sent from a Safe's own address.
 */
export const safeAccount = (safe: Safe, owners: OwnersAtHand): Account => ({
  address: safe.address,
  signsWith: `Safe ${safe.version}, ${safe.threshold} of ${safe.owners.length} owners, ${owners.accounts.length} at hand`,
  prepare: () => Promise.reject(new SafeHasNoKeyError('send a transaction')),
  signTyped: () => Promise.reject(new SafeHasNoKeyError('sign a message')),
  owners,
})

import type { Account } from '../chain/account.ts'
import { UsageError } from '../shared/errors.ts'
import type { Acting } from './protocol.ts'

/**
 * Whoever carries something that anybody may carry: the account itself, or where that is a Safe, the first of its owners at
 * hand.
 *
 * @throws UsageError if nobody is at hand
 */
export const carrying = (acting: Acting): Acting => ({
  ...acting,
  sender: { ...acting.sender, account: carrierOf(acting.sender.account) },
})

function carrierOf(account: Account): Account {
  if (account.owners === undefined) return account
  const [first] = account.owners.accounts
  if (first !== undefined) return first
  throw new UsageError(
    'No owner of the Safe is at hand to carry it.',
    'Anybody may carry it, and pays for it: name an account with --account.',
  )
}

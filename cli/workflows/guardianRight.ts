import { readBlock } from '../chain/client.ts'
import { readHolders, readRight } from '../chain/rights.ts'
import type { Action } from '../chain/transaction.ts'
import { readGuardian } from '../chain/votes.ts'
import { type Address, type AddressBook, contractNameAt } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { roleWords } from '../governance/roles.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { listOf } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import type { Acting } from './protocol.ts'

/** The account is not who may do this; nothing was sent. */
export class NotTheGuardianError extends BallastError {
  override readonly exitCode = ExitCode.reverted
}

/**
 * Asks the access manager whether the account may make the call.
 *
 * @param what for "… may not …"
 * @throws NotTheGuardianError naming who may
 */
export async function requireRight(
  { protocol: { chain, book }, sender }: Acting,
  call: Action,
  { what, at }: { readonly what: string; readonly at: BlockRef },
): Promise<void> {
  const account = sender.account.address
  const { mayCall, role, isMember } = await readRight(chain, book, { account, call, at })
  if (mayCall) return
  if (isMember) {
    throw new NotTheGuardianError(
      `${account} may not ${what} at once although it holds ${roleWords(role)}: the access manager has closed the contract, or wants it scheduled before.`,
      advise`Anybody may propose it instead: ${{ act: 'draft' }}`,
    )
  }
  const holders = await readHolders(chain, book, { role, at })
  const who =
    holders.length === 0
      ? 'nobody is known to hold it'
      : `held by ${listOf(holders.map((holder) => nameOf(holder, book)))}`
  throw new NotTheGuardianError(
    `${account} may not ${what}: that takes ${roleWords(role)} of the access manager, ${who}.`,
    advise`Act as one of them: ${{ act: 'act as another' }}. Anybody may propose it: ${{ act: 'draft' }}`,
  )
}

/** A contract by its name, anybody else in full: it is to be compared. */
const nameOf = (address: Address, book: AddressBook): string =>
  contractNameAt(address, book) ?? address

/**
 * Asks the Governor whether the account is its proposal guardian.
 *
 * @throws NotTheGuardianError naming who is
 */
export async function requireProposalGuardian({
  protocol: { chain, book },
  sender,
}: Acting): Promise<void> {
  const account = sender.account.address
  const { number } = await readBlock(chain)
  const guardian = await readGuardian(chain, book, number)
  if (guardian === account) return
  throw new NotTheGuardianError(
    guardian === undefined
      ? `${account} may not cancel as the guardian: the Governor has no proposal guardian.`
      : `${account} may not cancel as the guardian: the proposal guardian is ${nameOf(guardian, book)}.`,
    advise`Act as the guardian: ${{ act: 'act as another' }}. While it is Pending its proposer may cancel it as well: ballast cancel.`,
  )
}

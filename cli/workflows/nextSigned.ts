import type { Fees } from '../chain/fees.ts'
import { entryFor, findSent, wishKey } from '../chain/outbox.ts'
import { readReceipt } from '../chain/receipts.ts'
import { type Action, contentOf, type Sender } from '../chain/transaction.ts'
import type { AddressBook, Hex } from '../governance/addressBook.ts'
import { type SignedTransaction, signedTransaction } from './signedTransaction.ts'

/** What an account is going to sign for an action; nothing, where an earlier attempt at it is looked at instead. */
export type NextSigned = { readonly signed: SignedTransaction } | { readonly sent: Hex }

/**
 * Looks for an earlier attempt as sending does: one that is on its way, or was mined, is not signed anew; one that never
 * left has its place in the account's order already, unless something else took it.
 *
 * @throws UnclearNonceError, NodeError
 */
export async function nextSigned(
  sender: Sender,
  action: Action,
  {
    book,
    ...price
  }: { readonly gasLimit: bigint; readonly fees: Fees; readonly book: AddressBook },
): Promise<NextSigned> {
  const { chain, account } = sender
  const content = contentOf(action)
  const sent = await findSent(sender, content)
  const end = sent && (await readReceipt(chain, sent.hash))
  // What reverted then may pass now, and is sent anew.
  if (sent !== undefined && end?.status !== '0x0') return { sent: sent.hash }
  const { nonce } = await entryFor(sender, wishKey(chain, account.address, content))
  const place = { chainId: chain.chainId, nonce }
  return { signed: signedTransaction({ content, ...price }, place, book) }
}

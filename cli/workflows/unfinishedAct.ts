import { isUnfinished, wishKey } from '../chain/outbox.ts'
import { findExecution } from '../chain/safe.ts'
import { type Action, contentOf } from '../chain/transaction.ts'
import type { Hex } from '../governance/addressBook.ts'
import { safeRecordsIn } from '../workspace/safeFiles.ts'
import type { Acting } from './protocol.ts'

/** Whether a transaction on the chain is an earlier attempt of the account at this, one whose end nobody has seen. */
export async function isUnfinishedAct(
  { sender, folder }: Acting,
  action: Action,
  transactionHash: Hex,
): Promise<boolean> {
  const { chain, account } = sender
  if (account.owners === undefined) return isUnfinished(sender, contentOf(action), transactionHash)
  const key = wishKey(chain, account.address, contentOf(action))
  const left = await safeRecordsIn(folder).find(key)
  if (left === undefined) return false
  return (await findExecution(chain, account.address, left))?.transactionHash === transactionHash
}

import { wishKey } from '../chain/outbox.ts'
import { executionAction, readSafe } from '../chain/safe.ts'
import { type Action, contentOf } from '../chain/transaction.ts'
import type { Hex } from '../governance/addressBook.ts'
import { safeRecordsIn } from '../workspace/safeFiles.ts'
import { signaturesOfOwners } from './executeSafe.ts'
import type { Acting } from './protocol.ts'

/** A transaction that may have left for an act, as the outbox knows it. */
export interface LeftWish {
  readonly key: Hex
  readonly content: ReturnType<typeof contentOf>
}

/**
 * The transactions by which an account may have begun an act: its own, or those by which an owner at hand carries what was
 * written down for its Safe.
 *
 * @throws UnreadableSafeFileError, NodeError
 */
export async function wishesOf(
  { sender: { chain, account }, folder }: Acting,
  action: Action,
): Promise<readonly LeftWish[]> {
  const own = contentOf(action)
  const key = wishKey(chain, account.address, own)
  if (account.owners === undefined) return [{ key, content: own }]
  const left = await safeRecordsIn(folder).find(key)
  if (left === undefined) return []
  const safe = await readSafe(chain, account.address)
  const signatures = signaturesOfOwners(safe, left.signatures)
  const content = contentOf(executionAction(safe, left.transaction, signatures))
  return account.owners.accounts.map(({ address }) => ({
    key: wishKey(chain, address, content),
    content,
  }))
}

import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { outboxIn } from '../workspace/outboxFile.ts'
import { entriesOn, isMeant, type PendingTransaction, pendingOf } from './pendingTransactions.ts'
import type { Protocol } from './protocol.ts'

/** Which of them: by hash or nonce, of whichever account; everything that has ended if absent. */
export interface DismissRequest {
  readonly which?: string
  readonly from?: Address
}

/**
 * Takes what has come to its end off the list of unfinished transactions: nobody need repeat what sent it for that. What
 * may still be mined, or may have been under a hash that nobody knows, stays: a repetition has to find it.
 *
 * @returns what was taken off
 * @throws UsageError if nothing that was meant has ended; UnreadableOutboxError, NodeError
 */
export async function dismissPending(
  { chain }: Protocol,
  folder: string,
  { which, from }: DismissRequest,
): Promise<readonly PendingTransaction[]> {
  const entries = await entriesOn(chain.chainId, folder)
  const meant = entries.filter(
    (entry) => isMeant(entry, which) && (from === undefined || entry.from === from),
  )
  const known = await Promise.all(
    meant.map(async (entry) => ({ entry, pending: await pendingOf(chain, entry) })),
  )
  const ended = known.filter(({ pending }) => pending.hasEnded)
  const isEach = which !== undefined && ended.length < known.length
  if (ended.length === 0 || isEach) throw nothingEnded(known, which)
  const outbox = outboxIn(folder)
  for (const { entry } of ended) await outbox.remove(entry.key)
  return ended.map(({ pending }) => pending)
}

function nothingEnded(
  known: readonly { readonly pending: PendingTransaction }[],
  which: string | undefined,
): UsageError {
  const [open] = known.filter(({ pending }) => !pending.hasEnded)
  if (which === undefined || open === undefined) {
    return new UsageError(
      which === undefined
        ? 'Nothing on the list has ended.'
        : `No unfinished transaction is "${printable(which)}".`,
      advise`See what is on it: ${{ act: 'list pending' }}.`,
    )
  }
  const { nonce, standing } = open.pending
  return new UsageError(
    `The one with the nonce ${nonce} has not come to an end that is known (${standing.kind}).`,
    'Offer more for it or take it back while it waits; else do the same once more, which looks for it first.',
  )
}

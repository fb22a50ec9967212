import type { Chain } from '../chain/client.ts'
import type { OutboxEntry } from '../chain/outboxStore.ts'
import { isSameOffer } from '../chain/replacing.ts'
import { UsageError } from '../shared/errors.ts'
import { plural, printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { AccountBusyError, AlreadySendingError, outboxIn } from '../workspace/outboxFile.ts'
import {
  entriesOn,
  isMeant,
  type PendingPlace,
  type PendingTransaction,
  pendingOf,
} from './pendingTransactions.ts'
import type { Protocol } from './protocol.ts'

/** Which of them; everything that has ended if nothing is named. */
export interface DismissRequest {
  /** Its hash, how that begins, or its nonce; of whichever account. */
  readonly which?: string
  /** The very one that somebody has seen: another one at its nonce, or a newer one, is another matter. */
  readonly seen?: Pick<PendingTransaction, 'from' | 'nonce' | 'hash'>
}

/** It may still be of use: it stays on the list. */
export class NotDismissedError extends UsageError {}

/** Whoever takes something off the list does not wait for an act to end. */
const PATIENCE_SECONDS = 1

/**
 * Takes what has come to its end off the list of unfinished transactions: nobody need repeat what sent it for that. What
 * may still be mined, or may have been under a hash that nobody knows, stays: a repetition has to find it.
 *
 * @returns what was taken off
 * @throws NotDismissedError if nothing that was meant has ended, or something that was named has not;
 *         AlreadySendingError, AccountBusyError, UnreadableOutboxError, NodeError
 */
export async function dismissPending(
  { chain }: Pick<Protocol, 'chain'>,
  place: PendingPlace,
  request: DismissRequest,
): Promise<readonly PendingTransaction[]> {
  const isNamed = request.which !== undefined || request.seen !== undefined
  const entries = await entriesOn(chain.chainId, place.folder)
  const meant = entries.filter((entry) => isWanted(entry, request))
  const known = await Promise.all(
    meant.map(async (entry) => ({
      entry,
      pending: await pendingOf(chain, entry, place.confirmations),
    })),
  )
  const ended = known.filter(({ pending }) => pending.hasEnded)
  const open = known.find(({ pending }) => !pending.hasEnded)
  if (isNamed && open !== undefined) throw notEnded(open.pending, place)
  if (ended.length === 0) throw nothingEnded(request)
  return removeEach({ chain, place, isNamed }, ended)
}

const isWanted = (entry: OutboxEntry, { which, seen }: DismissRequest): boolean =>
  isMeant(entry, which) &&
  (seen === undefined ||
    (entry.from === seen.from && entry.nonce === seen.nonce && entry.hash === seen.hash))

/** What cannot be taken off now is the whole answer only where it was named, or is all there is. */
async function removeEach(
  { chain, place, isNamed }: { chain: Chain; place: PendingPlace; isNamed: boolean },
  ended: readonly { readonly entry: OutboxEntry }[],
): Promise<readonly PendingTransaction[]> {
  const removed: PendingTransaction[] = []
  const kept: unknown[] = []
  for (const { entry } of ended) {
    try {
      removed.push(await remove(chain, place, entry))
    } catch (error) {
      if (!isOfOne(error)) throw error
      kept.push(error)
    }
  }
  if (kept.length > 0 && (isNamed || removed.length === 0)) throw kept[0]
  return removed
}

const isOfOne = (error: unknown): boolean =>
  [NotDismissedError, AlreadySendingError, AccountBusyError].some((kind) => error instanceof kind)

/**
 * While nobody sends from the account: a repeated command may have taken it off since it was looked at, and have sent and
 * noted another one in its place.
 */
async function remove(
  chain: Chain,
  { folder, confirmations }: PendingPlace,
  entry: OutboxEntry,
): Promise<PendingTransaction> {
  const outbox = outboxIn(folder, PATIENCE_SECONDS)
  const { key, from, nonce } = entry
  return outbox.alone({ key, chainId: chain.chainId, from }, async () => {
    const now = await outbox.find(key)
    if (now === undefined || !isSameOffer(now, entry)) {
      throw new NotDismissedError(
        `What had the nonce ${nonce} is not on the list any more as it was: something was done about it meanwhile.`,
        advise`See what is on it: ${{ act: 'list pending' }}.`,
      )
    }
    const pending = await pendingOf(chain, now, confirmations)
    if (!pending.hasEnded) throw notEnded(pending, { folder, confirmations })
    await outbox.remove(key)
    return pending
  })
}

function notEnded(
  { nonce, standing }: PendingTransaction,
  { confirmations }: PendingPlace,
): NotDismissedError {
  if ('block' in standing) {
    return new NotDismissedError(
      `The one with the nonce ${nonce} has come to its end (${standing.kind}), and fewer than ${plural(confirmations, 'block')} hold that.`,
      'Wait for more blocks: this one may still be exchanged for another.',
    )
  }
  return new NotDismissedError(
    `The one with the nonce ${nonce} has not come to an end that is known (${standing.kind}).`,
    'Offer more for it or take it back while it waits; else do the same once more, which looks for it first.',
  )
}

function nothingEnded({ which, seen }: DismissRequest): NotDismissedError {
  const name = which ?? (seen === undefined ? undefined : `${seen.hash ?? seen.nonce}`)
  return new NotDismissedError(
    name === undefined
      ? 'Nothing on the list has ended.'
      : `No unfinished transaction is "${printable(name)}".`,
    advise`See what is on it: ${{ act: 'list pending' }}.`,
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import { readBlock } from '../chain/client.ts'
import { notedFeed } from '../chain/keeperCalls.ts'
import type { OutboxEntry } from '../chain/outboxStore.ts'
import { hasSettled, readPending, type Standing } from '../chain/pending.ts'
import type { Action, Sender } from '../chain/transaction.ts'
import type { Hex } from '../governance/addressBook.ts'
import { AccountBusyError, AlreadySendingError } from '../workspace/outboxFile.ts'
import type { JobReport, Keeping } from './keeping.ts'
import { capital } from './lifecycleWords.ts'
import { takeNotes } from './noteActivity.ts'

/** What marks a transaction as a keeper's among all that wait. */
export const MARK = 'keeper: '
const POLL_MS = 500

export type Ended = Pick<JobReport, 'state' | 'why' | 'transaction'>

export const actionOf = ({ offer }: OutboxEntry): Action => ({
  data: offer?.data ?? '0x',
  value: BigInt(offer?.value ?? 0n),
  ...(offer?.to === undefined ? {} : { to: offer.to }),
})

/** Somebody else sends from this account just now. */
export const isElsewhere = (error: unknown): boolean =>
  error instanceof AlreadySendingError || error instanceof AccountBusyError

/** Nobody else sends from the account meanwhile. @throws AlreadySendingError, AccountBusyError */
export function aloneWith<T>(
  { outbox, chain }: Sender,
  { key, from }: OutboxEntry,
  work: () => Promise<T>,
): Promise<T> {
  return outbox.alone?.({ key, chainId: chain.chainId, from }, work) ?? work()
}

/** Waits for what left until it is mined, until it takes too long, or until somebody wants to stop. */
export async function awaitEnd(keeping: Keeping, left: OutboxEntry): Promise<Ended> {
  const { signal, acting } = keeping
  const { chain, outbox, receiptSeconds, confirmations = 1 } = acting.sender
  const deadline = performance.now() + receiptSeconds * 1_000
  for (;;) {
    // Somebody may have offered more for it meanwhile, or taken it back: ballast pending.
    const noted = await outbox.find(left.key)
    const entry: OutboxEntry = noted?.hash === undefined ? left : noted
    const standing = await readPending(chain, entry)
    if (await hasSettled(chain, entry, { standing, confirmations })) {
      return settled(keeping, entry, standing)
    }
    if (signal.aborted || performance.now() > deadline) return leftBehind(entry, signal)
    await sleep(POLL_MS, undefined, { signal }).catch(() => {})
  }
}

const leftBehind = ({ hash }: OutboxEntry, { aborted }: AbortSignal): Ended => ({
  state: 'under way',
  why: aborted
    ? 'it was sent and not seen mined; the next start looks for it first'
    : 'it is not mined yet, and nothing is sent behind it: ballast pending offers more for it',
  ...(hash === undefined ? {} : { transaction: hash }),
})

async function settled(keeping: Keeping, entry: OutboxEntry, standing: Standing): Promise<Ended> {
  const { sender } = keeping.acting
  if ('block' in standing) keeping.footing.reached(standing.block)
  if (standing.kind === 'mined') await noteMined(keeping, entry, standing)
  await forget(sender, entry)
  const transaction: { readonly transaction?: Hex } =
    'hash' in standing ? { transaction: standing.hash } : {}
  if (standing.kind === 'mined') return { state: 'done', ...transaction }
  const why =
    standing.kind === 'reverted'
      ? 'it was mined and reverted'
      : 'another transaction was mined in its place'
  return { state: 'failed', why, ...transaction }
}

/** Unless somebody has sent the same again meanwhile; while somebody is about to, it is left to the next look. */
async function forget(sender: Sender, entry: OutboxEntry): Promise<void> {
  const { outbox } = sender
  try {
    await aloneWith(sender, entry, async () => {
      const now = await outbox.find(entry.key)
      if (now?.nonce === entry.nonce) await outbox.remove(entry.key)
    })
  } catch (error) {
    if (!isElsewhere(error)) throw error
  }
}

async function noteMined(
  keeping: Keeping,
  entry: OutboxEntry,
  { hash, block }: { readonly hash: Hex; readonly block: number },
): Promise<void> {
  const headline = capital(entry.offer?.about?.slice(MARK.length) ?? 'A keeper\u2019s transaction')
  const activity = await takeNotes(keeping.acting, { verb: 'keeper', headline })
  await activity.mined({ transactionHash: hash, blockNumber: block, gasUsed: 0n })
  await remember(keeping, actionOf(entry), block)
}

/** The hub does not tell when it was told last that a feed is dead. */
export async function remember(
  { acting, notes, footing }: Keeping,
  action: Action,
  block: number,
): Promise<void> {
  const { chain, book } = acting.protocol
  footing.reached(block)
  const feed = notedFeed(book, action)
  if (feed === undefined) return
  const { timestamp } = await readBlock(chain, block)
  const hub = { chainId: chain.chainId, hub: book.contracts.oracleHub }
  await notes.put(hub, feed, BigInt(timestamp))
}

import { setTimeout as sleep } from 'node:timers/promises'
import { readBlock } from '../chain/client.ts'
import type { Fees } from '../chain/fees.ts'
import { keeperAction, notedFeed } from '../chain/keeperCalls.ts'
import { NodeError } from '../chain/nodeErrors.ts'
import { findSent, wishKey } from '../chain/outbox.ts'
import type { OutboxEntry } from '../chain/outboxStore.ts'
import { hasSettled, readPending, type Standing } from '../chain/pending.ts'
import { type Action, contentOf, transact } from '../chain/transaction.ts'
import {
  ReceiptMissingError,
  UnclearNonceError,
  UnconfirmedError,
} from '../chain/transactionErrors.ts'
import type { Hex } from '../governance/addressBook.ts'
import { type Job, jobKey, type KeeperCall } from '../governance/keeper/job.ts'
import { BallastError } from '../shared/errors.ts'
import type { JobReport, Keeping } from './keeping.ts'
import { capital } from './lifecycleWords.ts'
import { takeNotes } from './noteActivity.ts'

/** What marks a transaction as a keeper's among all that wait. */
const MARK = 'keeper: '
/** So long the sending itself waits; afterwards it is looked after, and may be left. */
const FIRST_WAIT_SECONDS = 3
const POLL_MS = 500

/** A job that was found worth doing, as it is sent. */
export interface Chosen {
  readonly job: Job
  readonly call: KeeperCall
  readonly words: string
  readonly ceiling: { readonly gasLimit: bigint; readonly fees: Fees }
}

type Ended = Pick<JobReport, 'state' | 'why' | 'transaction'>

/**
 * Sends a job once and sees it to its end. What fails is told, and does not stop others; only a node that cannot be asked does.
 *
 * @throws NodeError; what was sent is looked for by the next pass
 */
export async function sendJob(keeping: Keeping, chosen: Chosen): Promise<Ended> {
  const { acting, backoff } = keeping
  const { sender, protocol } = acting
  const { job, call, words, ceiling } = chosen
  const action = keeperAction(protocol.book, call, sender.account.address)
  const activity = await takeNotes(acting, { verb: 'keeper', headline: capital(words) })
  const patient = { ...sender, receiptSeconds: Math.min(sender.receiptSeconds, FIRST_WAIT_SECONDS) }
  try {
    const { transactionHash } = await activity.sending(action, () =>
      transact(patient, action, {
        ceiling,
        about: `${MARK}${words}`,
        async remember(sent) {
          await activity.mined(sent)
          await remember(keeping, action, sent.blockNumber)
        },
      }),
    )
    backoff.succeeded(jobKey(job))
    return { state: 'done', transaction: transactionHash }
  } catch (error) {
    if (error instanceof ReceiptMissingError || error instanceof UnconfirmedError) {
      const { chain, account, outbox } = sender
      const entry = await outbox.find(wishKey(chain, account.address, contentOf(action)))
      return entry === undefined ? { state: 'done' } : awaitEnd(keeping, entry)
    }
    if (error instanceof NodeError || !(error instanceof BallastError)) throw error
    backoff.failed(jobKey(job))
    return { state: 'failed', why: error.message }
  }
}

/**
 * What keepers of this account sent before and nobody has seen the end of: each is seen to its end, or blocks whatever comes after it.
 * What never left is forgotten, because the chain is looked at anew; the nonce keeps two from being mined.
 */
export async function endEarlier(keeping: Keeping): Promise<readonly JobReport[]> {
  const { outbox, chain, account } = keeping.acting.sender
  const entries = (await outbox.list?.()) ?? []
  const own = entries.filter(
    ({ from, offer }) =>
      from === account.address &&
      offer?.chainId === chain.chainId &&
      offer.about?.startsWith(MARK) === true,
  )
  const reports: JobReport[] = []
  for (const entry of own.toSorted((a, b) => a.nonce - b.nonce)) {
    const words = entry.offer?.about?.slice(MARK.length) ?? ''
    reports.push({ kind: 'earlier', subject: entry.key, words, ...(await endOne(keeping, entry)) })
  }
  return reports
}

async function endOne(keeping: Keeping, entry: OutboxEntry): Promise<Ended> {
  const { sender } = keeping.acting
  const action = actionOf(entry)
  try {
    const found = await findSent(sender, contentOf(action))
    if (found !== undefined) return await awaitEnd(keeping, found)
    await sender.outbox.remove(entry.key)
    return { state: 'skipped', why: 'it never left, or another transaction has its place' }
  } catch (error) {
    if (!(error instanceof UnclearNonceError)) throw error
    return { state: 'under way', why: error.message }
  }
}

const actionOf = ({ offer }: OutboxEntry): Action => ({
  data: offer?.data ?? '0x',
  value: BigInt(offer?.value ?? 0n),
  ...(offer?.to === undefined ? {} : { to: offer.to }),
})

/** Waits for what left until it is mined, until it takes too long, or until somebody wants to stop. */
async function awaitEnd(keeping: Keeping, left: OutboxEntry): Promise<Ended> {
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
  if (standing.kind === 'mined') await noteMined(keeping, entry, standing)
  await sender.outbox.remove(entry.key)
  const transaction: { readonly transaction?: Hex } =
    'hash' in standing ? { transaction: standing.hash } : {}
  if (standing.kind === 'mined') return { state: 'done', ...transaction }
  const why =
    standing.kind === 'reverted'
      ? 'it was mined and reverted'
      : 'another transaction was mined in its place'
  return { state: 'failed', why, ...transaction }
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
async function remember(
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

import type { Fees } from '../chain/fees.ts'
import { keeperAction } from '../chain/keeperCalls.ts'
import { NodeError, NodeRefusedError } from '../chain/nodeErrors.ts'
import { findSent, wishKey } from '../chain/outbox.ts'
import type { OutboxEntry } from '../chain/outboxStore.ts'
import { type Action, contentOf, transact } from '../chain/transaction.ts'
import {
  ReceiptMissingError,
  UnclearNonceError,
  UnconfirmedError,
} from '../chain/transactionErrors.ts'
import { type Job, jobKey, type KeeperCall } from '../governance/keeper/job.ts'
import { BallastError } from '../shared/errors.ts'
import {
  actionOf,
  aloneWith,
  awaitEnd,
  type Ended,
  isElsewhere,
  MARK,
  remember,
} from './keeperEnds.ts'
import type { JobReport, Keeping } from './keeping.ts'
import { capital } from './lifecycleWords.ts'
import { takeNotes } from './noteActivity.ts'

/** So long the sending itself waits; afterwards it is looked after, and may be left. */
const FIRST_WAIT_SECONDS = 3

/** A job that was found worth doing, as it is sent. */
export interface Chosen {
  readonly job: Job
  readonly call: KeeperCall
  readonly words: string
  readonly ceiling: { readonly gasLimit: bigint; readonly fees: Fees }
}

/**
 * Sends a job once and sees it to its end. What fails is told, and does not stop others; only a node that cannot be asked does.
 *
 * @throws NodeError; what was sent is looked for by the next pass
 */
export async function sendJob(keeping: Keeping, chosen: Chosen): Promise<Ended> {
  const { acting } = keeping
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
    return told(keeping, jobKey(job), { state: 'done', transaction: transactionHash })
  } catch (error) {
    return await failed(keeping, { job, action }, error)
  }
}

/** What came of a job decides whether it is left alone for a while. */
function told({ backoff }: Keeping, key: string, ended: Ended): Ended {
  if (ended.state === 'done') backoff.succeeded(key)
  if (ended.state === 'failed') backoff.failed(key)
  return ended
}

async function failed(
  keeping: Keeping,
  { job, action }: { readonly job: Job; readonly action: Action },
  error: unknown,
): Promise<Ended> {
  const { chain, account, outbox } = keeping.acting.sender
  const key = jobKey(job)
  if (!(error instanceof BallastError)) throw error
  if (isElsewhere(error)) return { state: 'skipped', why: error.message }
  const noted = await outbox.find(wishKey(chain, account.address, contentOf(action)))
  if (error instanceof ReceiptMissingError || error instanceof UnconfirmedError) {
    if (noted === undefined) return { state: 'done' }
    keeping.sentFor.set(noted.key, key)
    return told(keeping, key, await awaitEnd(keeping, noted))
  }
  if (error instanceof NodeRefusedError) {
    keeping.backoff.failed(key)
    // Whether it has left is not known: the next pass looks for it before anything else.
    if (noted !== undefined) throw error
    return { state: 'failed', why: error.message }
  }
  if (error instanceof NodeError) throw error
  return told(keeping, key, { state: 'failed', why: error.message })
}

/**
 * What keepers of this account sent before and nobody has seen the end of: each is seen to its end, or blocks whatever comes after it.
 * What never left is forgotten, because the chain is looked at anew; the nonce keeps two from being mined.
 *
 * @returns those that have not ended; of the others it is told with the next look that comes to anything
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
  const waiting: JobReport[] = []
  for (const entry of own.toSorted((a, b) => a.nonce - b.nonce)) {
    const words = entry.offer?.about?.slice(MARK.length) ?? ''
    const ended = await endOne(keeping, entry)
    const told = ended.state === 'under way' ? waiting : keeping.untold
    told.push({ kind: 'earlier', subject: entry.key, words, ...ended })
  }
  return waiting
}

async function endOne(keeping: Keeping, entry: OutboxEntry): Promise<Ended> {
  const { sentFor } = keeping
  try {
    const found = await findOrForget(keeping, entry)
    const job = sentFor.get(entry.key)
    if (found === undefined) {
      sentFor.delete(entry.key)
      return { state: 'skipped', why: 'it never left, or another transaction has its place' }
    }
    const ended = await awaitEnd(keeping, found)
    if (ended.state !== 'under way') sentFor.delete(entry.key)
    return job === undefined ? ended : told(keeping, job, ended)
  } catch (error) {
    if (error instanceof UnclearNonceError) return { state: 'under way', why: error.message }
    if (!(error instanceof BallastError && isElsewhere(error))) throw error
    return { state: 'skipped', why: error.message }
  }
}

/** Nobody sends from the account meanwhile: what is forgotten here might be on its way from there. */
async function findOrForget(
  { acting: { sender } }: Keeping,
  entry: OutboxEntry,
): Promise<OutboxEntry | undefined> {
  const { outbox } = sender
  return aloneWith(sender, entry, async () => {
    const found = await findSent(sender, contentOf(actionOf(entry)))
    if (found === undefined) await outbox.remove(entry.key)
    return found
  })
}

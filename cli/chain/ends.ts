import type { Hex } from '../governance/addressBook.ts'
import type { Account } from './account.ts'
import type { Chain } from './client.ts'
import { NodeRefusedError } from './nodeErrors.ts'
import { wishOfOffer } from './offers.ts'
import type { OutboxEntry, OutboxStore } from './outboxStore.ts'
import { type Receipt, readReceipt } from './receipts.ts'
import { type Content, findSince, isKnown, nonceOf } from './sentTransactions.ts'
import { ReceiptMissingError, ReplacedError, UnconfirmedError } from './transactionErrors.ts'

/** Whose transaction, and how long to wait for what. */
interface Waiting {
  readonly chain: Chain
  readonly account: Account
  readonly outbox: OutboxStore
  /** Seconds until it gives up; 0 asks once. */
  readonly receiptSeconds: number
  /** Blocks that must hold it: its own, and those on top of it. */
  readonly confirmations?: number
  /** Between two questions; the usual ones by default. */
  readonly pauses?: Pauses
}

/** How long it pauses before it asks again, in milliseconds: twice as long each time. */
export interface Pauses {
  readonly first: number
  readonly longest: number
  /** From here on it takes longer than usual: it is asked what became of it. */
  readonly slow: number
}

type Left = OutboxEntry & { readonly hash: Hex }

const usualPauses: Pauses = { first: 5, longest: 2_000, slow: 300 }

/**
 * Waits until what left is mined and as deep as wished. Meanwhile another process may have offered more for it, or
 * taken it back; a block that held it may be gone again, and its node may have forgotten it: then the same transaction is
 * handed over once more, at the same nonce, so that it still happens once.
 *
 * @throws ReceiptMissingError, UnconfirmedError, ReplacedError, NodeError
 */
export async function waitForEnd(waiting: Waiting, left: Left, content: Content): Promise<Receipt> {
  const { chain, outbox, receiptSeconds: seconds, confirmations = 1 } = waiting
  const { first, longest, slow } = waiting.pauses ?? usualPauses
  const deadline = performance.now() + seconds * 1_000
  let found: Followed = { entry: left, isForgotten: false }
  for (let pause = first; ; pause = Math.min(pause * 2, longest)) {
    const rest = deadline - performance.now()
    const { entry } = found
    const receipt = await anyReceipt(chain, entry)
    const deep =
      receipt === undefined ? 0 : await depthOf(chain, Number(receipt.blockNumber), confirmations)
    if (receipt !== undefined && deep >= confirmations) return receipt
    if (rest <= 0)
      throw notInTime(entry.hash ?? left.hash, { deep, wanted: confirmations }, seconds)
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, rest)))
    if (pause < slow) continue
    const newest = { ...found, entry: together(entry, await outbox.find(entry.key)) }
    found = receipt === undefined ? await follow(waiting, newest, content) : newest
  }
}

/**
 * What is written down by now, with what was found out here: where the answer to the sending was lost, no note has the hash.
 */
function together(found: OutboxEntry, noted: OutboxEntry | undefined): OutboxEntry {
  if (noted === undefined) return found
  const hash = noted.hash ?? found.hash
  const own = found.hash === undefined ? [] : [found.hash]
  const all = new Set([...(noted.earlier ?? []), ...own, ...(found.earlier ?? [])])
  const earlier = [...all].filter((one) => one !== hash)
  return {
    ...noted,
    ...(hash === undefined ? {} : { hash }),
    ...(earlier.length === 0 ? {} : { earlier }),
  }
}

/** A transaction that is waited for, and whether its node did not know it when it was asked last. */
interface Followed {
  readonly entry: OutboxEntry
  readonly isForgotten: boolean
}

const notInTime = (
  hash: Hex,
  had: { readonly deep: number; readonly wanted: number },
  seconds: number,
) =>
  had.deep === 0 ? new ReceiptMissingError(hash, seconds) : new UnconfirmedError(hash, had, seconds)

/** Asks what became of a transaction that has no receipt after a while. @throws ReplacedError */
async function follow(
  waiting: Waiting,
  { entry, isForgotten }: Followed,
  content: Content,
): Promise<Followed> {
  const became = await whatBecame(waiting.chain, entry, content)
  if (became === 'replaced') {
    // Whoever took it back may have written that down while this was found out.
    const noted = together(entry, await waiting.outbox.find(entry.key))
    await waiting.outbox.remove(entry.key)
    throw new ReplacedError(noted, await minedOf(waiting.chain, noted.cancellations ?? []))
  }
  // Of several nodes behind one address, one may not have heard of it yet: only twice in a row counts.
  if (became === 'forgotten' && isForgotten) await handOverAgain(waiting, entry)
  return {
    entry: typeof became === 'object' ? { ...entry, hash: became.hash } : entry,
    isForgotten: became === 'forgotten',
  }
}

/** Which of them was mined, if any was. */
async function minedOf(chain: Chain, hashes: readonly Hex[]): Promise<Hex | undefined> {
  for (const hash of hashes) if ((await readReceipt(chain, hash)) !== undefined) return hash
  return undefined
}

/** The receipt of any of the transactions that were offered for the same wish. */
async function anyReceipt(
  chain: Chain,
  { hash, earlier = [] }: OutboxEntry,
): Promise<Receipt | undefined> {
  for (const candidate of hash === undefined ? earlier : [hash, ...earlier]) {
    const receipt = await readReceipt(chain, candidate)
    if (receipt !== undefined) return receipt
  }
  return undefined
}

/** How many blocks hold what is in this one; one block is the least, and is not asked for. */
export async function depthOf(chain: Chain, block: number, wanted: number): Promise<number> {
  if (wanted <= 1) return 1
  const newest = Number(await chain.rpc.request({ method: 'eth_blockNumber' }))
  return newest - block + 1
}

/** What became of a transaction without a receipt. */
async function whatBecame(
  chain: Chain,
  entry: OutboxEntry,
  content: Content,
): Promise<'waits' | 'forgotten' | 'replaced' | { readonly hash: Hex }> {
  for (const hash of [entry.hash, ...(entry.earlier ?? [])]) {
    if (hash !== undefined && (await isKnown(chain, hash))) return 'waits'
  }
  if ((await nonceOf(chain, entry.from, 'latest')) <= entry.nonce) return 'forgotten'
  return (await findSince(chain, entry, content)) ?? 'replaced'
}

/** The very transaction that left, to a node that no longer has it; where signing asks somebody, that has to wait. */
async function handOverAgain(
  { chain, account }: Waiting,
  { offer, nonce, cancellations }: OutboxEntry,
): Promise<void> {
  if (offer === undefined || cancellations !== undefined || offer.chainId !== chain.chainId) return
  // Whoever agreed may have gone, or say no to what has left: the repeated command asks.
  if (account.asksEachTime) return
  const { about: _, ...transaction } = wishOfOffer(offer)
  const dispatch = await account.prepare({ ...transaction, nonce })
  try {
    await dispatch.send()
  } catch (error) {
    // It has it after all, or will not have it: the next question tells.
    if (!(error instanceof NodeRefusedError)) throw error
  }
}

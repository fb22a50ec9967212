import { keccak256, toUtf8Bytes } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { Account } from './account.ts'
import { type Chain, readBlock, requireSameChain } from './client.ts'
import { type Fees, readFees } from './fees.ts'
import { NodeError, NodeRefusedError } from './nodeErrors.ts'
import { offerOf } from './offers.ts'
import type { OutboxEntry, OutboxStore } from './outboxStore.ts'
import { type Content, findSince, isStillOpen, nonceOf } from './sentTransactions.ts'
import { isUnclearRefusal, TransactionRefusedError } from './transactionErrors.ts'
import type { Wish } from './wish.ts'

/** For chains that end with the process. */
export function memoryOutbox(): OutboxStore {
  const entries = new Map<Hex, OutboxEntry>()
  return {
    find: async (key) => entries.get(key),
    put: async (entry) => {
      entries.set(entry.key, entry)
    },
    remove: async (key) => {
      entries.delete(key)
    },
    list: async () => [...entries.values()],
  }
}

interface Sending {
  readonly chain: Chain
  readonly account: Account
  readonly outbox: OutboxStore
}

type Left = OutboxEntry & { readonly hash: Hex }

/** The identity of a wish: the same wish from the same sender on the same chain is the same transaction. */
export const wishKey = (chain: Chain, from: Address, { to, data, value }: Content): Hex =>
  keccak256(toUtf8Bytes([chain.chainId, from, to ?? 'create', data, value].join(':')))

/**
 * The transaction of an earlier attempt at this wish, if the chain knows it, mined or waiting. Ask this before a
 * rehearsal: a wish that was fulfilled already would be refused there.
 *
 * @throws UnclearNonceError, NodeError
 */
export async function findSent(
  { chain, account, outbox }: Sending,
  wish: Content,
): Promise<Left | undefined> {
  const earlier = await outbox.find(wishKey(chain, account.address, wish))
  if (earlier === undefined) return undefined
  const found = await findSince(chain, earlier, wish)
  if (found === undefined || (found.isFollowed && outbox.wishesRecur)) return undefined
  return { ...earlier, hash: found.hash }
}

/** Whether this transaction is an earlier attempt at the wish, one whose end nobody has seen; whatever came after it. */
export async function isUnfinished(
  { chain, account, outbox }: Sending,
  wish: Content,
  hash: Hex,
): Promise<boolean> {
  const earlier = await outbox.find(wishKey(chain, account.address, wish))
  return earlier !== undefined && (await findSince(chain, earlier, wish))?.hash === hash
}

/** Attempts at a place in the account's order: somebody else may take it between the question and the sending. */
const ATTEMPTS = 3

/**
 * Hands a wish to the node at most once, however often it is repeated after a crash or a lost answer: the nonce is
 * written down before it leaves, and a repetition either finds the transaction or uses the same nonce again, so
 * that the chain itself refuses the second. Only a nonce that went to another transaction is replaced.
 *
 * @returns the entry, its hash known; the caller removes it when the end was seen
 * @throws TransactionRefusedError, UnclearNonceError, NodeError, and what a contract answers
 */
export async function sendOnce(sending: Sending, wish: Wish): Promise<Left> {
  const key = wishKey(sending.chain, sending.account.address, wish)
  const sent = await findSent(sending, wish)
  if (sent !== undefined) return sent
  for (let attempt = 1; ; attempt += 1) {
    const left = await leave(sending, await entryFor(sending, key), wish)
    if (left !== 'nonce taken') return left
    if (attempt === ATTEMPTS) throw new TransactionRefusedError('its nonce is always taken')
  }
}

/** The place in the account's order at which a wish leaves that the chain does not know (`findSent`): an earlier attempt's, or a new one. */
export async function entryFor(sending: Sending, key: Hex): Promise<OutboxEntry> {
  const { chain, outbox } = sending
  const earlier = await outbox.find(key)
  return earlier !== undefined && (await isStillOpen(chain, earlier))
    ? earlier
    : newEntry(sending, key)
}

async function newEntry({ chain, account }: Sending, key: Hex): Promise<OutboxEntry> {
  const from = account.address
  const { number: afterBlock, hash: afterHash } = await readBlock(chain)
  return { key, from, nonce: await nonceOf(chain, from, 'pending'), afterBlock, afterHash }
}

async function leave(
  { chain, account, outbox }: Sending,
  entry: OutboxEntry,
  wish: Wish,
): Promise<Left | 'nonce taken'> {
  const { about: _, ...content } = wish
  const fees = wish.fees ?? (await readFees(chain))
  const dispatch = await account.prepare({ ...content, fees, nonce: entry.nonce })
  const noted = notedOf(chain, entry, { wish, fees, hash: dispatch.hash })
  await requireSameChain(chain)
  await outbox.put(noted)
  let hash: Hex
  try {
    hash = await dispatch.send()
  } catch (error) {
    // No answer: nobody knows whether it arrived, and the entry stays.
    if (error instanceof NodeError && !(error instanceof NodeRefusedError)) throw error
    // Refused; also said of what is there already, or was mined and reverted.
    const found = await findSince(chain, noted, wish)
    if (found !== undefined) return { ...noted, hash: found.hash }
    if (isUnclearRefusal(error)) throw error
    await outbox.remove(entry.key)
    if ((await nonceOf(chain, entry.from, 'latest')) > entry.nonce) return 'nonce taken'
    throw TransactionRefusedError.from(error)
  }
  await outbox.put({ ...noted, hash })
  return { ...noted, hash }
}

/**
 * The entry as it is written down before a transaction leaves: an earlier one at the same nonce is not forgotten, and it is no
 * longer taken back.
 */
export function notedOf(
  chain: Chain,
  { hash: before, earlier = [], cancellations: _, ...entry }: OutboxEntry,
  left: { readonly wish: Wish; readonly fees: Fees; readonly hash: Hex | undefined },
): OutboxEntry {
  const { wish, fees, hash } = left
  const older = [...new Set(before === undefined ? earlier : [...earlier, before])]
  const others = older.filter((one) => one !== hash)
  return {
    ...entry,
    offer: offerOf(chain.chainId, wish, fees),
    ...(hash === undefined ? {} : { hash }),
    ...(others.length === 0 ? {} : { earlier: others }),
  }
}

import { keccak256, toUtf8Bytes } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { Account, NumberedTransaction } from './account.ts'
import type { Chain } from './client.ts'

/** A transaction that was about to leave, or left, and whose end nobody has seen yet. */
export interface OutboxEntry {
  /** What identifies the wish: chain, sender, target, data and value. */
  readonly key: Hex
  readonly from: Address
  readonly nonce: number
  /** Unknown if the answer to the sending was lost and the node signs. */
  readonly hash?: Hex
  /** The newest block when it left: it is mined later than this. */
  readonly afterBlock: number
}

/** Where entries outlive the process. */
export interface OutboxStore {
  find(key: Hex): Promise<OutboxEntry | undefined>
  put(entry: OutboxEntry): Promise<void>
  remove(key: Hex): Promise<void>
}

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
  }
}

/** A transaction as somebody wishes it, without its place in any order. */
export type Wish = Omit<NumberedTransaction, 'nonce'>

interface Sending {
  readonly chain: Chain
  readonly account: Account
  readonly outbox: OutboxStore
}

/** The identity of a wish: the same wish from the same sender on the same chain is the same transaction. */
export const wishKey = (
  chain: Chain,
  from: Address,
  { to, data, value }: Pick<Wish, 'to' | 'data' | 'value'>,
): Hex => keccak256(toUtf8Bytes([chain.chainId, from, to ?? 'create', data, value].join(':')))

/**
 * The transaction of an earlier attempt at this wish, if the chain knows it, mined or waiting. Ask this before a
 * rehearsal: a wish that was fulfilled already would be refused there.
 */
export async function findSent(
  { chain, account, outbox }: Sending,
  wish: Omit<Wish, 'gasLimit'>,
): Promise<(OutboxEntry & { hash: Hex }) | undefined> {
  const earlier = await outbox.find(wishKey(chain, account.address, wish))
  return earlier === undefined ? undefined : locate(chain, earlier, wish)
}

/**
 * Hands a wish to the node at most once, however often it is repeated after a crash or a lost answer: the nonce is
 * written down before it leaves, and a repetition either finds the transaction or uses the same nonce again, so
 * that the chain itself refuses the second.
 *
 * @returns the entry, its hash known; the caller removes it when the end was seen
 */
export async function sendOnce(sending: Sending, wish: Wish): Promise<OutboxEntry & { hash: Hex }> {
  const { chain, account, outbox } = sending
  const key = wishKey(chain, account.address, wish)
  const earlier = await outbox.find(key)
  if (earlier !== undefined) {
    const located = await locate(chain, earlier, wish)
    if (located !== undefined) return located
    if (await isNonceFree(chain, earlier)) return leave(sending, earlier, wish)
    await outbox.remove(key)
  }
  const nonce = await readNonce(chain, account.address, 'pending')
  const afterBlock = Number(await chain.rpc.request({ method: 'eth_blockNumber' }))
  return leave(sending, { key, from: account.address, nonce, afterBlock }, wish)
}

async function leave(
  { account, outbox }: Sending,
  entry: OutboxEntry,
  wish: Wish,
): Promise<OutboxEntry & { hash: Hex }> {
  const dispatch = await account.prepare({ ...wish, nonce: entry.nonce })
  const noted = dispatch.hash === undefined ? entry : { ...entry, hash: dispatch.hash }
  await outbox.put(noted)
  const hash = await dispatch.send()
  const sent = { ...noted, hash }
  await outbox.put(sent)
  return sent
}

/** The transaction of an earlier attempt: by its hash, or among the blocks since if its nonce was used. */
async function locate(
  chain: Chain,
  entry: OutboxEntry,
  wish: Omit<Wish, 'gasLimit'>,
): Promise<(OutboxEntry & { hash: Hex }) | undefined> {
  if (entry.hash !== undefined) {
    const known = await chain.rpc.request({
      method: 'eth_getTransactionByHash',
      params: [entry.hash],
    })
    if (known !== null) return { ...entry, hash: entry.hash }
  }
  if ((await readNonce(chain, entry.from, 'latest')) <= entry.nonce) return undefined
  const hash = await findMined(chain, entry, wish)
  return hash === undefined ? undefined : { ...entry, hash }
}

/**
 * Whether an earlier attempt may leave again at its own nonce. Not if that nonce went to another transaction, and not
 * if it would leave a gap: then the chain was started anew since, or earlier transactions were dropped.
 */
async function isNonceFree(chain: Chain, { from, nonce }: OutboxEntry): Promise<boolean> {
  if ((await readNonce(chain, from, 'latest')) > nonce) return false
  return nonce <= (await readNonce(chain, from, 'pending'))
}

const BLOCKS_TO_SEARCH = 256

interface MinedTransaction {
  readonly hash: Hex
  readonly from: Address
  readonly to: Address | null
  readonly nonce: Hex
  readonly input: Hex
}

/** Looks through the blocks since the attempt for a transaction with its sender, nonce and content. */
async function findMined(
  chain: Chain,
  { from, nonce, afterBlock }: OutboxEntry,
  wish: Omit<Wish, 'gasLimit'>,
): Promise<Hex | undefined> {
  for (let number = afterBlock + 1; number <= afterBlock + BLOCKS_TO_SEARCH; number += 1) {
    const block = (await chain.rpc.request({
      method: 'eth_getBlockByNumber',
      params: [`0x${number.toString(16)}`, true],
    })) as { transactions: readonly MinedTransaction[] } | null
    if (block === null) return undefined
    const found = block.transactions.find(
      (candidate) =>
        candidate.from.toLowerCase() === from.toLowerCase() && Number(candidate.nonce) === nonce,
    )
    if (found === undefined) continue
    const isSame =
      found.input.toLowerCase() === wish.data.toLowerCase() &&
      (found.to ?? '').toLowerCase() === (wish.to ?? '').toLowerCase()
    return isSame ? found.hash : undefined
  }
  return undefined
}

async function readNonce(
  chain: Chain,
  address: Address,
  tag: 'latest' | 'pending',
): Promise<number> {
  return Number(
    await chain.rpc.request({ method: 'eth_getTransactionCount', params: [address, tag] }),
  )
}

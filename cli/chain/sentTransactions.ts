import type { Address, Hex } from '../governance/addressBook.ts'
import type { NumberedTransaction } from './account.ts'
import type { Chain } from './client.ts'
import type { OutboxEntry } from './outboxStore.ts'
import { UnclearNonceError } from './transactionErrors.ts'

/** What a transaction says, wherever it stands in the account's order. */
export type Content = Pick<NumberedTransaction, 'to' | 'data' | 'value'>

/** A transaction that the chain knows. */
export interface Found {
  readonly hash: Hex
  /** Mined, and the account has acted again since. */
  readonly isFollowed: boolean
}

/**
 * What became of an entry: by its hash, among the blocks since if its nonce was used, or in the node's pool.
 *
 * @returns undefined if it never left, or its nonce went to something else
 * @throws UnclearNonceError if something waits at its nonce, or was mined there, and the node does not say what
 */
export async function findSince(
  chain: Chain,
  entry: OutboxEntry,
  content: Content,
): Promise<Found | undefined> {
  const { from, nonce, hash } = entry
  const known = hash === undefined ? null : await readTransaction(chain, hash)
  const mined = await nonceOf(chain, from, 'latest')
  if (known !== null) {
    return { hash: known.hash, isFollowed: mined > nonce + 1 && isMined(known) }
  }
  if (mined > nonce) return amongMined(chain, entry, { content, mined })
  if ((await nonceOf(chain, from, 'pending')) <= nonce) return undefined
  const waiting = await findWaiting(chain, entry)
  if (waiting !== undefined && says(waiting, content)) {
    return { hash: waiting.hash, isFollowed: false }
  }
  // What waited a moment ago may have been mined between the two questions.
  const minedSince = await nonceOf(chain, from, 'latest')
  if (minedSince > nonce) return amongMined(chain, entry, { content, mined: minedSince })
  throw new UnclearNonceError(from, nonce, 'waits to be mined')
}

/** The mined transaction of the entry's nonce, if it says the same; `mined` counts what the account has on the chain. */
async function amongMined(
  chain: Chain,
  entry: OutboxEntry,
  known: { readonly content: Content; readonly mined: number },
): Promise<Found | undefined> {
  const { from, nonce } = entry
  const found = await findMined(chain, entry)
  if (found === undefined) throw new UnclearNonceError(from, nonce, 'was mined')
  if (!says(found, known.content)) return undefined
  return { hash: found.hash, isFollowed: known.mined > nonce + 1 }
}

/** The number that the account's next transaction gets; `pending` counts those that wait in the node's pool. */
export async function nonceOf(
  chain: Chain,
  address: Address,
  tag: 'latest' | 'pending' | Hex,
): Promise<number> {
  return Number(
    await chain.rpc.request({ method: 'eth_getTransactionCount', params: [address, tag] }),
  )
}

/** Whether the node has the transaction, mined or waiting. */
export const isKnown = async (chain: Chain, hash: Hex): Promise<boolean> =>
  (await readTransaction(chain, hash)) !== null

/** Whether the chain is the one that the entry was made for, as opposed to one that was started anew or put back. */
async function isSameChain(chain: Chain, { afterBlock, afterHash }: OutboxEntry): Promise<boolean> {
  const block = await readBlockWith(chain, toHex(afterBlock))
  return afterHash !== undefined && block?.hash === afterHash
}

/**
 * Whether an earlier attempt, which the chain does not know, may leave again at its own nonce, as it was or with a higher offer. Not if that nonce went
 * to another transaction, and not on a chain that was started anew since.
 */
export async function isStillOpen(chain: Chain, entry: OutboxEntry): Promise<boolean> {
  if ((await nonceOf(chain, entry.from, 'latest')) > entry.nonce) return false
  if (entry.nonce <= (await nonceOf(chain, entry.from, 'pending'))) return true
  // Transactions before it were dropped: another nonce could mean two of them once they come back.
  return isSameChain(chain, entry)
}

interface ChainTransaction {
  readonly hash: Hex
  readonly from: Address
  readonly to: Address | null
  readonly nonce: Hex
  readonly input: Hex
  readonly value: Hex
  readonly blockNumber: Hex | null
}

interface ChainBlock {
  readonly hash: Hex | null
  readonly transactions: readonly ChainTransaction[]
}

const isMined = ({ blockNumber }: ChainTransaction): boolean => (blockNumber ?? null) !== null

const says = (found: ChainTransaction, { to, data, value }: Content): boolean =>
  found.input.toLowerCase() === data.toLowerCase() &&
  (found.to ?? '').toLowerCase() === (to ?? '').toLowerCase() &&
  BigInt(found.value) === value

const readTransaction = async (chain: Chain, hash: Hex): Promise<ChainTransaction | null> =>
  (await chain.rpc.request({
    method: 'eth_getTransactionByHash',
    params: [hash],
  })) as ChainTransaction | null

const readBlockWith = async (chain: Chain, tag: Hex | 'pending'): Promise<ChainBlock | null> =>
  (await chain.rpc.request({
    method: 'eth_getBlockByNumber',
    params: [tag, true],
  })) as ChainBlock | null

/** The transaction that used the entry's nonce: in the first block after which the account's count is past it. */
async function findMined(chain: Chain, entry: OutboxEntry): Promise<ChainTransaction | undefined> {
  const newest = Number(await chain.rpc.request({ method: 'eth_blockNumber' }))
  const isPast = async (block: number) =>
    (await nonceOf(chain, entry.from, toHex(block))) > entry.nonce
  // A chain that was started anew may be shorter, and have used the nonce earlier.
  const isLater = entry.afterBlock < newest && !(await isPast(entry.afterBlock))
  const start = isLater ? entry.afterBlock : -1
  let [low, high] = [start, newest]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (await isPast(middle)) high = middle
    else low = middle
  }
  const found = ofEntry(await readBlockWith(chain, toHex(high)), entry)
  return found ?? findInBlocks(chain, entry, { from: start + 1, to: newest })
}

/** One block after the other: Hardhat's node answers nonces of blocks that hardhat_mine made wrongly. */
async function findInBlocks(
  chain: Chain,
  entry: OutboxEntry,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ChainTransaction | undefined> {
  for (let number = from; number <= to; number += 1) {
    const found = ofEntry(await readBlockWith(chain, toHex(number)), entry)
    if (found !== undefined) return found
  }
  return undefined
}

/** What waits at the entry's nonce, as far as the node shows its pool. */
const findWaiting = async (
  chain: Chain,
  entry: OutboxEntry,
): Promise<ChainTransaction | undefined> => ofEntry(await readBlockWith(chain, 'pending'), entry)

const ofEntry = (
  block: ChainBlock | null,
  { from, nonce }: OutboxEntry,
): ChainTransaction | undefined =>
  block?.transactions.find(
    (candidate) =>
      candidate.from.toLowerCase() === from.toLowerCase() && Number(candidate.nonce) === nonce,
  )

const toHex = (number: number): Hex => `0x${number.toString(16)}`

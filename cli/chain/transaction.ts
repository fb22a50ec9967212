import { getAddress } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { type Account, nodeAccount } from './account.ts'
import type { Chain } from './client.ts'
import { ChainRevertedError } from './errors.ts'
import { ReceiptMissingError } from './nodeErrors.ts'
import { findSent, memoryOutbox, type OutboxEntry, type OutboxStore, sendOnce } from './outbox.ts'
import { isRevert, revertedError } from './revert.ts'

/** Whoever sends, where, and what remembers it. */
export interface Sender {
  readonly chain: Chain
  readonly account: Account
  readonly outbox: OutboxStore
  /** Seconds to wait for a receipt. */
  readonly receiptSeconds: number
  /** Names for the words of a refusal. */
  readonly book?: AddressBook
}

/** What is to be done on the chain. */
export interface Action {
  /** Absent for the creation of a contract. */
  readonly to?: Address
  readonly data: Hex
  readonly value?: bigint
}

export interface Receipt {
  readonly transactionHash: Hex
  readonly status: Hex
  readonly gasUsed: Hex
  readonly blockNumber: Hex
  readonly contractAddress: Address | null
  readonly logs: readonly { address: Address; topics: Hex[]; data: Hex }[]
}

/** What a transaction left behind. */
export interface Sent {
  readonly transactionHash: Hex
  readonly gasUsed: bigint
  readonly blockNumber: number
  readonly contractAddress?: Address
}

/** A sender on a chain of this process: its node signs, and nothing needs to outlive the process. */
export const localSender = (chain: Chain, from: Address, book?: AddressBook): Sender => ({
  chain,
  account: nodeAccount(chain, from),
  outbox: memoryOutbox(),
  receiptSeconds: 30,
  ...(book === undefined ? {} : { book }),
})

/**
 * Asks the chain what would happen, without sending anything.
 *
 * @param book names for the words of a refusal
 * @throws ChainRevertedError with the contract's reason in words
 */
export async function rehearse(
  chain: Chain,
  from: Address,
  action: Action,
  book?: AddressBook,
): Promise<void> {
  const { data, value = 0n, to = null } = action
  await explaining(() => chain.provider.call({ from, to, data, value }), book)
}

/**
 * The gas of an action with a margin of a quarter: state may move before it is mined. At most the cap of EIP-7825.
 *
 * @throws ChainRevertedError
 */
export async function estimateGas(
  chain: Chain,
  from: Address,
  action: Action,
  book?: AddressBook,
): Promise<bigint> {
  const { data, value = 0n, to = null } = action
  const gas = await explaining(() => chain.provider.estimateGas({ from, to, data, value }), book)
  const withMargin = gas + gas / 4n
  return withMargin > MAX_GAS ? MAX_GAS : withMargin
}

const MAX_GAS = 2n ** 24n

/**
 * Rehearses, sends once and waits until it is mined. After a crash or a lost answer the same call finds the
 * earlier transaction instead of sending a second.
 *
 * @param remember writes down what came of it, before the outbox forgets that it was sent
 * @throws ChainRevertedError, ReceiptMissingError, NodeError
 */
export async function transact(
  sender: Sender,
  action: Action,
  remember: (sent: Sent) => Promise<void> = async () => {},
): Promise<Sent> {
  const { chain, account, outbox, book } = sender
  const { data, value = 0n, to } = action
  const wish = { data, value, ...(to === undefined ? {} : { to }) }
  const earlier = await findSent(sender, wish)
  if (earlier !== undefined) {
    const receipt = await waitForReceipt(sender, earlier.hash)
    if (receipt.status === '0x1') return seenToEnd(sender, earlier, { receipt, remember })
    // What reverted then may pass now.
    await outbox.remove(earlier.key)
  }
  const gasLimit = await estimateGas(chain, account.address, action, book)
  const entry = await explaining(() => sendOnce(sender, { ...wish, gasLimit }), book)
  const receipt = await waitForReceipt(sender, entry.hash)
  if (receipt.status === '0x1') return seenToEnd(sender, entry, { receipt, remember })
  await outbox.remove(entry.key)
  throw await revertOf(sender, action, receipt)
}

async function seenToEnd(
  { outbox }: Sender,
  { key }: OutboxEntry,
  end: { readonly receipt: Receipt; readonly remember: (sent: Sent) => Promise<void> },
): Promise<Sent> {
  const { transactionHash, gasUsed, blockNumber, contractAddress } = end.receipt
  const sent = {
    transactionHash,
    gasUsed: BigInt(gasUsed),
    blockNumber: Number(blockNumber),
    ...(contractAddress === null ? {} : { contractAddress: getAddress(contractAddress) }),
  }
  await end.remember(sent)
  await outbox.remove(key)
  return sent
}

/** Waits longer from question to question; a development node answers the first. */
async function waitForReceipt({ chain, receiptSeconds }: Sender, hash: Hex): Promise<Receipt> {
  const deadline = performance.now() + receiptSeconds * 1_000
  for (let pause = 25; ; pause = Math.min(pause * 2, 2_000)) {
    const receipt = (await chain.rpc.request({
      method: 'eth_getTransactionReceipt',
      params: [hash],
    })) as Receipt | null
    if (receipt !== null) return receipt
    if (performance.now() + pause > deadline) throw new ReceiptMissingError(hash, receiptSeconds)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** Why it reverted although the rehearsal passed: the same call on the state it met. */
async function revertOf(
  { chain, account, book }: Sender,
  action: Action,
  receipt: Receipt,
): Promise<ChainRevertedError> {
  const { transactionHash } = receipt
  const blockTag = Number(receipt.blockNumber)
  const { to = null, data, value = 0n } = action
  try {
    await chain.provider.call({ from: account.address, to, data, value, blockTag })
  } catch (error) {
    if (!isRevert(error)) throw error
    return revertedError(error, book, `Transaction ${transactionHash} was mined and reverted: `)
  }
  return new ChainRevertedError(`Transaction ${transactionHash} was mined and reverted.`)
}

async function explaining<T>(work: () => Promise<T>, book: AddressBook | undefined): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isRevert(error) ? revertedError(error, book) : error
  }
}

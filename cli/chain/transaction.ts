import { getAddress } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { type Account, nodeAccount } from './account.ts'
import type { Chain } from './client.ts'
import { ChainRevertedError } from './errors.ts'
import { findSent, memoryOutbox, sendOnce, wishKey } from './outbox.ts'
import type { OutboxStore } from './outboxStore.ts'
import { isRevert, revertedError } from './revert.ts'
import type { Content } from './sentTransactions.ts'
import { ReceiptMissingError } from './transactionErrors.ts'

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

/** What an action says, as the outbox knows it. */
export const contentOf = ({ to, data, value = 0n }: Action): Content => ({
  data,
  value,
  ...(to === undefined ? {} : { to }),
})

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
 * @throws ChainRevertedError, ReceiptMissingError, TransactionRefusedError, NodeError
 */
export async function transact(
  sender: Sender,
  action: Action,
  remember: (sent: Sent) => Promise<void> = async () => {},
): Promise<Sent> {
  const { chain, account, outbox, book } = sender
  const wish = contentOf(action)
  const key = wishKey(chain, account.address, wish)
  const alone = outbox.alone ?? ((_, work) => work())
  return alone({ key, chainId: chain.chainId, from: account.address }, async () => {
    const earlier = await findSent(sender, wish)
    if (earlier !== undefined) {
      const receipt = await waitForReceipt(sender, earlier.hash)
      if (receipt.status === '0x1') return seenToEnd(sender, key, { receipt, remember })
      // What reverted then may pass now.
      await outbox.remove(key)
    }
    const gasLimit = await estimateGas(chain, account.address, action, book)
    const entry = await explaining(() => sendOnce(sender, { ...wish, gasLimit }), book)
    const receipt = await waitForReceipt(sender, entry.hash)
    if (receipt.status === '0x1') return seenToEnd(sender, key, { receipt, remember })
    const reverted = await revertOf(sender, action, receipt)
    await outbox.remove(key)
    throw reverted
  })
}

/** What came of it is remembered, then the outbox forgets it. */
async function seenToEnd(
  { outbox }: Sender,
  key: Hex,
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

const FIRST_PAUSE_MS = 25
const LONGEST_PAUSE_MS = 2_000

/** Waits longer from question to question, and asks a last time when the time is up; the first is asked in any case. */
async function waitForReceipt({ chain, receiptSeconds }: Sender, hash: Hex): Promise<Receipt> {
  const deadline = performance.now() + receiptSeconds * 1_000
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const left = deadline - performance.now()
    const receipt = (await chain.rpc.request({
      method: 'eth_getTransactionReceipt',
      params: [hash],
    })) as Receipt | null
    // Without a block it only waits in the pool: some nodes answer that instead of nothing.
    if (receipt !== null && receipt.blockNumber !== null) return receipt
    if (left <= 0) throw new ReceiptMissingError(hash, receiptSeconds)
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)))
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

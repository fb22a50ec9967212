import { getAddress } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { type Account, nodeAccount } from './account.ts'
import type { Chain } from './client.ts'
import { type Pauses, waitForEnd } from './ends.ts'
import { ChainRevertedError } from './errors.ts'
import { type Fees, mostPerGas, readBaseFee, readFees, requireOfferBelow } from './fees.ts'
import { findSent, memoryOutbox, sendOnce, wishKey } from './outbox.ts'
import type { OutboxStore } from './outboxStore.ts'
import type { Receipt } from './receipts.ts'
import { isRevert, revertedError } from './revert.ts'
import type { Content } from './sentTransactions.ts'
import { DearerThanPlannedError } from './transactionErrors.ts'

/** Whoever sends, where, and what remembers it. */
export interface Sender {
  readonly chain: Chain
  readonly account: Account
  readonly outbox: OutboxStore
  /** Seconds to wait for a receipt. */
  readonly receiptSeconds: number
  /** Between two questions for it; the usual ones by default. */
  readonly pauses?: Pauses
  /** Blocks that must hold a transaction before it counts: its own and those on top of it; 1 by default. */
  readonly confirmations?: number
  /** The most to pay for a unit of gas, wei; what the chain asks for if absent. */
  readonly feeCap?: bigint
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
  const gas = await bareGas(chain, from, action, book)
  const withMargin = gas + gas / 4n
  return withMargin > MAX_GAS ? MAX_GAS : withMargin
}

async function bareGas(
  chain: Chain,
  from: Address,
  action: Action,
  book: AddressBook | undefined,
): Promise<bigint> {
  const { data, value = 0n, to = null } = action
  return explaining(() => chain.provider.estimateGas({ from, to, data, value }), book)
}

const MAX_GAS = 2n ** 24n

/** What somebody agreed to pay at most. */
export interface Ceiling {
  readonly gasLimit: bigint
  readonly fees: Fees
}

/** @throws DearerThanPlannedError if the chain would not carry the action out for what was agreed to */
async function requireWithin(
  { chain, account, book }: Sender,
  action: Action,
  { gasLimit, fees }: Ceiling,
): Promise<void> {
  const gas = await bareGas(chain, account.address, action, book)
  if (gas > gasLimit) throw new DearerThanPlannedError(`${gas} gas instead of ${gasLimit}`)
  const base = await readBaseFee(chain)
  if (base !== undefined && base > mostPerGas(fees)) {
    throw new DearerThanPlannedError(
      `${base} wei for a unit of gas instead of ${mostPerGas(fees)} wei`,
    )
  }
}

/**
 * Rehearses, sends once and waits until it is mined. After a crash or a lost answer the same call finds the
 * earlier transaction instead of sending a second.
 *
 * @param how.remember writes down what came of it, before the outbox forgets that it was sent
 * @param how.ceiling what it may cost at most; what the chain usually asks for if absent
 * @param how.about what it does, in a line, for people who find it waiting
 * @throws DearerThanPlannedError, FeeAboveCapError, WrongChainError, ChainRevertedError, ReceiptMissingError, UnconfirmedError,
 * ReplacedError, TransactionRefusedError, NodeError
 */
export async function transact(
  sender: Sender,
  action: Action,
  how: {
    readonly remember?: (sent: Sent) => Promise<void>
    readonly ceiling?: Ceiling
    readonly about?: string
  } = {},
): Promise<Sent> {
  const { remember = async () => {}, ceiling, about } = how
  const { chain, account, outbox, book } = sender
  const wish = contentOf(action)
  const key = wishKey(chain, account.address, wish)
  const alone = outbox.alone ?? ((_, work) => work())
  return alone({ key, chainId: chain.chainId, from: account.address }, async () => {
    const earlier = await findSent(sender, wish)
    if (earlier !== undefined) {
      const receipt = await waitForEnd(sender, earlier, wish)
      if (receipt.status === '0x1') return seenToEnd(sender, key, { receipt, remember })
      // What reverted then may pass now.
      await outbox.remove(key)
    }
    if (ceiling !== undefined) await requireWithin(sender, action, ceiling)
    const limits = ceiling ?? {
      gasLimit: await estimateGas(chain, account.address, action, book),
      fees: await readFees(chain, sender.feeCap),
    }
    requireOfferBelow(limits.fees, sender.feeCap)
    const named = about === undefined ? {} : { about }
    const entry = await explaining(() => sendOnce(sender, { ...wish, ...limits, ...named }), book)
    const receipt = await waitForEnd(sender, entry, wish)
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
    const before = `Transaction ${transactionHash} was mined and reverted: `
    return revertedError(error, book, before, transactionHash)
  }
  return new ChainRevertedError(`Transaction ${transactionHash} was mined and reverted.`, {
    transactionHash,
  })
}

async function explaining<T>(work: () => Promise<T>, book: AddressBook | undefined): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isRevert(error) ? revertedError(error, book) : error
  }
}

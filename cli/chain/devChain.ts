import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { type Chain, readBlock } from './client.ts'
import { ChainRevertedError } from './errors.ts'
import { waitForReceipt } from './receipts.ts'
import { isRevert, revertedError } from './revert.ts'

/**
 * A chain whose clock, accounts and past we command: Hardhat's, in this process or in a node. A type of
 * its own, so that nothing which warps or impersonates can be called on somebody's network by mistake.
 */
export interface DevChain extends Chain {
  readonly isDevelopment: true
}

/** Runs `work` and then puts the chain back exactly as it was, whatever happens. */
export async function rewinding<T>(chain: DevChain, work: () => Promise<T>): Promise<T> {
  const snapshot = await chain.rpc.request({ method: 'evm_snapshot' })
  try {
    return await work()
  } finally {
    await goBack(chain, snapshot)
  }
}

/** Runs `work`; unless `isKept` says so of its result, the chain is then put back as it was. */
export async function keepingIf<T>(
  chain: DevChain,
  work: () => Promise<T>,
  isKept: (result: T) => boolean,
): Promise<T> {
  const snapshot = await chain.rpc.request({ method: 'evm_snapshot' })
  let isDone = false
  try {
    const result = await work()
    isDone = isKept(result)
    return result
  } finally {
    if (!isDone) await goBack(chain, snapshot)
  }
}

async function goBack(chain: DevChain, snapshot: unknown): Promise<void> {
  const isBack = await chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
  if (isBack !== true) throw new Error('The node could not go back to its snapshot.')
}

/**
 * Mines one block at the given time (Unix seconds), or a regular one if that time has passed. A Governor's
 * state moves with blocks only, so time never passes without one.
 */
export async function advanceTo(chain: DevChain, timestamp: number): Promise<void> {
  const latest = await readBlock(chain)
  if (timestamp > latest.timestamp) {
    await chain.rpc.request({ method: 'evm_setNextBlockTimestamp', params: [timestamp] })
  }
  await chain.rpc.request({ method: 'evm_mine' })
}

/** Runs `work` while the node signs for these accounts, and only so long. */
export async function impersonating<T>(
  chain: DevChain,
  accounts: readonly Address[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    for (const account of accounts) await impersonate(chain, account)
    return await work()
  } finally {
    for (const account of accounts) {
      await chain.rpc.request({ method: 'hardhat_stopImpersonatingAccount', params: [account] })
    }
  }
}

/** Lets the node sign for an account and gives it ETH for gas; storage of contracts is never written. */
export async function impersonate(chain: DevChain, account: Address): Promise<void> {
  await chain.rpc.request({ method: 'hardhat_impersonateAccount', params: [account] })
  await chain.rpc.request({
    method: 'hardhat_setBalance',
    params: [account, '0x56bc75e2d63100000'],
  })
}

/** A transaction as the node takes it. */
export interface RawTransaction {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  readonly gas?: bigint
}

export interface RawReceipt {
  readonly transactionHash: Hex
  readonly status: Hex
  readonly gasUsed: Hex
  readonly logs: readonly { address: Address; topics: Hex[]; data: Hex }[]
}

/** A development node mines at once; anvil shortly after it has answered. */
const PATIENCE_SECONDS = 5
const GAS_PER_TRANSACTION = 16_000_000n // under the 2^24 cap of EIP-7825

/**
 * Sends one transaction as an account the node signs for, mined at once; a revert is a `ChainRevertedError`.
 *
 * @param book names for its words
 */
export async function sendAs(
  chain: DevChain,
  tx: RawTransaction,
  book?: AddressBook,
): Promise<RawReceipt> {
  const hash = await queueAs(chain, tx).catch((error: unknown) => {
    if (!isRevert(error)) throw error
    throw revertedError(error, book, 'The call reverts: ')
  })
  const receipt = await waitForReceipt(chain, hash, { seconds: PATIENCE_SECONDS })
  if (receipt.status !== '0x1') throw new ChainRevertedError(`Transaction ${hash} reverted.`)
  return receipt
}

/** Hands a transaction to the node without waiting for its block. */
export async function queueAs(chain: DevChain, tx: RawTransaction): Promise<Hex> {
  const { from, to, data, gas = GAS_PER_TRANSACTION } = tx
  return (await chain.rpc.request({
    method: 'eth_sendTransaction',
    params: [{ from, to, data, gas: `0x${gas.toString(16)}` }],
  })) as Hex
}

/** Runs `work`, whose transactions then share one block, mined at the end; every one of them must succeed. */
export async function inOneBlock(
  chain: DevChain,
  work: () => Promise<readonly Hex[]>,
): Promise<void> {
  await chain.rpc.request({ method: 'evm_setAutomine', params: [false] })
  let hashes: readonly Hex[]
  try {
    hashes = await work()
    await chain.rpc.request({ method: 'evm_mine' })
  } finally {
    await chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
  }
  for (const hash of hashes) {
    const receipt = (await chain.rpc.request({
      method: 'eth_getTransactionReceipt',
      params: [hash],
    })) as RawReceipt | null
    if (receipt?.status !== '0x1') {
      throw new ChainRevertedError(`Transaction ${hash} did not succeed in its block.`)
    }
  }
}

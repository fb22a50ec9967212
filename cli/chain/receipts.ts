import type { Address, Hex } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'
import { ReceiptMissingError } from './transactionErrors.ts'

/** What came of a mined transaction. */
export interface Receipt {
  readonly transactionHash: Hex
  /** `0x1`, or `0x0` if it reverted. */
  readonly status: Hex
  readonly gasUsed: Hex
  readonly blockNumber: Hex
  readonly contractAddress: Address | null
  readonly logs: readonly { address: Address; topics: Hex[]; data: Hex }[]
}

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 2_000

/**
 * Waits until a transaction is mined: longer from question to question, with a last one when the time is up.
 *
 * @param seconds how long; 0 asks once
 * @throws ReceiptMissingError, NodeError
 */
export async function waitForReceipt(
  chain: Chain,
  hash: Hex,
  { seconds, nextStep }: { readonly seconds: number; readonly nextStep?: string },
): Promise<Receipt> {
  const deadline = performance.now() + seconds * 1_000
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const left = deadline - performance.now()
    const receipt = await readReceipt(chain, hash)
    if (receipt !== undefined) return receipt
    if (left <= 0) throw new ReceiptMissingError(hash, seconds, nextStep)
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)))
  }
}

/** Undefined while it is not mined. */
export async function readReceipt(chain: Chain, hash: Hex): Promise<Receipt | undefined> {
  const receipt = (await chain.rpc.request({
    method: 'eth_getTransactionReceipt',
    params: [hash],
  })) as Receipt | null
  // Without a block it only waits in the pool: some nodes answer that instead of nothing.
  return receipt === null || receipt.blockNumber === null ? undefined : receipt
}

import type { Hex } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'
import { depthOf } from './ends.ts'
import type { OutboxEntry } from './outboxStore.ts'
import { readReceipt } from './receipts.ts'
import { isKnown, nonceOf } from './sentTransactions.ts'

/** How an unfinished transaction stands now. */
export type Standing =
  /** In the node's pool. */
  | { readonly kind: 'waits'; readonly hash: Hex }
  | {
      readonly kind: 'mined' | 'reverted' | 'taken back'
      readonly hash: Hex
      readonly block: number
    }
  /** Nobody has it, and its nonce is free: it never left, or was dropped. */
  | { readonly kind: 'not there' }
  /** Its nonce was used, by a transaction that was not sent from here or whose answer was lost. */
  | { readonly kind: 'nonce used' }

/** Asks the chain for every transaction that was offered at the entry's nonce. @throws NodeError */
export async function readPending(chain: Chain, entry: OutboxEntry): Promise<Standing> {
  const { hash, earlier = [], cancellations = [] } = entry
  const offered = [...cancellations.toReversed(), hash, ...earlier].filter(
    (one) => one !== undefined,
  )
  for (const one of offered) {
    const receipt = await readReceipt(chain, one)
    if (receipt === undefined) continue
    const kind = receipt.status === '0x1' ? 'mined' : 'reverted'
    return {
      kind: cancellations.includes(one) ? 'taken back' : kind,
      hash: one,
      block: Number(receipt.blockNumber),
    }
  }
  for (const one of offered) {
    if (await isKnown(chain, one)) return { kind: 'waits', hash: one }
  }
  const isUsed = (await nonceOf(chain, entry.from, 'latest')) > entry.nonce
  return { kind: isUsed ? 'nonce used' : 'not there' }
}

/**
 * Whether its end is known, and as many blocks hold that as are wanted: nothing is lost if it is forgotten. Where its own hash is not
 * known, it may be the one that has the nonce.
 *
 * @throws NodeError
 */
export async function hasSettled(
  chain: Chain,
  { from, nonce, hash }: OutboxEntry,
  { standing, confirmations }: { readonly standing: Standing; readonly confirmations: number },
): Promise<boolean> {
  if ('block' in standing) {
    return (await depthOf(chain, standing.block, confirmations)) >= confirmations
  }
  if (standing.kind !== 'nonce used' || hash === undefined) return false
  if (confirmations <= 1) return true
  const newest = Number(await chain.rpc.request({ method: 'eth_blockNumber' }))
  const deep = newest - confirmations + 1
  return deep >= 0 && (await nonceOf(chain, from, `0x${deep.toString(16)}`)) > nonce
}

import type { Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Rpc } from './client.ts'
import { NotJsonRpcError } from './nodeErrors.ts'

/** The newest block, and the one that it stands on. */
export interface Head extends BlockRef {
  readonly parentHash: Hex
}

/** @throws NotJsonRpcError for anything but a block */
export function headOf(answer: unknown): Head {
  const { number, timestamp, hash, parentHash } = (answer ?? {}) as Record<keyof Head, unknown>
  if (isHex(number) && isHex(timestamp) && isHex(hash) && isHex(parentHash)) {
    return { number: Number(number), timestamp: Number(timestamp), hash, parentHash }
  }
  const text = JSON.stringify(answer) ?? ''
  throw new NotJsonRpcError('The node', 'the newest block', { status: 200, text })
}

const isHex = (value: unknown): value is Hex =>
  typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value)

/** @throws NodeError */
export const readHead = async (rpc: Rpc): Promise<Head> =>
  headOf(await rpc.request({ method: 'eth_getBlockByNumber', params: ['latest', false] }))

/**
 * What a block is to those that were seen before it. `known`: one of them, from a node behind the others. `foreign`:
 * their chain was reorganised or put back, or another node was started in the place of the first.
 */
export type Relation = 'next' | 'known' | 'foreign'

/** The newest blocks that were seen. */
export interface Trail {
  readonly newest: () => Head | undefined
  /** Remembers a block that comes next. */
  readonly take: (head: Head) => Relation
}

const LONGEST_TRAIL = 64

export function headTrail(): Trail {
  const hashes = new Map<number, Hex>()
  let newest: Head | undefined
  const relationOf = (head: Head): Relation => {
    if (newest === undefined) return 'next'
    if (hashes.get(head.number) === head.hash) return 'known'
    if (head.number <= newest.number) return 'foreign'
    // What happened to blocks in between is not known; their number has grown.
    const isChild = head.number === newest.number + 1
    return !isChild || head.parentHash === newest.hash ? 'next' : 'foreign'
  }
  return {
    newest: () => newest,
    take(head) {
      const relation = relationOf(head)
      if (relation !== 'next') return relation
      newest = head
      hashes.set(head.number - 1, head.parentHash)
      hashes.set(head.number, head.hash)
      for (const old of hashes.keys()) {
        if (hashes.size <= LONGEST_TRAIL) break
        hashes.delete(old)
      }
      return relation
    },
  }
}

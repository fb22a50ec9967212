import type { BlockRef } from '../governance/parameter.ts'
import { type Chain, readBlock } from './client.ts'
import { type Log, type LogFilter, readLogs } from './logs.ts'
import { BlockMissingError } from './nodeErrors.ts'

/** Events up to a block, its own included. */
interface Remembered {
  readonly upTo: BlockRef
  readonly logs: readonly Log[]
}

/** How much is kept; what was asked for longest ago goes first. */
interface Limits {
  readonly filters: number
  /** Of all filters together. */
  readonly logs: number
}

const MOST: Limits = { filters: 32, logs: 50_000 }

/**
 * The newest blocks are asked for every time: of several nodes behind one address some are a little late, and answer
 * for a block that they do not have yet as if nothing had happened in it.
 */
const UNSETTLED = 32

/** What was read of one chain's events, so that a new block costs its own events and not all since the deployment. */
export class LogMemory {
  readonly #chain: Chain
  readonly #most: Limits
  /** By filter, the one that was asked for last at the end. */
  readonly #kept = new Map<string, Remembered>()

  constructor(chain: Chain, most: Limits = MOST) {
    this.#chain = chain
    this.#most = most
  }

  /** Events in the order of the chain: the same as from the node. @throws NodeError */
  async read(filter: LogFilter): Promise<readonly Log[]> {
    const key = keyOf(filter)
    const known = this.#kept.get(key)
    // Before the events: if this block is still there when they are built upon, they were of its chain.
    const settled = await this.#settledFor(filter, known)
    const fromBlock = known === undefined ? filter.fromBlock : known.upTo.number + 1
    const newer = await readLogs(this.#chain, { ...filter, fromBlock })
    if (known !== undefined && !(await this.#isThere(known.upTo))) {
      this.#kept.delete(key)
      return this.read(filter)
    }
    const logs = known === undefined ? newer : [...known.logs, ...newer]
    const upTo = settled ?? known?.upTo
    if (upTo !== undefined) this.#keep(key, { upTo, logs: logs.filter(isUpTo(upTo.number)) })
    return logs.filter(isUpTo(filter.toBlock))
  }

  /** A newer block to remember up to, as soon as there are enough blocks behind it. */
  async #settledFor(
    { fromBlock, toBlock }: LogFilter,
    known: Remembered | undefined,
  ): Promise<BlockRef | undefined> {
    const number = toBlock - UNSETTLED
    const least = known === undefined ? fromBlock : known.upTo.number + UNSETTLED
    return number < least ? undefined : this.#find(number)
  }

  async #isThere({ number, hash }: BlockRef): Promise<boolean> {
    return (await this.#find(number))?.hash === hash
  }

  async #find(number: number): Promise<BlockRef | undefined> {
    try {
      return await readBlock(this.#chain, number)
    } catch (error) {
      if (error instanceof BlockMissingError) return undefined
      throw error
    }
  }

  #keep(key: string, remembered: Remembered): void {
    this.#kept.delete(key)
    this.#kept.set(key, remembered)
    let count = [...this.#kept.values()].reduce((sum, { logs }) => sum + logs.length, 0)
    for (const [oldest, { logs }] of this.#kept) {
      if (this.#kept.size <= this.#most.filters && count <= this.#most.logs) break
      this.#kept.delete(oldest)
      count -= logs.length
    }
  }
}

const isUpTo = (last: number) => (log: Log) => log.blockNumber <= last

const keyOf = ({ address, topics, fromBlock }: LogFilter): string =>
  JSON.stringify([address, topics, fromBlock])

/** A protocol that is opened again has a chain of its own: what another node said is not taken for this one's word. */
const memories = new WeakMap<Chain, LogMemory>()

/** Like `readLogs`, but what is remembered of the chain is not asked for again. @throws NodeError */
export function recallLogs(chain: Chain, filter: LogFilter): Promise<readonly Log[]> {
  let memory = memories.get(chain)
  if (memory === undefined) {
    memory = new LogMemory(chain)
    memories.set(chain, memory)
  }
  return memory.read(filter)
}

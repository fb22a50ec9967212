import { readBlock } from '../chain/client.ts'
import { type BookReading, readBook } from '../chain/readBook.ts'
import { readParameters } from '../chain/readParameters.ts'
import type { BlockRef, ParameterSet } from '../governance/parameter.ts'
import type { Protocol } from './protocol.ts'

/** Told how far a read is: `done` of `total`. */
type Watch = (done: number, total: number) => void

type Read<T> = (protocol: Protocol, block: BlockRef, onProgress: Watch) => Promise<T>

/** An answer, the block that it is of, and what it cost. */
interface Kept<T> {
  readonly hash: string
  readonly answer: T
  /** Milliseconds of the clock. */
  readonly endedAt: number
  readonly took: number
}

interface UnderWay<T> {
  readonly answer: Promise<T>
  readonly watchers: Set<Watch>
}

/** A read that takes longer (milliseconds) is not made for every block, … */
const LONG_MS = 2_000
/** … but leaves the node alone for so many times as long. */
const REST = 10

/**
 * Answers once a block and protocol, and has at most one read under way: whoever asks meanwhile gets what it brings,
 * which is newer than anything that is there. A failure is told to those who wait and then forgotten. What takes long
 * may be a few blocks old.
 *
 * @param now a clock, in milliseconds
 */
export function oncePerBlock<T>(
  read: Read<T>,
  now: () => number = () => performance.now(),
): (protocol: Protocol, onProgress?: Watch) => Promise<T> {
  const kept = new WeakMap<Protocol, Kept<T>>()
  const underWay = new WeakMap<Protocol, UnderWay<T>>()
  const isRested = ({ endedAt, took }: Kept<T>) => took < LONG_MS || now() - endedAt > REST * took
  const readNow = async (protocol: Protocol, onProgress: Watch): Promise<T> => {
    const before = kept.get(protocol)
    if (before !== undefined && !isRested(before)) return before.answer
    const block = await readBlock(protocol.chain)
    if (before?.hash === block.hash) return before.answer
    const startedAt = now()
    const answer = await read(protocol, block, onProgress)
    const endedAt = now()
    kept.set(protocol, { hash: block.hash, answer, endedAt, took: endedAt - startedAt })
    return answer
  }
  return (protocol, onProgress = () => {}) => {
    const running = underWay.get(protocol)
    if (running !== undefined) {
      running.watchers.add(onProgress)
      return running.answer
    }
    const watchers = new Set([onProgress])
    const answer = readNow(protocol, (done, total) => {
      for (const watch of watchers) watch(done, total)
    }).finally(() => underWay.delete(protocol))
    underWay.set(protocol, { answer, watchers })
    return answer
  }
}

/** Every market and vault at the newest block: the same object until there is a newer one. */
export const bookAt: (protocol: Protocol, onProgress?: Watch) => Promise<BookReading> =
  oncePerBlock(({ chain, book }, block, onProgress) => readBook(chain, book, block, onProgress))

/** Every parameter at the newest block. */
export const parametersAt: (protocol: Protocol) => Promise<ParameterSet> = oncePerBlock(
  ({ chain, book }, block) => readParameters(chain, book, block),
)

import { readBlock } from '../chain/client.ts'
import { type BookReading, readBook } from '../chain/readBook.ts'
import { readParameters } from '../chain/readParameters.ts'
import type { BlockRef, ParameterSet } from '../governance/parameter.ts'
import type { Protocol } from './protocol.ts'

type Read<T> = (protocol: Protocol, block: BlockRef) => Promise<T>

/** An answer, and the block that it is of. */
interface Kept<T> {
  readonly hash: string
  readonly answer: T
}

/**
 * Answers once a block and protocol, and has at most one read under way: whoever asks meanwhile gets what it brings,
 * which is newer than anything that is there. A failure is told to those who wait and then forgotten.
 */
function oncePerBlock<T>(read: Read<T>): (protocol: Protocol) => Promise<T> {
  const kept = new WeakMap<Protocol, Kept<T>>()
  const underWay = new WeakMap<Protocol, Promise<T>>()
  const readNow = async (protocol: Protocol): Promise<T> => {
    const block = await readBlock(protocol.chain)
    const before = kept.get(protocol)
    if (before?.hash === block.hash) return before.answer
    const answer = await read(protocol, block)
    kept.set(protocol, { hash: block.hash, answer })
    return answer
  }
  return (protocol) => {
    const running = underWay.get(protocol)
    if (running !== undefined) return running
    const started = readNow(protocol).finally(() => underWay.delete(protocol))
    underWay.set(protocol, started)
    return started
  }
}

/** Every market and vault at the newest block: the same object until there is a newer one. */
export const bookAt: (protocol: Protocol) => Promise<BookReading> = oncePerBlock(
  ({ chain, book }, block) => readBook(chain, book, block),
)

/** Every parameter at the newest block. */
export const parametersAt: (protocol: Protocol) => Promise<ParameterSet> = oncePerBlock(
  ({ chain, book }, block) => readParameters(chain, book, block),
)

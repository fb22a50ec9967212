import { Interface, type Result, toUtf8String, Utf8ErrorFuncs } from 'ethers'
import type { Hex } from '../governance/addressBook.ts'
import type { Log } from './logs.ts'

/** An event in which anybody may have put any bytes where a text belongs. */
export interface ForeignEvent {
  readonly topicHash: Hex
  /** The arguments, texts as their bytes; undefined for a log that is not this event in any reading. */
  decode(log: Pick<Log, 'topics' | 'data'>): Result | undefined
}

/**
 * Reads an event without believing that its texts are UTF-8. Nothing on the chain checks that, and ethers refuses a text
 * that is not: one description of a stranger would stop every command.
 */
export function foreignEvent(abi: Interface, name: string): ForeignEvent {
  const event = abi.getEvent(name)
  if (event === null) throw new Error(`There is no event ${name}.`)
  const asBytes = new Interface([event.format('full').replaceAll(/\bstring\b/g, 'bytes')])
  const lenient = asBytes.getEvent(event.name)
  if (lenient === null) throw new Error(`The event ${name} cannot be read as bytes.`)
  return {
    topicHash: event.topicHash,
    decode({ topics, data }) {
      if (topics[0] !== event.topicHash) return undefined
      try {
        const args = asBytes.decodeEventLog(lenient, data, [lenient.topicHash, ...topics.slice(1)])
        // An argument that cannot be decoded fails only when it is looked at.
        args.toArray(true)
        return args
      } catch {
        return undefined
      }
    },
  }
}

/** Somebody's bytes as text, what is not UTF-8 replaced by U+FFFD. Not safe to print. */
export const foreignText = (bytes: Hex): string => toUtf8String(bytes, Utf8ErrorFuncs.replace)

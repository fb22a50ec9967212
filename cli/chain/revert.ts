import { isError } from 'ethers'
import type { AddressBook, Hex } from '../governance/addressBook.ts'
import { errorWords } from '../governance/errorWords.ts'
import { printable } from '../shared/format.ts'
import type { Advice } from '../shared/remedy.ts'
import { ChainRevertedError } from './errors.ts'

const NO_DATA: Hex = '0x'
const LONGEST_ANSWER = 200

/** Why the chain refused, and what to do where the error itself says that. */
export interface RevertReading {
  /** One printable sentence without a final stop, the error's name behind it. */
  readonly text: string
  readonly nextStep?: string | Advice
}

/**
 * A revert in words: the custom error with its arguments where we know it, else what the node said.
 *
 * @param book names and symbols; without it addresses stay hex and amounts wear generic units
 */
export function readRevert(error: unknown, book?: AddressBook): RevertReading {
  const data = revertData(error)
  if (data === undefined) return { text: nodesWords(error) }
  if (data === NO_DATA) return { text: `It gave no reason; the node says: ${nodesWords(error)}` }
  const known = errorWords(data, book)
  if (known === undefined) {
    const selector = printable(data.slice(0, 10))
    return {
      text: `It threw an error that Ballast does not know (${selector}); the node says: ${nodesWords(error)}`,
    }
  }
  const { sentence, name, nextStep } = known
  return { text: `${sentence} (${name})`, ...(nextStep === undefined ? {} : { nextStep }) }
}

/** The same as text alone. */
export const explainRevert = (error: unknown, book?: AddressBook): string =>
  readRevert(error, book).text

/**
 * The failure to throw for a revert, with the error's own next step.
 *
 * @param before says what was tried
 * @param mined the transaction that reverted, if it was sent
 */
export function revertedError(
  error: unknown,
  book?: AddressBook,
  before = '',
  mined?: Hex,
): ChainRevertedError {
  const { text, nextStep } = readRevert(error, book)
  return new ChainRevertedError(`${before}${text}.`, {
    cause: error,
    ...(mined === undefined ? {} : { transactionHash: mined }),
    ...(nextStep === undefined ? {} : { nextStep }),
  })
}

/** Whether the chain refused, as opposed to a node that could not be asked or a mistake of ours. */
export const isRevert = (error: unknown): boolean =>
  isError(error, 'CALL_EXCEPTION') || revertData(error) !== undefined

/** The node's own sentence: ethers wraps it into a longer one that repeats the whole transaction. */
function nodesWords(error: unknown): string {
  const { info, shortMessage } = (error ?? {}) as {
    info?: { error?: unknown }
    shortMessage?: unknown
  }
  const inner = (info?.error as { message?: unknown } | undefined)?.message
  const said =
    [inner, shortMessage].find((text) => typeof text === 'string') ??
    (error instanceof Error ? error.message : String(error))
  const text = printable(String(said)).replace(/\.$/, '')
  return text.length > LONGEST_ANSWER ? `${text.slice(0, LONGEST_ANSWER)}\u2026` : text
}

function revertData(error: unknown): Hex | undefined {
  if (isError(error, 'CALL_EXCEPTION') && error.data !== null) return error.data
  let inner: unknown = error
  while (typeof inner === 'object' && inner !== null) {
    const { data } = inner as { data?: unknown }
    if (typeof data === 'string' && data.startsWith('0x')) return data
    if (typeof data === 'object' && data !== null) {
      const nested = (data as { data?: unknown }).data
      if (typeof nested === 'string') return nested
    }
    inner =
      (inner as { error?: unknown; cause?: unknown }).error ?? (inner as { cause?: unknown }).cause
  }
  return undefined
}

import type { Interface, Result } from 'ethers'
import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Chain } from './client.ts'
import { type Answer, tryMany } from './readMany.ts'

/** A question to a contract that may not understand it: the function's name and its arguments. */
export type Question = readonly [name: string, ...args: readonly unknown[]]

/** What a contract answered to a question. */
export interface Tried extends Answer {
  /** Undefined for a refusal, and for an answer of another shape: as good as none. */
  readonly result: Result | undefined
}

/** Asks a contract of which nobody knows what it is; the answers are in the order of the questions, of the newest block by default. @throws NodeError */
export async function tryViews(
  chain: Chain,
  { target, abi }: { readonly target: Address; readonly abi: Interface },
  questions: readonly Question[],
  at?: Pick<BlockRef, 'number'>,
): Promise<readonly Tried[]> {
  const reads = questions.map(([name, ...args]) => ({
    target,
    calldata: abi.encodeFunctionData(name, args),
  }))
  const answers = await tryMany(chain, reads, at)
  return answers.map((answer, i) => ({ ...answer, result: decoded(abi, questions[i], answer) }))
}

function decoded(
  abi: Interface,
  [name = '']: readonly unknown[] = [],
  { isDone, returned }: Answer,
): Result | undefined {
  if (!isDone) return undefined
  try {
    const result = abi.decodeFunctionResult(String(name), returned)
    // What cannot be decoded fails only when it is looked at.
    result.toArray(true)
    return result
  } catch {
    return undefined
  }
}

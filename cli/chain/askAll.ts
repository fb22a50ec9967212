import type { Interface, Result } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UnexpectedContractError } from '../shared/errors.ts'
import type { Chain } from './client.ts'
import { type Read, readMany } from './readMany.ts'

/** A view call and how to understand its answer. */
export interface View<T> extends Read {
  readonly decode: (answer: Hex) => T
}

/** The view calls of one contract. */
export const viewsOf =
  (target: Address, abi: Interface) =>
  (name: string, ...args: readonly unknown[]): View<Result> => ({
    target,
    calldata: abi.encodeFunctionData(name, args),
    decode: (answer) => decoded(target, () => abi.decodeFunctionResult(name, answer)),
  })

/** Another contract may answer anything. Values are asked for at once: what is none is noticed only then. */
function decoded(target: Address, decode: () => Result): Result {
  try {
    const result = decode()
    result.toArray()
    return result
  } catch (error) {
    throw new UnexpectedContractError(target, error as Error)
  }
}

/**
 * Asks view calls together, at one block; the answers are in the order of the calls.
 *
 * @param mostAtOnce fewer where answers are long (see readMany)
 * @throws ChainRevertedError if one of the calls reverts, UnexpectedContractError if it answers something else, NodeError
 */
export async function askAll<T>(
  chain: Chain,
  views: readonly View<T>[],
  at: BlockRef,
  mostAtOnce?: number,
): Promise<readonly T[]> {
  const answers = await readMany(chain, views, at, mostAtOnce)
  return views.map(({ decode }, i) => decode(answers[i] ?? '0x'))
}

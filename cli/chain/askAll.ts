import type { Interface, Result } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { ReadCall } from '../governance/readCalls.ts'
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
    decode: (answer) =>
      decoded(target, () => {
        const result = abi.decodeFunctionResult(name, answer)
        result.toArray()
        return result
      }),
  })

/** A parameter of the catalogue among other questions. */
export const viewOf = ({ target, calldata, decode }: ReadCall): View<bigint> => ({
  ...{ target, calldata },
  decode: (answer) => decoded(target, () => decode(answer)),
})

/** Another contract may answer anything. Values are asked for at once: what is none is noticed only then. */
function decoded<T>(target: Address, decode: () => T): T {
  try {
    return decode()
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

import { AbiCoder, concat } from 'ethers'
import { ReadMany__factory } from '../../artifacts/typechain/factories/contracts/reads/ReadMany__factory.js'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { type BallastError, UnexpectedContractError } from '../shared/errors.ts'
import type { Chain } from './client.ts'
import { ChainRevertedError } from './errors.ts'
import { explainRevert } from './revert.ts'

/** A view call. */
export interface Read {
  readonly target: Address
  readonly calldata: Hex
}

/** Together the answers must fit into what a chain lets a constructor return, 24,576 bytes; numbers leave ample room. */
const MOST_AT_ONCE = 100

/**
 * Asks many view calls at one block, a hundred in one question: a node that limits its guests is asked once, and a fork
 * fetches what the calls share once. The answers are in the order of the calls.
 *
 * @throws ChainRevertedError if one of the calls reverts, UnexpectedContractError if it does so without a word, NodeError
 */
export async function readMany(
  chain: Chain,
  reads: readonly Read[],
  at: BlockRef,
  mostAtOnce = MOST_AT_ONCE,
): Promise<readonly Hex[]> {
  const pages = Array.from({ length: Math.ceil(reads.length / mostAtOnce) }, (_, page) =>
    reads.slice(page * mostAtOnce, (page + 1) * mostAtOnce),
  )
  const answers = await Promise.all(pages.map((page) => readPage(chain, page, at)))
  return answers.flat().map(({ isDone, returned }, i): Hex => {
    if (isDone) return returned
    throw failureOf(reads[i]?.target ?? '', returned)
  })
}

/** How a view call ended, and what it returned or refused with. */
export interface Answer {
  readonly isDone: boolean
  readonly returned: Hex
}

/**
 * The same for contracts that may not have what they are asked for: at most a hundred calls, of which each may refuse; at
 * the newest block by default.
 *
 * @throws NodeError
 */
export const tryMany = (
  chain: Chain,
  reads: readonly Read[],
  at?: Pick<BlockRef, 'number'>,
): Promise<readonly Answer[]> => readPage(chain, reads, at)

const coder = AbiCoder.defaultAbiCoder()

/** The creation code is run and its constructor's answer returned; nothing is ever deployed. */
async function readPage(
  chain: Chain,
  reads: readonly Read[],
  at: Pick<BlockRef, 'number'> | undefined,
): Promise<readonly Answer[]> {
  const asked = coder.encode(
    ['tuple(address,bytes)[]'],
    [reads.map(({ target, calldata }) => [target, calldata])],
  )
  const data = concat([ReadMany__factory.bytecode, asked])
  const answer = await chain.provider.call({
    to: null,
    data,
    ...(at === undefined ? {} : { blockTag: at.number }),
  })
  const [answers] = coder.decode(['tuple(bool,bytes)[]'], answer)
  return reads.map((_, i) => {
    const [isDone, returned] = answers[i] as readonly [boolean, Hex]
    return { isDone, returned }
  })
}

/** Our views refuse in words; what refuses without any has no such function: it is another contract. */
function failureOf(target: Address, returned: Hex): BallastError {
  const refused = new ChainRevertedError(
    `A read of ${target} reverts: ${explainRevert(new CallFailed(returned))}`,
  )
  return returned === '0x' ? new UnexpectedContractError(target, refused) : refused
}

class CallFailed extends Error {
  readonly data: Hex
  constructor(data: Hex) {
    super('the call failed')
    this.data = data
  }
}

import { Interface } from 'ethers'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UnexpectedContractError } from '../shared/errors.ts'
import { type Chain, readBlock } from './client.ts'
import { tokenAbi } from './contracts.ts'
import { readGovernorClock } from './governorKind.ts'
import type { Action } from './transaction.ts'
import { type Question, tryViews } from './tryViews.ts'

/** Somebody's tokens and votes at one block, 18 decimals. Tokens vote only through whom they are delegated to. */
export interface Holder {
  readonly balance: bigint
  /** To whom the tokens are delegated; the zero address if to nobody. */
  readonly delegate: Address
  /** Votes of all tokens that are delegated to this account. */
  readonly votes: bigint
}

/** Nobody: tokens that are delegated here have no vote. */
export const NOBODY: Address = '0x0000000000000000000000000000000000000000'

/** The call that delegates all tokens of the sender, those that it gets later included. */
export const delegateAction = (book: AddressBook, to: Address): Action => ({
  to: book.contracts.token,
  data: tokenAbi.encodeFunctionData('delegate', [to]),
})

/** Compound's token has the same under other names. */
const votesAbi = new Interface([
  'function balanceOf(address account) view returns (uint256)',
  'function delegates(address account) view returns (address)',
  'function getVotes(address account) view returns (uint256)',
  'function getCurrentVotes(address account) view returns (uint96)',
  'function getPastVotes(address account, uint256 timepoint) view returns (uint256)',
  'function getPriorVotes(address account, uint256 blockNumber) view returns (uint96)',
  'function proposalThreshold() view returns (uint256)',
])

/** The first answer to any of several questions that mean the same. @throws UnexpectedContractError if there is none */
async function askAny<T>(
  chain: Chain,
  target: Address,
  questions: readonly Question[],
  at: BlockRef | undefined,
): Promise<T> {
  const answers = await tryViews(chain, { target, abi: votesAbi }, questions, at)
  const found = answers.find(({ result }) => result !== undefined)
  if (found?.result !== undefined) return found.result[0]
  const [asked] = questions
  throw new UnexpectedContractError(target, new Error(`It does not answer ${asked?.[0]}.`))
}

/** An account's tokens and votes at a block, the newest by default. @throws UnexpectedContractError */
export async function readHolder(
  chain: Chain,
  book: AddressBook,
  account: Address,
  at?: BlockRef,
): Promise<Holder> {
  const { token } = book.contracts
  const [balance, delegate, votes] = await Promise.all([
    askAny<bigint>(chain, token, [['balanceOf', account]], at),
    askAny<Address>(chain, token, [['delegates', account]], at),
    askAny<bigint>(chain, token, votesNow(account), at),
  ])
  return { balance, delegate, votes }
}

const votesNow = (account: Address): readonly Question[] => [
  ['getVotes', account],
  ['getCurrentVotes', account],
]

/** What a proposer needs and has. The Governor counts the votes of one second before the proposal. */
export interface ProposingPower {
  readonly threshold: bigint
  /** Votes at the newest block; they count for proposals in later seconds. */
  readonly votes: bigint
  /** Votes that a proposal in the second of the newest block would count. */
  readonly votesBefore: bigint
  /** The newest block's time, Unix seconds. */
  readonly clock: number
}

export async function readProposingPower(
  chain: Chain,
  book: AddressBook,
  account: Address,
  at?: BlockRef,
): Promise<ProposingPower> {
  const block = at ?? (await readBlock(chain))
  const { token, governor } = book.contracts
  const { now } = await readGovernorClock(chain, book, block)
  const past = [account, now - 1n] as const
  const [threshold, votes, votesBefore] = await Promise.all([
    askAny<bigint>(chain, governor, [['proposalThreshold']], block),
    askAny<bigint>(chain, token, votesNow(account), block),
    askAny<bigint>(
      chain,
      token,
      [
        ['getPastVotes', ...past],
        ['getPriorVotes', ...past],
      ],
      block,
    ),
  ])
  return { threshold, votes, votesBefore, clock: block.timestamp }
}

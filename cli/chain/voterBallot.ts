import { Interface } from 'ethers'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Chain } from './client.ts'
import { governorAbi } from './contracts.ts'
import { readTraits, UnknownGovernorError } from './governorKind.ts'
import { bravoAbi } from './standingQuestions.ts'
import { type Question, tryViews } from './tryViews.ts'

/** The votes that somebody has in one proposal, 18 decimals. */
export interface Ballot {
  /** Fixed at the snapshot; where a vote gives everything, what it gave. */
  readonly total: bigint
  readonly used: bigint
  /** A vote without any votes is one too, and where a vote gives everything it is the only one. */
  readonly hasVoted: boolean
}

/** Whose ballot, on what. */
export interface BallotOf {
  readonly id: bigint
  /** Of the proposal, which must be past: a snapshot in the future cannot be read. */
  readonly snapshot: number
  readonly voter: Address
}

/**
 * What somebody may cast in a vote, and has cast.
 *
 * @throws UnknownGovernorError where the Governor does not tell
 */
export async function readBallot(
  chain: Chain,
  book: AddressBook,
  of: BallotOf,
  at?: BlockRef,
): Promise<Ballot> {
  const traits = await readTraits(chain, book)
  if (traits.rules === 'bravo') return readBravoBallot(chain, book, of, at)
  const { id, snapshot, voter } = of
  const isFractional = traits.counting === 'fractional'
  const questions: readonly Question[] = [
    ['getVotes', voter, snapshot],
    isFractional ? ['usedVotes', id, voter] : ['hasVoted', id, voter],
  ]
  const target = book.contracts.governor
  const [votes, spent] = await tryViews(chain, { target, abi: governorAbi }, questions, at)
  if (votes?.result === undefined || spent?.result === undefined) {
    throw new UnknownGovernorError(target, 'does not tell what an account may vote with')
  }
  const total: bigint = votes.result[0]
  if (isFractional) return { total, used: spent.result[0], hasVoted: spent.result[0] > 0n }
  const hasVoted: boolean = spent.result[0]
  return { total, used: hasVoted ? total : 0n, hasVoted }
}

/** Where Governors of its kind keep the votes that they count: Compound's, Uniswap's, Venus's. */
const votesAbi = new Interface([
  'function comp() view returns (address)',
  'function uni() view returns (address)',
  'function xvsVault() view returns (address)',
  'function getPriorVotes(address account, uint256 blockNumber) view returns (uint96)',
])

async function readBravoBallot(
  chain: Chain,
  book: AddressBook,
  { id, snapshot, voter }: BallotOf,
  at: BlockRef | undefined,
): Promise<Ballot> {
  const { governor, token } = book.contracts
  const receipts = { target: governor, abi: bravoAbi }
  const [[receipt], places] = await Promise.all([
    tryViews(chain, receipts, [['getReceipt', id, voter]], at),
    tryViews(chain, { target: governor, abi: votesAbi }, [['comp'], ['uni'], ['xvsVault']], at),
  ])
  const [hasVoted, , used] = receipt?.result ?? []
  if (hasVoted === true) return { total: used, used, hasVoted }
  const target: Address = places.find(({ result }) => result !== undefined)?.result?.[0] ?? token
  const question: Question = ['getPriorVotes', voter, snapshot]
  const [votes] = await tryViews(chain, { target, abi: votesAbi }, [question], at)
  if (hasVoted === undefined || votes?.result === undefined) {
    throw new UnknownGovernorError(governor, 'does not tell what an account may vote with')
  }
  return { total: votes.result[0], used: 0n, hasVoted: false }
}

/** Whether an account has voted, where a vote gives everything. */
export async function readHasVoted(
  chain: Chain,
  book: AddressBook,
  id: bigint,
  voter: Address,
): Promise<boolean> {
  const { rules } = await readTraits(chain, book)
  const [abi, name] = rules === 'bravo' ? [bravoAbi, 'getReceipt'] : [governorAbi, 'hasVoted']
  const target = book.contracts.governor
  const [answer] = await tryViews(chain, { target, abi }, [[name, id, voter]])
  return answer?.result?.[0] === true
}

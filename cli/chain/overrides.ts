import { Contract, Interface, zeroPadValue } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { decodeChoice, encodeChoice } from '../governance/voteParams.ts'
import type { Support } from '../shared/voteSplit.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { governorAbi, governorOf } from './contracts.ts'
import { foreignEvent, foreignText } from './foreignEvents.ts'
import { recallLogs } from './logMemory.ts'
import type { Log } from './logs.ts'
import { VotesMissingError } from './nodeErrors.ts'
import { isRevert } from './revert.ts'
import type { Action } from './transaction.ts'

/** One side, which gets everything that the voter itself held at the snapshot. */
export interface OverrideVote {
  readonly support: Support
  readonly reason: string
}

/** An override as it was cast. */
export interface CastOverride extends OverrideVote {
  /** 18 decimals. */
  readonly weight: bigint
  readonly transactionHash: Hex
}

/** What somebody may take out of the vote of its delegate, and whether it has. */
export interface Override {
  /** The voter's own tokens at the snapshot, 18 decimals. */
  readonly weight: bigint
  /** To whom they were delegated at the snapshot; the zero address if to nobody. */
  readonly delegate: Address
  /** What the delegate has voted; undefined while it has not. */
  readonly delegateVote: Support | undefined
  readonly cast: CastOverride | undefined
}

/** What GovernorCountingOverridable adds to a Governor. */
export const overrideAbi = new Interface([
  'event OverrideVoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)',
  'function hasVotedOverride(uint256 proposalId, address account) view returns (bool)',
  'function castOverrideVote(uint256 proposalId, uint8 support, string reason)',
])

/** What VotesExtended adds to a token: it remembers who held what, and who was whose delegate. */
const extendedVotesAbi = [
  'function getPastDelegate(address account, uint256 timepoint) view returns (address)',
  'function getPastBalanceOf(address account, uint256 timepoint) view returns (uint256)',
] as const

const overridden = foreignEvent(overrideAbi, 'OverrideVoteCast')
const voted = [
  foreignEvent(governorAbi, 'VoteCast'),
  foreignEvent(governorAbi, 'VoteCastWithParams'),
]

/** How a Governor counts, as it says itself (`support=bravo,override&…`); empty for one that does not say. */
export async function readCountingMode(chain: Chain, book: AddressBook): Promise<string> {
  try {
    return await governorOf(chain, book).COUNTING_MODE()
  } catch (error) {
    if (isRevert(error) || (error as { code?: unknown }).code === 'BAD_DATA') return ''
    throw error
  }
}

/** Whether voters may take their own tokens out of the votes of their delegates. */
export const takesOverrides = (countingMode: string): boolean =>
  new URLSearchParams(countingMode).get('support')?.split(',').includes('override') ?? false

/** The call by which the sender overrides its delegate. */
export const overrideAction = (book: AddressBook, id: bigint, vote: OverrideVote): Action => ({
  to: book.contracts.governor,
  data: overrideAbi.encodeFunctionData('castOverrideVote', [
    id,
    encodeChoice(vote).support,
    vote.reason,
  ]),
})

/** Whose override it would be, on which proposal. */
interface OverrideOf {
  readonly id: bigint
  /** Of the proposal, which must be past: a snapshot in the future cannot be read. */
  readonly snapshot: number
  readonly voter: Address
  /** No vote on the proposal is older. */
  readonly fromBlock: number
}

/** @throws VotesMissingError if the events lack a vote that the Governor counts */
export async function readOverride(
  chain: Chain,
  book: AddressBook,
  of: OverrideOf,
): Promise<Override> {
  const { id, snapshot, voter } = of
  const block = await readBlock(chain)
  const at = atBlock(block)
  const token = new Contract(book.contracts.token, extendedVotesAbi, chain.provider)
  const counting = new Contract(book.contracts.governor, overrideAbi, chain.provider)
  const [weight, delegate, hasOverridden] = await Promise.all([
    token.getFunction('getPastBalanceOf')(voter, snapshot, at),
    token.getFunction('getPastDelegate')(voter, snapshot, at),
    counting.getFunction('hasVotedOverride')(id, voter, at),
  ])
  const [hasDelegateVoted, votes] = await Promise.all([
    governorOf(chain, book).hasVoted(id, delegate, at),
    readVotesOf(chain, book, { ...of, delegate, toBlock: block.number }),
  ])
  const cast = votes.find((vote) => vote.isOverride && vote.voter === voter)
  const delegateVote = votes.find((vote) => !vote.isOverride && vote.voter === delegate)?.support
  if ((cast !== undefined) !== hasOverridden) throw new VotesMissingError(voter)
  if ((delegateVote !== undefined) !== hasDelegateVoted) throw new VotesMissingError(delegate)
  return { weight, delegate, delegateVote, cast }
}

/** What the voter and its delegate have cast, from the Governor's events. */
async function readVotesOf(
  chain: Chain,
  book: AddressBook,
  of: OverrideOf & { readonly delegate: Address; readonly toBlock: number },
) {
  const { id, voter, delegate, fromBlock, toBlock } = of
  const logs = await recallLogs(chain, {
    address: book.contracts.governor,
    topics: [
      [overridden, ...voted].map(({ topicHash }) => topicHash),
      [voter, delegate].map((account) => zeroPadValue(account, 32)),
    ],
    fromBlock,
    toBlock,
  })
  return logs.flatMap((log) => voteIn(log, id))
}

/** A vote or an override on a proposal; nothing for a log that is neither. */
function voteIn(log: Log, id: bigint) {
  const override = overridden.decode(log)
  const args = override ?? voted.map((event) => event.decode(log)).find((found) => found)
  if (args?.['proposalId'] !== id) return []
  const choice = decodeChoice({ support: Number(args['support']), params: '0x' })
  if (choice === undefined || !('support' in choice)) return []
  const { voter, weight } = args as unknown as { voter: Address; weight: bigint }
  const reason = foreignText(args['reason'])
  const { transactionHash } = log
  const { support } = choice
  return [{ isOverride: override !== undefined, voter, weight, reason, support, transactionHash }]
}

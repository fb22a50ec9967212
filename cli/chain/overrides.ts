import { Contract, Interface, zeroPadValue } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { decodeChoice, encodeChoice } from '../governance/voteParams.ts'
import type { Support } from '../shared/voteSplit.ts'
import { askAll, viewsOf } from './askAll.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { governorAbi, governorOf } from './contracts.ts'
import { foreignEvent, foreignText } from './foreignEvents.ts'
import { recallLogs } from './logMemory.ts'
import type { Log } from './logs.ts'
import { VotesMissingError } from './nodeErrors.ts'
import type { Action } from './transaction.ts'
import type { BlockRange } from './votes.ts'

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

/** Whose vote has lost what to overrides, on which proposal, in which blocks. */
interface OverriddenOf extends BlockRange {
  readonly id: bigint
  readonly snapshot: number
  readonly delegate: Address
}

/** What others have taken out of the votes of their delegate: it cannot cast that any more. */
export async function readOverriddenVotes(
  chain: Chain,
  book: AddressBook,
  { id, snapshot, delegate, ...range }: OverriddenOf,
): Promise<bigint> {
  const { governor, token } = book.contracts
  const logs = await recallLogs(chain, {
    address: governor,
    topics: [overridden.topicHash],
    ...range,
  })
  const overrides = logs.flatMap((log) => voteIn(log, id))
  const view = viewsOf(token, new Interface(extendedVotesAbi))
  const delegates = await askAll(
    chain,
    overrides.map(({ voter }) => view('getPastDelegate', voter, snapshot)),
    await readBlock(chain, range.toBlock),
  )
  return overrides
    .filter((_, i) => delegates[i]?.[0] === delegate)
    .reduce((sum, { weight }) => sum + weight, 0n)
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

import type { ContractTransactionResponse } from 'ethers'
import type { BallastGovernor } from '../../artifacts/typechain/contracts/governance/BallastGovernor.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { type ProposalState, stateOf } from '../governance/lifecycle.ts'
import type { Proposal } from '../governance/proposal.ts'
import { type Chain, signerOf } from './client.ts'
import { ChainRevertedError } from './errors.ts'
import { explainRevert, isRevert } from './revert.ts'

/** What a transaction left behind. */
export interface Sent {
  readonly transactionHash: Hex
  readonly gasUsed: bigint
  readonly blockNumber: number
}

/** The times that a proposal passes, in Unix seconds; `eta` is 0 until it is queued. */
export interface ProposalTimes {
  readonly snapshot: number
  readonly deadline: number
  readonly eta: number
}

export type Support = 'against' | 'for' | 'abstain'
const SUPPORT: Readonly<Record<Support, number>> = { against: 0, for: 1, abstain: 2 }

/** Whoever sends, and to which deployment. */
export interface Sender {
  readonly chain: Chain
  readonly book: AddressBook
  readonly from: Address
}

/** Proposes and reads back that the Governor stored exactly this proposal. */
export async function submitProposal(sender: Sender, proposal: Proposal): Promise<Sent> {
  const { calls, description } = proposal
  const result = await send(sender, (governor) =>
    governor.propose(
      calls.map((call) => call.target),
      calls.map((call) => call.value),
      calls.map((call) => call.calldata),
      description,
    ),
  )
  await assertStored(sender, proposal)
  return result
}

async function assertStored({ chain, book }: Sender, proposal: Proposal): Promise<void> {
  const governor = BallastGovernor__factory.connect(book.contracts.governor, chain.provider)
  const [targets, values, calldatas, descriptionHash] = await governor.proposalDetails(proposal.id)
  const isSame =
    descriptionHash === proposal.descriptionHash &&
    targets.length === proposal.calls.length &&
    proposal.calls.every(
      (call, i) =>
        targets[i] === call.target && values[i] === call.value && calldatas[i] === call.calldata,
    )
  if (!isSame) {
    throw new ChainRevertedError(`The Governor stored something else under id ${proposal.id}.`)
  }
}

export const castVote = (
  sender: Sender,
  vote: { readonly id: bigint; readonly support: Support; readonly reason?: string },
): Promise<Sent> =>
  send(sender, (governor) =>
    governor.castVoteWithReason(vote.id, SUPPORT[vote.support], vote.reason ?? ''),
  )

export const queueProposal = (sender: Sender, id: bigint): Promise<Sent> =>
  send(sender, (governor) => governor['queue(uint256)'](id))

export const executeProposal = (sender: Sender, id: bigint): Promise<Sent> =>
  send(sender, (governor) => governor['execute(uint256)'](id))

/** The proposal's state at the newest block. */
export async function readState(
  chain: Chain,
  book: AddressBook,
  id: bigint,
): Promise<ProposalState> {
  const governor = BallastGovernor__factory.connect(book.contracts.governor, chain.provider)
  const number = await governor.state(id)
  const state = stateOf(number)
  if (state === undefined) {
    throw new ChainRevertedError(`The Governor answered the state ${number}, which does not exist.`)
  }
  return state
}

/** The proposal's times at the newest block: the deadline can still move while a vote runs. */
export async function readTimes(
  chain: Chain,
  book: AddressBook,
  id: bigint,
): Promise<ProposalTimes> {
  const governor = BallastGovernor__factory.connect(book.contracts.governor, chain.provider)
  const [snapshot, deadline, eta] = await Promise.all([
    governor.proposalSnapshot(id),
    governor.proposalDeadline(id),
    governor.proposalEta(id),
  ])
  return { snapshot: Number(snapshot), deadline: Number(deadline), eta: Number(eta) }
}

async function send(
  { chain, book, from }: Sender,
  call: (governor: BallastGovernor) => Promise<ContractTransactionResponse>,
): Promise<Sent> {
  const governor = BallastGovernor__factory.connect(book.contracts.governor, signerOf(chain, from))
  try {
    const receipt = await (await call(governor)).wait()
    if (receipt === null) throw new Error('The node answered no receipt.')
    return {
      transactionHash: receipt.hash,
      gasUsed: receipt.gasUsed,
      blockNumber: receipt.blockNumber,
    }
  } catch (error) {
    if (!isRevert(error)) throw error
    throw new ChainRevertedError(`The Governor refused: ${explainRevert(error)}`, { cause: error })
  }
}

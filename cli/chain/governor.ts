import type { AddressBook, Hex } from '../governance/addressBook.ts'
import type { PlainCall } from '../governance/callRow.ts'
import { type ProposalState, stateOf } from '../governance/lifecycle.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Proposal } from '../governance/proposal.ts'
import { atBlock, type Chain } from './client.ts'
import { governorAbi, governorOf } from './contracts.ts'
import { ChainRevertedError } from './errors.ts'
import { type Action, type Sender, type Sent, transact } from './transaction.ts'
import { encodeVote, type Vote } from './vote.ts'

/** The times that a proposal passes, in Unix seconds; `eta` is 0 until it is queued. */
export interface ProposalTimes {
  readonly snapshot: number
  readonly deadline: number
  readonly eta: number
}

const onGovernor = (book: AddressBook, data: Hex): Action => ({
  to: book.contracts.governor,
  data,
})

/** The call that proposes: what is rehearsed, priced and sent. */
export const proposeAction = (
  book: AddressBook,
  { calls, description }: { readonly calls: readonly PlainCall[]; readonly description: string },
): Action =>
  onGovernor(
    book,
    governorAbi.encodeFunctionData('propose', [
      calls.map((call) => call.target),
      calls.map((call) => call.value),
      calls.map((call) => call.calldata),
      description,
    ]),
  )

export const voteAction = (book: AddressBook, id: bigint, vote: Vote): Action =>
  onGovernor(book, encodeVote(id, vote))

export const queueAction = (book: AddressBook, id: bigint): Action =>
  onGovernor(book, governorAbi.encodeFunctionData('queue(uint256)', [id]))

export const executeAction = (book: AddressBook, id: bigint): Action =>
  onGovernor(book, governorAbi.encodeFunctionData('execute(uint256)', [id]))

export const cancelAction = (book: AddressBook, id: bigint): Action =>
  onGovernor(book, governorAbi.encodeFunctionData('cancel(uint256)', [id]))

/** Proposes and reads back that the Governor stored exactly this proposal. */
export async function submitProposal(
  sender: Sender,
  book: AddressBook,
  proposal: Proposal,
): Promise<Sent> {
  const sent = await transact(sender, proposeAction(book, proposal))
  await assertStored(sender.chain, book, proposal)
  return sent
}

/** @throws ChainRevertedError if the Governor holds something else under the proposal's id, or nothing */
export async function assertStored(
  chain: Chain,
  book: AddressBook,
  proposal: Proposal,
): Promise<void> {
  const governor = governorOf(chain, book)
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

/** The proposal's state at a block, the newest by default. */
export async function readState(
  chain: Chain,
  book: AddressBook,
  id: bigint,
  at?: BlockRef,
): Promise<ProposalState> {
  const governor = governorOf(chain, book)
  return knownState(await governor.state(id, atBlock(at)))
}

/** @throws ChainRevertedError for a number that no Governor of ours answers */
export function knownState(number: bigint): ProposalState {
  const state = stateOf(number)
  if (state !== undefined) return state
  throw new ChainRevertedError(`The Governor answered the state ${number}, which does not exist.`)
}

/** The proposal's times at a block, the newest by default: the deadline can still move while a vote runs. */
export async function readTimes(
  chain: Chain,
  book: AddressBook,
  id: bigint,
  at?: BlockRef,
): Promise<ProposalTimes> {
  const governor = governorOf(chain, book)
  const [snapshot, deadline, eta] = await Promise.all([
    governor.proposalSnapshot(id, atBlock(at)),
    governor.proposalDeadline(id, atBlock(at)),
    governor.proposalEta(id, atBlock(at)),
  ])
  return { snapshot: Number(snapshot), deadline: Number(deadline), eta: Number(eta) }
}

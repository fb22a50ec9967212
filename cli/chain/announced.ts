import { hexlify, type Result, toUtf8Bytes } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { Proposal } from '../governance/proposal.ts'
import type { Chain } from './client.ts'
import { governorAbi } from './contracts.ts'
import { foreignEvent } from './foreignEvents.ts'
import { readReceipt } from './receipts.ts'

const created = foreignEvent(governorAbi, 'ProposalCreated')

/** What was sent, by whom, in which transaction. */
interface SentProposal {
  readonly proposal: Proposal
  readonly proposer: Address
  readonly transactionHash: Hex
}

/**
 * Compares what the Governor announced in a transaction with what was sent, byte for byte: the id, the proposer, every
 * call, and the text that voters are given.
 *
 * @returns the first difference in words, for "but …"; undefined where there is none
 */
export async function announcedDifference(
  chain: Chain,
  book: AddressBook,
  { proposal, proposer, transactionHash }: SentProposal,
): Promise<string | undefined> {
  const receipt = await readReceipt(chain, transactionHash)
  const logs = receipt?.logs.filter(
    ({ address }) => address.toLowerCase() === book.contracts.governor.toLowerCase(),
  )
  const announced = (logs ?? []).map((log) => created.decode(log))
  const own = announced.find((args) => args?.['proposalId'] === proposal.id)
  if (own === undefined) return `it does not announce proposal ${proposal.id}`
  if (own['proposer'] !== proposer) return `it announces ${own['proposer']} as the proposer`
  if (own['description'] !== hexlify(toUtf8Bytes(proposal.description))) {
    return 'the text that it announces to the voters is another one'
  }
  return differentCall(own, proposal)
}

function differentCall(announced: Result, { calls }: Proposal): string | undefined {
  // `values` is a method of every array: arguments of that name are found by their place.
  const [, , targets, values, , calldatas] = announced as unknown as [
    bigint,
    Address,
    readonly Address[],
    readonly bigint[],
    unknown,
    readonly Hex[],
  ]
  if (targets.length !== calls.length) {
    return `it announces ${targets.length} calls, not ${calls.length}`
  }
  const other = calls.findIndex(
    ({ target, value, calldata }, i) =>
      targets[i] !== target || values[i] !== value || calldatas[i] !== calldata,
  )
  return other === -1 ? undefined : `call ${other + 1} that it announces is another one`
}

import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import type { AddressBook } from '../governance/addressBook.ts'
import { operationId } from '../governance/description.ts'
import { type Chain, readBlock } from './client.ts'
import { governorAbi } from './contracts.ts'
import { readLogs } from './logs.ts'
import { NodeError } from './nodeErrors.ts'
import type { StoredProposal } from './proposals.ts'

/** The Governor says that a proposal is executed, and the node does not have the event. */
export class ExecutionNotFoundError extends NodeError {
  constructor() {
    super(
      'The proposal is executed, and the node has no event that says when.',
      'Use a node that keeps the whole history.',
    )
  }
}

/**
 * The number of the block in which a proposal was executed: by the Governor, or by the timelock alone, which runs what
 * is queued for anyone.
 *
 * @throws ExecutionNotFoundError
 */
export async function findExecution(
  chain: Chain,
  book: AddressBook,
  { id, calls, descriptionHash }: StoredProposal,
): Promise<number> {
  const byGovernor = governorAbi.getEvent('ProposalExecuted')
  const byTimelock = TimelockController__factory.createInterface().getEvent('CallExecuted')
  const { governor, timelock } = book.contracts
  const operation = operationId(calls, descriptionHash, governor)
  const { number: toBlock } = await readBlock(chain)
  const logs = await readLogs(chain, {
    address: [governor, timelock],
    topics: [[byGovernor.topicHash, byTimelock.topicHash]],
    fromBlock: book.deployedAtBlock,
    toBlock,
  })
  const own = logs.find(({ topics, data }) =>
    topics[0] === byTimelock.topicHash
      ? topics[1] === operation
      : governorAbi.decodeEventLog(byGovernor, data, topics)[0] === id,
  )
  if (own === undefined) throw new ExecutionNotFoundError()
  return own.blockNumber
}

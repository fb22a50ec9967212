import { getAddress } from 'ethers'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { operationId } from '../governance/description.ts'
import { readBlockTimes } from './blockTimes.ts'
import type { Chain } from './client.ts'
import { governorAbi } from './contracts.ts'
import { type ForeignEvent, foreignEvent } from './foreignEvents.ts'
import { recallLogs } from './logMemory.ts'
import type { Log } from './logs.ts'
import type { StoredProposal } from './proposals.ts'
import type { BlockRange } from './votes.ts'

/** Something that happened to a proposal, from the events of governor and timelock. */
export interface Milestone {
  readonly kind: 'proposed' | 'prolonged' | 'queued' | 'executed' | 'cancelled'
  readonly blockNumber: number
  /** The block's time in Unix seconds; undefined if the node does not have the block. */
  readonly timestamp: number | undefined
  /** Who sent the transaction; undefined if the node has forgotten it, as many do after a year. */
  readonly by: Address | undefined
  readonly transactionHash: Hex
}

const timelockAbi = TimelockController__factory.createInterface()

const governorKinds: Readonly<Record<string, Milestone['kind']>> = {
  [governorAbi.getEvent('ProposalCreated').topicHash]: 'proposed',
  [governorAbi.getEvent('ProposalExtended').topicHash]: 'prolonged',
  [governorAbi.getEvent('ProposalQueued').topicHash]: 'queued',
  [governorAbi.getEvent('ProposalExecuted').topicHash]: 'executed',
  [governorAbi.getEvent('ProposalCanceled').topicHash]: 'cancelled',
}

const aboutOne: ReadonlyMap<Hex, ForeignEvent> = new Map(
  Object.keys(governorKinds).map((topic) => [topic, foreignEvent(governorAbi, topic)]),
)

/** A proposal can also be executed or cancelled at the timelock itself: then the governor writes no event. */
const timelockKinds: Readonly<Record<string, Milestone['kind']>> = {
  [timelockAbi.getEvent('CallExecuted').topicHash]: 'executed',
  [timelockAbi.getEvent('Cancelled').topicHash]: 'cancelled',
}

/** What happened to a proposal, the oldest first. */
export async function readMilestones(
  chain: Chain,
  book: AddressBook,
  proposal: StoredProposal,
  range: BlockRange,
): Promise<readonly Milestone[]> {
  const { governor, timelock } = book.contracts
  const operation = operationId(proposal.calls, proposal.descriptionHash, governor)
  const [ofGovernor, ofTimelock] = await Promise.all([
    recallLogs(chain, { address: governor, topics: [Object.keys(governorKinds)], ...range }),
    recallLogs(chain, {
      address: timelock,
      topics: [Object.keys(timelockKinds), operation],
      ...range,
    }),
  ])
  const found = [...ofGovernor.filter(isAbout(proposal.id)), ...ofTimelock]
    .map((log) => ({
      log,
      kind: governorKinds[log.topics[0] ?? ''] ?? timelockKinds[log.topics[0] ?? ''],
    }))
    .sort((a, b) => a.log.blockNumber - b.log.blockNumber || a.log.logIndex - b.log.logIndex)
  const seen = new Set<string>()
  const first = found.filter(({ log, kind }) => {
    const key = `${kind} ${log.transactionHash}`
    return kind !== undefined && !seen.has(key) && seen.add(key)
  })
  return complete(chain, first)
}

/** Most of the governor's events name the proposal in their data, not in a topic that a node could filter by. */
const isAbout = (id: bigint) => (log: Log) => {
  const event = aboutOne.get(log.topics[0] ?? '')
  return event?.decode(log)?.[0] === id
}

async function complete(
  chain: Chain,
  found: readonly { readonly log: Log; readonly kind: Milestone['kind'] | undefined }[],
): Promise<readonly Milestone[]> {
  const [times, senders] = await Promise.all([
    readBlockTimes(
      chain,
      found.map(({ log }) => log),
    ),
    Promise.all(found.map(({ log }) => readSender(chain, log.transactionHash))),
  ])
  return found.flatMap(({ log: { blockNumber, blockHash, transactionHash }, kind }, index) => {
    const timestamp = times.get(blockHash)
    if (kind === undefined) return []
    return [{ kind, blockNumber, timestamp, by: senders[index], transactionHash }]
  })
}

async function readSender(chain: Chain, hash: Hex): Promise<Address | undefined> {
  const transaction = (await chain.rpc.request({
    method: 'eth_getTransactionByHash',
    params: [hash],
  })) as { readonly from: Address } | null
  return transaction === null ? undefined : getAddress(transaction.from)
}

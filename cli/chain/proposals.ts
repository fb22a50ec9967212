import type { BallastGovernor } from '../../artifacts/typechain/contracts/governance/BallastGovernor.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { PlainCall } from '../governance/callRow.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { type ProposalTimes, readState, readTimes } from './governor.ts'
import { readLogs } from './logs.ts'

/** A proposal as the Governor stores it: what it does, without where it stands. */
export interface StoredProposal {
  readonly id: bigint
  readonly calls: readonly PlainCall[]
  readonly descriptionHash: Hex
  readonly proposer: Address
}

/** Votes on the three sides, 18 decimals. */
export interface Tally {
  readonly against: bigint
  readonly for: bigint
  readonly abstain: bigint
}

/** Where a proposal stands at one block. */
export interface Standing {
  readonly state: ProposalState
  readonly times: ProposalTimes
  readonly tally: Tally
  /** Undefined until the vote has started: the supply that counts is that of the snapshot. */
  readonly quorum: bigint | undefined
}

const connect = (chain: Chain, book: AddressBook): BallastGovernor =>
  BallastGovernor__factory.connect(book.contracts.governor, chain.provider)

/** Every proposal that the Governor stores at a block (the newest by default), the oldest first. */
export async function listProposals(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<readonly StoredProposal[]> {
  const governor = connect(chain, book)
  const count = Number(await governor.proposalCount(atBlock(at)))
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const [id, targets, values, calldatas, descriptionHash] = await governor.proposalDetailsAt(
        index,
        atBlock(at),
      )
      return {
        id,
        calls: targets.map((target, i) => ({
          target,
          value: values[i] ?? 0n,
          calldata: calldatas[i] ?? '0x',
        })),
        descriptionHash,
        proposer: await governor.proposalProposer(id, atBlock(at)),
      }
    }),
  )
}

/** State, times, votes and quorum of a proposal at a block, the newest by default. */
export async function readStanding(
  chain: Chain,
  book: AddressBook,
  id: bigint,
  at?: BlockRef,
): Promise<Standing> {
  const governor = connect(chain, book)
  const [state, times, votes, { timestamp }] = await Promise.all([
    readState(chain, book, id, at),
    readTimes(chain, book, id, at),
    governor.proposalVotes(id, atBlock(at)),
    at ?? readBlock(chain),
  ])
  return {
    state,
    times,
    tally: { against: votes.againstVotes, for: votes.forVotes, abstain: votes.abstainVotes },
    // Not the state decides: a proposal that was cancelled before its vote has none either.
    quorum:
      timestamp <= times.snapshot ? undefined : await governor.quorum(times.snapshot, atBlock(at)),
  }
}

/** The text that voters were given, and where it was given; undefined if the event is not there. */
export interface Announcement {
  readonly description: string
  readonly blockNumber: number
  readonly transactionHash: Hex
}

/** The announcement of every proposal, from the Governor's ProposalCreated events. */
export async function readAnnouncements(
  chain: Chain,
  book: AddressBook,
): Promise<ReadonlyMap<bigint, Announcement>> {
  const abi = BallastGovernor__factory.createInterface()
  const event = abi.getEvent('ProposalCreated')
  const { number: toBlock } = await readBlock(chain)
  const logs = await readLogs(chain, {
    address: book.contracts.governor,
    topics: [event.topicHash],
    fromBlock: book.deployedAtBlock,
    toBlock,
  })
  return new Map(
    logs.map((log) => {
      const { proposalId, description } = abi.decodeEventLog(event, log.data, log.topics)
      const { blockNumber, transactionHash } = log
      return [proposalId as bigint, { description, blockNumber, transactionHash }]
    }),
  )
}

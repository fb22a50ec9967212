import { keccak256 } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { PlainCall } from '../governance/callRow.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Tally } from '../governance/tally.ts'
import { askAll, viewsOf } from './askAll.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { governorAbi, governorOf } from './contracts.ts'
import { foreignEvent, foreignText } from './foreignEvents.ts'
import { knownState, type ProposalTimes } from './governor.ts'
import { recallLogs } from './logMemory.ts'

/** A proposal as the Governor stores it: what it does, without where it stands. */
export interface StoredProposal {
  readonly id: bigint
  readonly calls: readonly PlainCall[]
  readonly descriptionHash: Hex
  readonly proposer: Address
}

/** Where a proposal stands at one block. */
export interface Standing {
  readonly state: ProposalState
  readonly times: ProposalTimes
  readonly tally: Tally
  /** Undefined until the vote has started: the supply that counts is that of the snapshot. */
  readonly quorum: bigint | undefined
}

/** Every proposal that the Governor stores at a block (the newest by default), the oldest first. */
export async function listProposals(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<readonly StoredProposal[]> {
  const governor = governorOf(chain, book)
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
  const [standing] = await readStandings(chain, book, [id], at ?? (await readBlock(chain)))
  return standing as Standing
}

/** The states of proposals at a block, in their order. */
export async function readStates(
  chain: Chain,
  book: AddressBook,
  ids: readonly bigint[],
  at: BlockRef,
): Promise<readonly ProposalState[]> {
  const view = viewsOf(book.contracts.governor, governorAbi)
  const states = await askAll(
    chain,
    ids.map((id) => view('state', id)),
    at,
  )
  return states.map(([number]) => knownState(number))
}

/** The standings of proposals at a block, in their order: two questions, however many there are. */
export async function readStandings(
  chain: Chain,
  book: AddressBook,
  ids: readonly bigint[],
  at: BlockRef,
): Promise<readonly Standing[]> {
  const view = viewsOf(book.contracts.governor, governorAbi)
  const parts = ['state', 'proposalSnapshot', 'proposalDeadline', 'proposalEta', 'proposalVotes']
  const views = ids.flatMap((id) => parts.map((name) => view(name, id)))
  const answers = await askAll(chain, views, at)
  const answer = (of: number, part: number, member = 0): bigint =>
    answers[of * parts.length + part]?.[member] ?? 0n
  const standings = ids.map(
    (_, i): Omit<Standing, 'quorum'> => ({
      state: knownState(answer(i, 0)),
      times: {
        snapshot: Number(answer(i, 1)),
        deadline: Number(answer(i, 2)),
        eta: Number(answer(i, 3)),
      },
      tally: { against: answer(i, 4, 0), for: answer(i, 4, 1), abstain: answer(i, 4, 2) },
    }),
  )
  // Not the state decides: a proposal that was cancelled before its vote has no quorum either.
  const begun = standings.filter(({ times }) => times.snapshot < at.timestamp)
  const quorums = await askAll(
    chain,
    begun.map(({ times }) => view('quorum', times.snapshot)),
    at,
  )
  return standings.map((standing) => ({
    ...standing,
    quorum: quorums[begun.indexOf(standing)]?.[0] as bigint | undefined,
  }))
}

/** The votes that would be needed if a vote began at this time (Unix seconds), which must be in the chain's past. */
export const readQuorum = (chain: Chain, book: AddressBook, at: BlockRef): Promise<bigint> =>
  governorOf(chain, book).quorum(at.timestamp - 1, { blockTag: at.number })

/** How many proposals the Governor stores. */
export const countProposals = async (chain: Chain, book: AddressBook, at: number) =>
  Number(await governorOf(chain, book).proposalCount({ blockTag: at }))

/** The text that voters were given, and where it was given; undefined if the event is not there. */
export interface Announcement {
  readonly proposer: Address
  /** As text; where its bytes are not UTF-8, it is not what was hashed. */
  readonly description: string
  /** Of the bytes as they were announced. */
  readonly descriptionHash: Hex
  readonly blockNumber: number
  readonly transactionHash: Hex
}

const created = foreignEvent(governorAbi, 'ProposalCreated')

/**
 * The announcement of every proposal, the oldest first, from the Governor's ProposalCreated events. An event that cannot
 * be read announces nothing.
 */
export async function readAnnouncements(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<ReadonlyMap<bigint, Announcement>> {
  const { number: toBlock } = at ?? (await readBlock(chain))
  const logs = await recallLogs(chain, {
    address: book.contracts.governor,
    topics: [created.topicHash],
    fromBlock: book.deployedAtBlock,
    toBlock,
  })
  return new Map(
    logs.flatMap((log) => {
      const args = created.decode(log)
      if (args === undefined) return []
      const { proposalId, proposer, description: bytes } = args
      const { blockNumber, transactionHash } = log
      const description = foreignText(bytes)
      const descriptionHash = keccak256(bytes)
      const said = { proposer, description, descriptionHash, blockNumber, transactionHash }
      return [[proposalId as bigint, said] as const]
    }),
  )
}

import { concat, keccak256, type Result } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { PlainCall } from '../governance/callRow.ts'
import type { GovernorClock } from '../governance/governorClock.ts'
import type { GovernorTraits } from '../governance/governorTraits.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { governorAbi, governorOf } from './contracts.ts'
import { foreignEvent, foreignText } from './foreignEvents.ts'
import { knownState } from './governor.ts'
import { readGovernorClock, readTraits } from './governorKind.ts'
import { recallLogs } from './logMemory.ts'
import { ProposalEventsMissingError } from './nodeErrors.ts'
import { bravoAbi, type Figures, standingQuestions } from './standingQuestions.ts'
import { tryViews } from './tryViews.ts'

/** A proposal as the Governor stores it, or announced it: what it does, without where it stands. */
export interface StoredProposal {
  readonly id: bigint
  readonly calls: readonly PlainCall[]
  readonly descriptionHash: Hex
  readonly proposer: Address
}

/** Where a proposal stands at one block. */
export interface Standing extends Figures {
  /** Undefined until the vote has started: the supply that counts is that of the snapshot. */
  readonly quorum: bigint | undefined
  /** Which Governor says so. */
  readonly governor: GovernorTraits
  /** What its clock shows at the block. */
  readonly clock: GovernorClock
}

/**
 * Every proposal at a block (the newest by default), the oldest first: as the Governor stores them, or as it announced
 * them where it does not.
 */
export async function listProposals(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<readonly StoredProposal[]> {
  const { storesProposals } = await readTraits(chain, book)
  if (storesProposals) return listStored(chain, book, at)
  return (await readCreated(chain, book, at)).map(({ stored }) => stored)
}

/**
 * The same, for whoever says that there are no others.
 *
 * @throws ProposalEventsMissingError where the Governor counts more than the node has events of
 */
export async function listEveryProposal(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<readonly StoredProposal[]> {
  const [found, count] = await Promise.all([
    listProposals(chain, book, at),
    countProposals(chain, book, at),
  ])
  if (found.length < count) throw new ProposalEventsMissingError(found.length, count)
  return found
}

async function listStored(
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
  const traits = await readTraits(chain, book)
  const clock = await readGovernorClock(chain, book, at)
  const questions = standingQuestions(book.contracts.governor, traits)
  const views = ids.map((id) => questions.about(id))
  const answers = await askAll(chain, views.flat(), at)
  const count = views[0]?.length ?? 0
  const figures = ids.map((_, i) => questions.figures(answers.slice(i * count, (i + 1) * count)))
  // Not the state decides: a proposal that was cancelled before its vote has no quorum either.
  const begun = figures.filter(({ times }) => BigInt(times.snapshot) < clock.now)
  const quorums = await askAll(
    chain,
    begun.map(({ times }) => questions.quorum(times.snapshot)),
    at,
  )
  return figures.map((standing) => ({
    ...standing,
    quorum: quorums[begun.indexOf(standing)]?.[0] as bigint | undefined,
    governor: traits,
    clock,
  }))
}

/** The votes that would be needed if a vote began at this block, as of the moment before it. */
export async function readQuorum(chain: Chain, book: AddressBook, at: BlockRef): Promise<bigint> {
  const traits = await readTraits(chain, book)
  const { now } = await readGovernorClock(chain, book, at)
  const { quorum } = standingQuestions(book.contracts.governor, traits)
  const [answer] = await askAll(chain, [quorum(Number(now) - 1)], at)
  return answer?.[0] ?? 0n
}

/** How many proposals the Governor counts; none where it counts none, and only its events tell. */
export async function countProposals(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<number> {
  const { storesProposals, rules } = await readTraits(chain, book)
  if (storesProposals) return Number(await governorOf(chain, book).proposalCount(atBlock(at)))
  if (rules !== 'bravo') return 0
  const target = { target: book.contracts.governor, abi: bravoAbi }
  const [last, first] = await tryViews(
    chain,
    target,
    [['proposalCount'], ['initialProposalId']],
    at,
  )
  return Number((last?.result?.[0] ?? 0n) - (first?.result?.[0] ?? 0n))
}

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
  const created = await readCreated(chain, book, at)
  return new Map(created.map(({ stored, announcement }) => [stored.id, announcement]))
}

/** A proposal by its event alone. */
interface Created {
  readonly stored: StoredProposal
  readonly announcement: Announcement
}

async function readCreated(
  chain: Chain,
  book: AddressBook,
  at: BlockRef | undefined,
): Promise<readonly Created[]> {
  const { number: toBlock } = at ?? (await readBlock(chain))
  const logs = await recallLogs(chain, {
    address: book.contracts.governor,
    topics: [created.topicHash],
    fromBlock: book.deployedAtBlock,
    toBlock,
  })
  return logs.flatMap((log) => {
    const args = created.decode(log)
    if (args === undefined) return []
    const { proposalId: id, proposer, description: bytes } = args
    const { blockNumber, transactionHash } = log
    const descriptionHash = keccak256(bytes)
    return [
      {
        stored: { id, calls: announcedCalls(args), descriptionHash, proposer },
        announcement: {
          proposer,
          description: foreignText(bytes),
          descriptionHash,
          blockNumber,
          transactionHash,
        },
      },
    ]
  })
}

/** Governor Bravo announces what is called by its text (`transfer(address,uint256)`), which is no part of the calldata then. */
function announcedCalls(args: Result): readonly PlainCall[] {
  // `values` is a method of every array: arguments of that name are found by their place.
  const [, , targets, values, signatures, calldatas] = args as unknown as [
    bigint,
    Address,
    readonly Address[],
    readonly bigint[],
    readonly Hex[],
    readonly Hex[],
  ]
  return targets.map((target, i) => {
    const [signature = '0x', calldata = '0x'] = [signatures[i], calldatas[i]]
    const selector = signature === '0x' ? '0x' : keccak256(signature).slice(0, 10)
    return { target, value: values[i] ?? 0n, calldata: concat([selector, calldata]) }
  })
}

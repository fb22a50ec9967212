import { readBlock } from '../chain/client.ts'
import { type ChainClock, readClock } from '../chain/clock.ts'
import { readCountedBallot } from '../chain/countedBallot.ts'
import {
  countProposals,
  listEveryProposal,
  readAnnouncements,
  readQuorum,
  readStandings,
  readStates,
  type Standing,
} from '../chain/proposals.ts'
import { type MarketSummary, readMarkets } from '../chain/readBook.ts'
import { readFeedHealth } from '../chain/readHealth.ts'
import { readGuardian } from '../chain/votes.ts'
import { type Holder, NOBODY, readHolder } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { titleOf } from '../governance/announcedText.ts'
import { stoppedMarkets } from '../governance/freeze.ts'
import { voteTimesOf } from '../governance/governorClock.ts'
import { isOwnKind, whyForeign } from '../governance/governorTraits.ts'
import { type FeedHealth, feedTrouble } from '../governance/health.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { BlockRef } from '../governance/parameter.ts'
import {
  type NetworkStatus,
  type ProposalLine,
  statusDocument,
  statusText,
} from '../report/statusText.ts'
import { shortId } from '../shared/proposalId.ts'
import { nextOf } from './nextOf.ts'
import type { Protocol, Workspace } from './protocol.ts'
import { watcherOf } from './watcher.ts'

/** What the status is to show. */
export interface StatusOptions {
  /** Proposals that ended as well. */
  readonly all?: boolean
  /** Whose part to show; the network's own account by default, null for nobody's. */
  readonly account?: string | null
  readonly workspace?: Workspace
  /** Unix seconds. */
  readonly wallClock: number
  /** The newest by default. */
  readonly at?: BlockRef | Promise<BlockRef>
}

/** A network as it stands at one block, with the readings that its status was made from. */
export interface Situation {
  readonly status: NetworkStatus
  readonly clock: ChainClock
  readonly feeds: readonly FeedHealth[]
  readonly markets: readonly MarketSummary[]
}

/** What of a proposal never changes. */
interface Known {
  readonly id: bigint
  readonly proposer: Address
  readonly title: string | undefined
}

/** Everything that every proposal is judged with. */
interface Setting {
  readonly protocol: Protocol
  readonly block: BlockRef
  readonly clock: ChainClock
  readonly guardian: Address | undefined
  readonly account: ReturnType<typeof watched> | undefined
}

const isOpen = (state: ProposalState): boolean =>
  state === 'Pending' || state === 'Active' || state === 'Succeeded' || state === 'Queued'

/**
 * What needs whom now: every open proposal, prices that cannot be relied on, bad debt. All of it at one block, in three
 * rounds of questions.
 *
 * @throws NodeError, UsageError
 */
export async function readStatus(
  protocol: Protocol,
  options: StatusOptions,
): Promise<{
  readonly status: NetworkStatus
  readonly text: string
  readonly document: ReturnType<typeof statusDocument>
}> {
  const { status } = await readSituation(protocol, options)
  return { status, text: statusText(status, protocol.book), document: statusDocument(status) }
}

/** The same as data, with what it was made from. */
export async function readSituation(
  protocol: Protocol,
  options: StatusOptions,
): Promise<Situation> {
  const { chain, book } = protocol
  const [block, watching] = await Promise.all([
    options.at ?? readBlock(chain),
    watcherOf(chain, options.workspace, options.account),
  ])
  const address = watching !== undefined && 'address' in watching ? watching.address : undefined
  const [clock, known, feeds, { markets }, guardian, power] = await Promise.all([
    readClock(chain, block, options.wallClock),
    readKnown(protocol, block),
    readFeedHealth(chain, book, block),
    readMarkets(chain, book, block),
    readGuardian(chain, book, block.number),
    address === undefined ? undefined : readHolder(chain, book, address, block),
  ])
  const states = await readStates(
    chain,
    book,
    known.map(({ id }) => id),
    block,
  )
  const account = address === undefined || power === undefined ? undefined : watched(address, power)
  const setting: Setting = { protocol, block, clock, guardian, account }
  const shown = known.filter((_, i) => options.all || isOpen(states[i] ?? 'Canceled'))
  const standings = await readStandings(
    chain,
    book,
    shown.map(({ id }) => id),
    block,
  )
  const proposals = await Promise.all(
    shown.map((one, i) => describe(one, standings[i] as Standing, setting)),
  )
  const now = BigInt(block.timestamp)
  const status: NetworkStatus = {
    network: protocol.network,
    chainId: chain.chainId,
    block,
    blockAge: options.wallClock - block.timestamp,
    isDevelopment: clock.isDevelopment,
    tokenSymbol: book.tokenSymbol,
    proposals: proposals.toReversed(),
    endedCount: known.length - shown.length,
    priceTroubles: feeds.flatMap((feed) => feedTrouble(feed, now) ?? []),
    badDebt: markets
      .filter(({ deficit }) => deficit > 0n)
      .map(({ label, deficit }) => ({ label, badDebt: deficit })),
    stopped: stoppedMarkets(markets, now),
    ...(watching && account && 'name' in watching
      ? { account: { name: watching.name, ...account } }
      : {}),
    ...(watching && 'trouble' in watching ? { accountTrouble: watching.trouble } : {}),
  }
  return { status, clock, feeds, markets }
}

/** An account's part, as people read it: tokens that are delegated to nobody have no delegate. */
const watched = (address: Address, { votes, balance, delegate }: Holder) => ({
  address,
  votes,
  balance,
  delegate: delegate === NOBODY ? undefined : delegate,
})

/** The proposals from their events; from the Governor's storage where the node does not have all events. */
async function readKnown({ chain, book }: Protocol, block: BlockRef): Promise<readonly Known[]> {
  const [count, announcements] = await Promise.all([
    countProposals(chain, book, block),
    readAnnouncements(chain, book, block),
  ])
  if (announcements.size >= count) {
    return [...announcements].map(([id, { proposer, description }]) => ({
      id,
      proposer,
      title: titleOf(description),
    }))
  }
  return (await listEveryProposal(chain, book, block)).map(({ id, proposer }) => ({
    id,
    proposer,
    title: titleOf(announcements.get(id)?.description ?? ''),
  }))
}

async function describe(
  { id, proposer, title }: Known,
  standing: Standing,
  setting: Setting,
): Promise<ProposalLine> {
  const { protocol, block } = setting
  const { chain, book } = protocol
  const { state, times, tally } = standing
  const [quorum, own] = await Promise.all([
    standing.quorum ?? readQuorum(chain, book, block),
    ownPart({ id, proposer }, standing, setting),
  ])
  return {
    id,
    handle: shortId(id),
    title,
    proposer,
    state,
    ...voteTimesOf(times, standing.clock),
    executableAt: times.eta === 0 ? undefined : times.eta,
    tally,
    quorum,
    isQuorumEstimated: standing.quorum === undefined,
    quorumSides: standing.governor.quorumSides,
    foreign: whyForeign(standing.governor),
    next: nextOf({ id, ...standing, quorum }, setting.clock, book),
    ...(own === undefined ? {} : { own }),
  }
}

async function ownPart(
  { id, proposer }: Pick<Known, 'id' | 'proposer'>,
  { state, times, governor }: Standing,
  { protocol: { chain, book }, block, account, guardian }: Setting,
): Promise<ProposalLine['own']> {
  if (account === undefined || state === 'Canceled') return undefined
  const { address } = account
  const { snapshot } = times
  const of = { id, snapshot, voter: address, fromBlock: book.deployedAtBlock }
  const ballot =
    state === 'Pending'
      ? { total: account.votes, used: 0n }
      : await readCountedBallot(chain, book, of, block)
  const isOwn = proposer === address && (state === 'Pending' || guardian === undefined)
  return {
    votes: ballot.total,
    cast: ballot.used,
    mayCancel: isOwnKind(governor) && isOpen(state) && (guardian === address || isOwn),
  }
}

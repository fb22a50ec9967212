import { readBlock } from '../chain/client.ts'
import type { DevChain } from '../chain/devChain.ts'
import {
  type FeedReading,
  minesByItself,
  moveClock,
  type OtherSource,
  readFeeds,
} from '../chain/feeds.ts'
import { asDevelopmentChain } from '../chain/network.ts'
import { listProposals, readAnnouncements, readStanding } from '../chain/proposals.ts'
import { titleOf } from '../governance/announcedText.ts'
import type { NextAction, ProposalState } from '../governance/lifecycle.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { formatDuration, formatUtc, parseDuration } from '../shared/time.ts'
import { locateProposal } from './locateProposal.ts'
import { actionOf } from './nextOf.ts'
import type { Protocol } from './protocol.ts'
import { requireOwnKind } from './requireGovernor.ts'

/** How far the clock is to move: so many seconds, or to the next boundary of a proposal. */
export type WarpTarget =
  | { readonly kind: 'duration'; readonly seconds: number }
  | { readonly kind: 'next' }

const LONGEST_DAYS = 400n

/**
 * `3 days`, `36h`, `90 min` or `next`.
 *
 * @throws UnitError, UsageError for no time at all and for more than 400 days
 */
export function parseTarget(text: string): WarpTarget {
  if (text.trim().toLowerCase() === 'next') return { kind: 'next' }
  const seconds = parseDuration(text)
  if (seconds === 0n) {
    throw new UsageError('No time would pass.', 'Write a duration such as 3 days, or next.')
  }
  if (seconds > LONGEST_DAYS * 86_400n) {
    throw new UsageError(
      `${formatDuration(seconds)} is more than ${LONGEST_DAYS} days.`,
      'Warp in several steps if that much time is really meant to pass.',
    )
  }
  return { kind: 'duration', seconds: Number(seconds) }
}

/** An open proposal by the chain's clock. */
export interface OpenProposal {
  readonly id: bigint
  readonly state: ProposalState
  readonly action: NextAction
}

/** An open proposal before and after the clock moved. */
export interface MovedProposal extends OpenProposal {
  /** Undefined if the node does not have its text. */
  readonly title: string | undefined
  readonly before: ProposalState
  /** Whether its state or what is due is another than before: one that is held becomes executable and stays queued. */
  readonly hasMoved: boolean
}

/** What came of it. */
export interface Warped {
  readonly from: BlockRef
  readonly to: BlockRef
  readonly blocks: number
  /** How many stand-in price sources answered anew in each block. */
  readonly refreshed: number
  /** Price sources that are no stand-ins: they aged. */
  readonly left: readonly OtherSource[]
  /** False on a node that was told to wait with transactions, or that a killed command left so. */
  readonly automine: boolean
  /** The proposal whose boundary was the target. */
  readonly boundaryOf?: bigint
  /** The only proposal whose boundaries counted. */
  readonly asked?: bigint
  /** Every proposal that was open, and the one that was asked for: the clock moves all of them. */
  readonly proposals: readonly MovedProposal[]
}

/**
 * Moves the clock of a development chain, block by block, with its stand-in prices kept fresh.
 *
 * @param request.proposal a file, an id or the beginning of one: the only proposal whose boundaries count
 * @throws UsageError on any other chain, and where `next` has no open proposal to go by
 */
export async function warpChain(
  protocol: Protocol,
  request: { readonly target: WarpTarget; readonly proposal?: string },
  progress: Progress,
): Promise<Warped> {
  const chain = await requireDevelopment(protocol)
  await requireOwnKind(protocol, 'move the clock')
  const only = request.proposal === undefined ? undefined : await idOf(protocol, request.proposal)
  const from = await readBlock(chain)
  const open = await readOpen(protocol, from, only)
  const { to, boundaryOf } = destination(request.target, from, open, only)
  const feeds = await readFeeds(chain, protocol.book)
  const blocks = await move(chain, { from: from.timestamp, to, feeds }, progress)
  const now = await readBlock(chain)
  return {
    from,
    to: now,
    blocks,
    refreshed: blocks === 0 ? 0 : feeds.standIns.length,
    left: feeds.others,
    automine: await minesByItself(chain),
    ...(boundaryOf === undefined ? {} : { boundaryOf }),
    ...(only === undefined ? {} : { asked: only }),
    proposals: await readMoved(protocol, now, open),
  }
}

/** Whether the chain's clock is ours to move. */
export const canWarp = async ({ chain }: Protocol): Promise<boolean> =>
  (await asDevelopmentChain(chain)) !== undefined

async function requireDevelopment({ chain, network }: Protocol): Promise<DevChain> {
  const development = await asDevelopmentChain(chain)
  if (development !== undefined) return development
  throw new UsageError(
    `The clock of ${network} is not ours to move: its node is not made for development.`,
    'Use a node of ballast devnet, Hardhat or anvil; everywhere else time passes by itself.',
  )
}

const idOf = async (protocol: Protocol, reference: string): Promise<bigint> =>
  (await locateProposal(protocol, reference)).id

const openStates: readonly ProposalState[] = ['Pending', 'Active', 'Succeeded', 'Queued']

/** The open proposals, and the one that was asked for: how it ended, if it has. */
async function readOpen(
  protocol: Protocol,
  at: BlockRef,
  asked: bigint | undefined,
): Promise<readonly OpenProposal[]> {
  const stored = await listProposals(protocol.chain, protocol.book)
  const all = await Promise.all(stored.map(({ id }) => readOne(protocol, at, id)))
  return all.filter(({ id, state }) => id === asked || openStates.includes(state))
}

async function readOne(
  { chain, book }: Protocol,
  { timestamp }: BlockRef,
  id: bigint,
): Promise<OpenProposal> {
  const standing = await readStanding(chain, book, id)
  const action = actionOf(standing, BigInt(timestamp))
  return { id, state: standing.state, action }
}

async function readMoved(
  protocol: Protocol,
  at: BlockRef,
  before: readonly OpenProposal[],
): Promise<readonly MovedProposal[]> {
  const announcements = await readAnnouncements(protocol.chain, protocol.book)
  return Promise.all(
    before.map(async ({ id, state, action }) => {
      const now = await readOne(protocol, at, id)
      return {
        ...now,
        title: titleOf(announcements.get(id)?.description ?? ''),
        before: state,
        hasMoved: now.state !== state || now.action.kind !== action.kind,
      }
    }),
  )
}

/** The first second in which a proposal stands elsewhere than now, if time alone brings it there. */
function boundaryOf({ action }: OpenProposal): number | undefined {
  if (action.kind === 'wait') return Number(action.until)
  return action.kind === 'vote' ? Number(action.until) + 1 : undefined
}

interface Destination {
  readonly to: number
  readonly boundaryOf?: bigint
}

/** @throws UsageError if no proposal is open */
function destination(
  target: WarpTarget,
  from: BlockRef,
  open: readonly OpenProposal[],
  asked: bigint | undefined,
): Destination {
  if (target.kind === 'duration') return { to: from.timestamp + target.seconds }
  const counting = asked === undefined ? open : open.filter(({ id }) => id === asked)
  const boundaries = counting.flatMap((proposal) => {
    const at = boundaryOf(proposal)
    return at === undefined ? [] : [{ to: at, boundaryOf: proposal.id }]
  })
  const [first] = boundaries.sort((a, b) => a.to - b.to)
  if (first !== undefined) return first
  if (open.length > 0) return { to: from.timestamp }
  throw new UsageError(
    'No proposal is open, so there is no boundary to go to.',
    'Name a duration such as 3 days, or submit a proposal first: ballast submit',
  )
}

/** A warp of years still ends: no more blocks than this, however short the feeds' maximum age. */
const MOST_BLOCKS = 2_000

/**
 * Half of the shortest maximum age at a time: whoever reads between two blocks sees fresh prices too, unless so many
 * blocks would be needed that the steps grow.
 */
async function move(
  chain: DevChain,
  way: { readonly from: number; readonly to: number; readonly feeds: FeedReading },
  progress: Progress,
): Promise<number> {
  const { from, to, feeds } = way
  const distance = to - from
  if (distance <= 0) return 0
  const { shortestMaxAge = 2 * distance, standIns } = feeds
  const step = Math.max(1, Math.floor(shortestMaxAge / 2), Math.ceil(distance / MOST_BLOCKS))
  progress.stage('warp')
  const blocks = await moveClock(chain, { to, step, standIns }, (time) =>
    progress.step(time - from, distance),
  )
  progress.finish(`${formatDuration(BigInt(distance))} in ${blocks} blocks, to ${formatUtc(to)}`)
  return blocks
}

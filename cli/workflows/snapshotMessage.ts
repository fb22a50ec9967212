import { readBlock } from '../chain/client.ts'
import { zonedTime } from '../governance/draftSchema.ts'
import type { BallotWish } from '../governance/proposal.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { parseDuration } from '../shared/time.ts'
import { isVotingType, type VotingType } from '../shared/votingTypes.ts'
import { APP, type ProposalMessage } from '../snapshot/messages.ts'
import type { Space } from '../snapshot/stored.ts'
import type { Acting } from './protocol.ts'
import { clockNow } from './snapshotAct.ts'
import type { SnapshotDraft } from './snapshotDraft.ts'

/** How somebody wants a draft to be voted on, by flags: they go before what its file says. */
export interface BallotRequest {
  readonly type?: VotingType
  readonly choice?: readonly string[]
  readonly label?: readonly string[]
  readonly start?: string
  /** A duration such as `3 days`. */
  readonly period?: string
  readonly block?: number
  readonly secret?: boolean
}

const usualChoices = ['For', 'Against', 'Abstain'] as const
const USUAL_PERIOD = 3 * 24 * 3_600

/** What the space wants and Ballast does not know is refused with the other rules of the space. */
const usualType = (wanted: string): VotingType => (isVotingType(wanted) ? wanted : 'basic')

/** The message that puts a draft to the vote now. @throws UsageError */
export async function proposalMessage(
  { protocol, sender }: Acting,
  { draft, body }: SnapshotDraft,
  space: Space,
  request: BallotRequest,
): Promise<ProposalMessage> {
  const timestamp = clockNow()
  const wish = wishOf(draft.ballot, request)
  const { delay, period, type, privacy } = space.voting ?? {}
  const start = wish.start === undefined ? timestamp + (delay ?? 0) : timeOf(wish.start)
  const isSecret = wish.secret ?? privacy === 'shutter'
  return {
    from: sender.account.address,
    space: space.id,
    timestamp,
    type: wish.type ?? usualType(type ?? ''),
    title: draft.title,
    body,
    discussion: draft.discussion ?? '',
    choices: wish.choices ?? usualChoices,
    labels: wish.labels ?? [],
    start,
    end: start + (wish.periodSeconds ?? (period || USUAL_PERIOD)),
    snapshot: wish.block ?? (await blockOf(protocol, space)),
    plugins: '{}',
    privacy: isSecret ? 'shutter' : '',
    app: APP,
  }
}

/** @throws UnitError */
function wishOf(written: BallotWish = {}, flags: BallotRequest): BallotWish {
  const { type, choice, label, start, period, block, secret } = flags
  return {
    ...written,
    ...(type && { type }),
    ...(choice && { choices: choice }),
    ...(label && { labels: label }),
    ...(start === undefined ? {} : { start }),
    ...(period === undefined ? {} : { periodSeconds: Number(parseDuration(period)) }),
    ...(block === undefined ? {} : { block }),
    ...(secret === undefined ? {} : { secret }),
  }
}

/** Minutes are enough; without a zone it would be another time on another machine. */
function timeOf(text: string): number {
  const time = Date.parse(text)
  if (zonedTime.test(text) && !Number.isNaN(time)) return Math.floor(time / 1_000)
  throw new UsageError(
    `The start "${printable(text)}" is no time.`,
    'Write it with its zone, such as 2026-11-24T12:00Z.',
  )
}

/** The newest block, where the space lives on the chain that we are on. */
async function blockOf({ chain }: Acting['protocol'], space: Space): Promise<number> {
  if (space.network === String(chain.chainId)) return (await readBlock(chain)).number
  throw new UsageError(
    `The space counts votes on chain ${printable(space.network)}, and the network is chain ${chain.chainId}.`,
    'Name the block of that chain at which votes are counted: --block NUMBER.',
  )
}

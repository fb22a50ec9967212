import { readBlock } from '../chain/client.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { parseDuration } from '../shared/time.ts'
import { APP, type ProposalMessage, type VotingType } from '../snapshot/messages.ts'
import type { Space } from '../snapshot/stored.ts'
import type { Acting } from './protocol.ts'
import { clockNow } from './snapshotAct.ts'
import type { SnapshotDraft } from './snapshotDraft.ts'

/** How somebody wants a draft to be voted on; the space decides what is left out. */
export interface BallotRequest {
  readonly type?: VotingType
  readonly choice?: readonly string[]
  readonly label?: readonly string[]
  /** A time such as 2026-11-24T12:00Z. */
  readonly start?: string
  /** A duration such as `3 days`. */
  readonly period?: string
  /** The block of the space's network at which votes are counted. */
  readonly block?: number
  /** Votes stay secret until the vote ends. */
  readonly secret?: boolean
}

const usualChoices = ['For', 'Against', 'Abstain'] as const
const USUAL_PERIOD = 3 * 24 * 3_600

/** The message that puts a draft to the vote now. @throws UsageError */
export async function proposalMessage(
  { protocol, sender }: Acting,
  { draft, body }: SnapshotDraft,
  space: Space,
  request: BallotRequest,
): Promise<ProposalMessage> {
  const timestamp = clockNow()
  const { delay, period, type, privacy } = space.voting ?? {}
  const start = request.start === undefined ? timestamp + (delay ?? 0) : timeOf(request.start)
  const length =
    request.period === undefined ? period || USUAL_PERIOD : Number(parseDuration(request.period))
  const secrecy = request.secret === true ? 'shutter' : ''
  return {
    from: sender.account.address,
    space: space.id,
    timestamp,
    type: request.type ?? ((type || 'basic') as VotingType),
    title: draft.title,
    body,
    discussion: draft.discussion ?? '',
    choices: request.choice ?? usualChoices,
    labels: request.label ?? [],
    start,
    end: start + length,
    snapshot: request.block ?? (await blockOf(protocol, space)),
    plugins: '{}',
    privacy: request.secret === undefined && privacy === 'shutter' ? privacy : secrecy,
    app: APP,
  }
}

/** Minutes are enough; without a zone it would be another time on another machine. */
function timeOf(text: string): number {
  const time = Date.parse(text)
  const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)? ?(Z|UTC|[+-]\d\d:\d\d)$/.test(text)
  if (isWhole && !Number.isNaN(time)) return Math.floor(time / 1_000)
  throw new UsageError(
    `--start "${printable(text)}" is no time.`,
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

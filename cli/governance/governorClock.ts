import { blocksAway, formatUtc, roughDuration } from '../shared/time.ts'

/** In what a Governor counts time (ERC-6372). */
export type ClockMode = 'timestamp' | 'blocknumber'

/** What a Governor's clock shows. */
export interface GovernorClock {
  readonly mode: ClockMode
  /** Unix seconds, or the number of a block. */
  readonly now: bigint
  /** How fast blocks come, where they are what is counted. */
  readonly pace?: Pace
}

/** A block's time, and how many seconds the blocks before it took on average. */
export interface Pace {
  /** Unix seconds. */
  readonly at: number
  readonly secondsPerBlock: number
}

/**
 * The mode that a CLOCK_MODE names (`mode=blocknumber&from=default`); undefined for one that nobody knows. A contract that
 * has no such function is older than ERC-6372, and counts blocks.
 */
export function clockModeOf(said: string | undefined): ClockMode | undefined {
  if (said === undefined) return 'blocknumber'
  const mode = new URLSearchParams(said).get('mode')
  return mode === 'timestamp' || mode === 'blocknumber' ? mode : undefined
}

/** A point of the clock in Unix seconds: exact where it counts them, else as the pace of the blocks lets expect. */
export function secondsOf(point: bigint, { mode, now, pace }: GovernorClock): number | undefined {
  if (mode === 'timestamp') return Number(point)
  if (pace === undefined) return undefined
  return pace.at + Math.round(Number(point - now) * pace.secondsPerBlock)
}

/** The points of a vote that a Governor's clock names. */
interface VotePoints {
  readonly snapshot: number
  readonly deadline: number
}

/** When a vote begins and ends. */
export interface VoteTimes {
  /** Unix seconds; estimates where the Governor counts blocks, undefined where nothing tells how fast they come. */
  readonly voteStartsAt: number | undefined
  readonly voteEndsAt: number | undefined
  /** The blocks that decide, and the one that it is at, where it counts them. */
  readonly blocks?: VoteBlocks
}

/** The same in blocks. */
export interface VoteBlocks {
  readonly voteStartsAt: number
  readonly voteEndsAt: number
  readonly now: number
}

export function voteTimesOf({ snapshot, deadline }: VotePoints, clock: GovernorClock): VoteTimes {
  if (clock.mode === 'timestamp') return { voteStartsAt: snapshot, voteEndsAt: deadline }
  return {
    voteStartsAt: secondsOf(BigInt(snapshot), clock),
    voteEndsAt: secondsOf(BigInt(deadline), clock),
    blocks: { voteStartsAt: snapshot, voteEndsAt: deadline, now: Number(clock.now) },
  }
}

/** The same for programs. */
export const timesDocument = ({ voteStartsAt, voteEndsAt, blocks }: VoteTimes) => ({
  voteStartsAt: voteStartsAt ?? null,
  voteEndsAt: voteEndsAt ?? null,
  ...(blocks === undefined ? {} : { blocks }),
})

/** `2026-11-24 12:14 UTC (in 2 days 3 h)`: a time, and how far it is by the chain's clock. */
export function whenWords(time: bigint, now: bigint): string {
  const at = formatUtc(time)
  if (time <= now) return time === now ? `${at} (now)` : `${at} (${roughDuration(now - time)} ago)`
  return `${at} (in ${roughDuration(time - now)})`
}

/**
 * A point of a Governor's clock: as `whenWords` where it counts seconds, else
 * `block 1005 (in 3 blocks, about 2026-11-24 12:14 UTC)`.
 */
export function pointWords(point: bigint, clock: GovernorClock): string {
  const { mode, now } = clock
  if (mode === 'timestamp') return whenWords(point, now)
  const seconds = secondsOf(point, clock)
  const about = seconds === undefined ? '' : `, about ${formatUtc(seconds)}`
  return `block ${point} (${blocksAway(point - now)}${about})`
}

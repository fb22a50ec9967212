import { listOf, plural } from '../shared/format.ts'
import { formatDuration, roughDuration } from '../shared/time.ts'

/** In the order of the numbers in the OracleHub's ABI. */
export const priceStates = ['OK', 'DEGRADED', 'DOWN'] as const
export const sourceStatuses = ['USED', 'OUTLIER', 'STALE', 'INVALID'] as const

/** A price feed and what became of each of its sources. */
export interface FeedHealth {
  readonly label: string
  readonly state: (typeof priceStates)[number]
  /** Seconds after which an answer no longer counts. */
  readonly maxAge: bigint
  readonly minSources: bigint
  readonly sources: readonly {
    /** Unix seconds, as the source says. */
    readonly updatedAt: bigint
    readonly status: (typeof sourceStatuses)[number]
  }[]
}

/** A market and the debt in it that no collateral pays for, in the derivative (18 decimals). */
export interface MarketHealth {
  readonly label: string
  readonly badDebt: bigint
}

const faults = [
  ['STALE', 'too old'],
  ['OUTLIER', 'too far from the others'],
  ['INVALID', 'without a usable answer'],
] as const

/** What makes a price DEGRADED although every source is used. */
const unseenReasons =
  'its sources disagree, it jumped, they were forced within a day, or its rate source is silent'

/**
 * What is wrong with a feed, in one line; undefined for one whose every source counts. `now` is the chain's clock in
 * Unix seconds.
 */
export function feedTrouble(feed: FeedHealth, now: bigint): string | undefined {
  const { label, state, sources, maxAge } = feed
  const counts = faults
    .map(([status, words]) => ({
      count: sources.filter((source) => source.status === status).length,
      words,
    }))
    .filter(({ count }) => count > 0)
  if (state === 'OK' && counts.length === 0) return undefined
  const of = plural(sources.length, 'source')
  const reasons = counts.map(({ count, words }) => `${count} ${words}`)
  const [oldest] = sources
    .filter(({ status }) => status === 'STALE')
    .map(({ updatedAt }) => updatedAt)
    .sort((a, b) => (a < b ? -1 : 1))
  const age =
    oldest === undefined
      ? ''
      : ` (the oldest answered ${roughDuration(now - oldest)} ago; ${formatDuration(maxAge)} is allowed)`
  const what = reasons.length === 0 ? unseenReasons : `of ${of}, ${listOf(reasons)}${age}`
  return `${label} is ${state}: ${what}`
}

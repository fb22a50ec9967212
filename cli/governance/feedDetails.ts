import { forPeople, listOf, plural } from '../shared/format.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import { formatBps } from '../shared/units.ts'
import type { Address } from './addressBook.ts'
import type { FeedHealth } from './health.ts'

/** Derivative per whole token, 18 decimals. */
export interface Band {
  readonly low: bigint
  readonly mid: bigint
  readonly high: bigint
}

/** What one source says, even if it does not count. */
export interface SourceDetails {
  readonly address: Address
  readonly status: FeedHealth['sources'][number]['status']
  /** 18 decimals; 0 if it did not answer. */
  readonly priceWad: bigint
  /** Unix seconds, as the source says. */
  readonly updatedAt: bigint
}

/** How much of its underlying a token of yield-bearing collateral stands for. Rates have 18 decimals, times are Unix seconds. */
export interface RateDetails {
  readonly source: Address
  /** What the source says; 0 if it is silent. */
  readonly observedWad: bigint
  /** What refreshes have let through so far. */
  readonly acceptedWad: bigint
  readonly snapshotWad: bigint
  readonly snapshotAt: bigint
  readonly refreshedAt: bigint
  /** What `low` and `mid`, and what `high` is multiplied with. */
  readonly lowWad: bigint
  readonly highWad: bigint
  /** Per year, and per day. */
  readonly growthCapWad: bigint
  readonly yieldDecayWad: bigint
}

/** Everything that the hub tells of a feed at one block. Times are Unix seconds. */
export interface FeedDetails extends FeedHealth {
  readonly sources: readonly SourceDetails[]
  /** All 0 while it is DOWN. */
  readonly price: Band
  readonly maxDeviationBps: bigint
  /** Per hour. */
  readonly maxJumpBps: bigint
  readonly lastGood: (Band & { readonly storedAt: bigint }) | undefined
  /** Since when it is known to be DOWN without a break. */
  readonly deadSince: bigint | undefined
  /** Until when no price is OK because its sources were forced; in the past otherwise. */
  readonly frozenUntil: bigint
  /** Of a token that bears yield. */
  readonly rate?: RateDetails
}

const BPS = 10_000n
const HOUR = 3_600n

const countOf = ({ sources }: FeedDetails, status: SourceDetails['status']): number =>
  sources.filter((source) => source.status === status).length

/** Why a feed is not OK, as the rules of the OracleHub have it; nothing for one that is. `now`: the chain's clock. */
export function feedReasons(feed: FeedDetails, now: bigint): readonly string[] {
  if (feed.state === 'OK') return []
  if (feed.state === 'DOWN') return [whyDown(feed)]
  const { minSources, frozenUntil, rate, maxJumpBps } = feed
  const used = countOf(feed, 'USED')
  const reasons = [
    used < Number(minSources)
      ? `${plural(used, 'source')} ${used === 1 ? 'counts' : 'count'}, ${minSources} are needed`
      : undefined,
    frozenUntil > now
      ? `its sources were forced: no price is OK before ${formatUtc(frozenUntil)}`
      : undefined,
    rate?.observedWad === 0n ? 'its rate source is silent' : undefined,
    hasJumped(feed, now)
      ? `it is further than ${forPeople(formatBps(maxJumpBps))} an hour from the last good price`
      : undefined,
  ].filter((reason) => reason !== undefined)
  return reasons.length === 0 ? ['its sources disagree'] : reasons
}

function whyDown(feed: FeedDetails): string {
  const [stale, invalid] = [countOf(feed, 'STALE'), countOf(feed, 'INVALID')]
  if (stale + invalid < feed.sources.length) return 'what its sources make together is no price'
  const parts = [
    ...(stale === 0 ? [] : [`${stale} too old (${formatDuration(feed.maxAge)} is allowed)`]),
    ...(invalid === 0 ? [] : [`${invalid} without a usable answer`]),
  ]
  return `no source counts: ${listOf(parts)}`
}

/** OracleHub: a move counts against the age of the last good price, at least an hour. */
function hasJumped({ price, lastGood, maxJumpBps }: FeedDetails, now: bigint): boolean {
  if (lastGood === undefined) return false
  const distance = price.mid > lastGood.mid ? price.mid - lastGood.mid : lastGood.mid - price.mid
  const age = now - lastGood.storedAt
  return distance * BPS * HOUR > lastGood.mid * maxJumpBps * (age < HOUR ? HOUR : age)
}

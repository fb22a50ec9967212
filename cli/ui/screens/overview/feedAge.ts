import type { FeedOverview } from '../../../workflows/readOverview.ts'

/** How old a feed's answers are by the chain's clock, in seconds. */
export interface FeedAge {
  /** Of the newest answer. */
  readonly newest: number
  /** Of the last answer that the feed needs: once it is older than `allowed`, too few sources count. */
  readonly decisive: number
  readonly allowed: number
}

/** Undefined for a feed without enough sources. */
export function feedAge(
  { sources, minSources, maxAge }: Pick<FeedOverview, 'sources' | 'minSources' | 'maxAge'>,
  now: number,
): FeedAge | undefined {
  const ages = sources
    .filter(({ status }) => status !== 'INVALID')
    .map(({ updatedAt }) => Math.max(0, now - Number(updatedAt)))
    .toSorted((a, b) => a - b)
  const [newest] = ages
  const decisive = ages[Math.max(0, Number(minSources) - 1)]
  return newest === undefined || decisive === undefined
    ? undefined
    : { newest, decisive, allowed: Number(maxAge) }
}

/** From this part of its allowed age on a feed is worth a look. */
const NEARLY = 0.8

export type Freshness = 'fresh' | 'ageing' | 'stale'

export const freshnessOf = ({ decisive, allowed }: FeedAge): Freshness =>
  decisive > allowed ? 'stale' : decisive > allowed * NEARLY ? 'ageing' : 'fresh'

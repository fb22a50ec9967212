import type { MarketSummary } from '../chain/readBook.ts'

/** The threshold in force at a time, in whole bps (ParameterPaths.bpsAt): the fall is rounded down, the threshold so up. */
export function thresholdBpsAt(
  { fromBps, toBps, startsAt, endsAt }: MarketSummary['thresholdPath'],
  at: bigint,
): bigint {
  if (at >= endsAt) return toBps
  return fromBps - ((fromBps - toBps) * (at - startsAt)) / (endsAt - startsAt)
}

/** The ceiling in force at a time (ParameterPaths.ceilingAt). */
export const ceilingAt = (
  { current, next, effectiveAt }: MarketSummary['ceilingPath'],
  at: bigint,
): bigint => (at >= effectiveAt ? next : current)

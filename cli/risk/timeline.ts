import type { Variant } from './market.ts'
import type { Replay, ReplayMoment, ReplayTotals } from './replay.ts'

/** Consecutive moments of a replay together. */
export interface TimelineSpan {
  /** The first and the last of the moments, Unix seconds in the history's own time. */
  readonly from: number
  readonly to: number
  /** The lowest price among them, relative to the first of the history; of several assets, the one that fell furthest. */
  readonly lowest: number
  readonly before: ReplayTotals
  readonly after: ReplayTotals
}

/** A replay in at most so many spans of equally many moments (the last may be shorter): what fits on a screen. */
export function timelineOf({ before, after }: Replay, most: number): readonly TimelineSpan[] {
  const count = before.timeline.length
  const size = Math.max(1, Math.ceil(count / Math.max(1, most)))
  const spans: TimelineSpan[] = []
  for (let first = 0; first < count; first += size) {
    const part = {
      before: cut(before.timeline, first, size),
      after: cut(after.timeline, first, size),
    }
    spans.push({
      from: part.before[0]?.at ?? 0,
      to: part.before.at(-1)?.at ?? 0,
      lowest: lowestOf(part.before),
      before: totalOf(part.before),
      after: totalOf(part.after),
    })
  }
  return spans
}

const cut = (
  timeline: Replay[Variant]['timeline'],
  first: number,
  size: number,
): readonly ReplayMoment[] => timeline.slice(first, first + size)

const lowestOf = (moments: readonly ReplayMoment[]): number =>
  moments.reduce(
    (least, { factors }) => Math.min(least, ...Object.values(factors)),
    Number.POSITIVE_INFINITY,
  )

const totalOf = (moments: readonly ReplayMoment[]): ReplayTotals => ({
  liquidationCount: moments.reduce((sum, { liquidationCount }) => sum + liquidationCount, 0),
  liquidatedDebt: moments.reduce((sum, { liquidatedDebt }) => sum + liquidatedDebt, 0),
  badDebt: moments.reduce((sum, { badDebt }) => sum + badDebt, 0),
})

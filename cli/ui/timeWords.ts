import { formatUtc, largestUnit, roughDuration } from '../shared/time.ts'

/** `2 days ago`, `in 3 h`, `now`: one unit, for a cell of a table. Both in Unix seconds. */
export const agoWords = (time: number, now: number): string => distance(time, now, largestUnit)

/** `2026-11-20 12:04 UTC (2 days 3 h ago)`. */
export const whenWords = (time: number, now: number): string =>
  `${formatUtc(time)} (${distance(time, now, roughDuration)})`

function distance(time: number, now: number, write: (size: bigint) => string): string {
  if (time === now) return 'now'
  return time < now ? `${write(BigInt(now - time))} ago` : `in ${write(BigInt(time - now))}`
}

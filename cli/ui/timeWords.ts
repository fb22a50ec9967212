import { formatUtc, largestUnit, roughDuration } from '../shared/time.ts'

/** `2 days ago`, `in 3 h`, `now`: one unit, for a cell of a table. Both in Unix seconds. */
export const agoWords = (time: number | null, now: number): string =>
  time === null ? NOT_KNOWN : distance(time, now, largestUnit)

/** `2026-11-20 12:04 UTC (2 days 3 h ago)`. */
export const whenWords = (time: number | null, now: number): string =>
  time === null ? NOT_KNOWN : `${formatUtc(time)} (${distance(time, now, roughDuration)})`

/** Of what stands in a block that the node does not have. */
const NOT_KNOWN = 'at a time not known'

function distance(time: number, now: number, write: (size: bigint) => string): string {
  if (time === now) return 'now'
  return time < now ? `${write(BigInt(now - time))} ago` : `in ${write(BigInt(time - now))}`
}

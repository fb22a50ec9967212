import type { ProposalLine } from '../report/statusText.ts'
import { blocksAway, roughDuration } from '../shared/time.ts'

/** A point where a vote begins or ends. */
export type VoteTurn = 'voteStartsAt' | 'voteEndsAt'

type Line = Pick<ProposalLine, VoteTurn | 'blocks'>

/**
 * What the clock says of a vote that is not past the turn by its state. Where blocks are counted the clock says nothing:
 * only the state does.
 */
export function isTurnPast({ blocks, ...times }: Line, turn: VoteTurn, now: number): boolean {
  const time = times[turn]
  return blocks === undefined && time !== undefined && now > time
}

/** How it says a duration, in seconds from `now` until `time`. */
export type WriteDuration = (time: number, now: number) => string

/** How long until a time of the chain. */
export const untilWords: WriteDuration = (time, now) =>
  roughDuration(BigInt(Math.max(0, time - now)))

/** When it is: `in 2 days 3 h`, or where blocks are counted `after block 1100, in about 2 days 3 h`. */
export function turnWords(
  line: Line,
  turn: VoteTurn,
  now: number,
  write: WriteDuration = untilWords,
): string {
  const { blocks } = line
  const time = line[turn]
  if (blocks === undefined) return time === undefined ? 'later' : `in ${write(time + 1, now)}`
  const block = blocks[turn]
  const after = `after block ${block}`
  if (time === undefined) return `${after}, ${blocksAway(BigInt(block - blocks.now))}`
  return time > now ? `${after}, in about ${write(time, now)}` : after
}

/** The same in the cell of a table: `in 2 days`, or where blocks are counted `~2 days`, `#1100`. */
export function shortTurn(
  line: Line,
  turn: VoteTurn,
  now: number,
  write: WriteDuration = untilWords,
): string {
  const { blocks } = line
  const time = line[turn]
  if (blocks === undefined) return turnWords(line, turn, now, write)
  return time !== undefined && time > now ? `~${write(time, now)}` : `#${blocks[turn]}`
}

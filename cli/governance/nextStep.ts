import { formatUtc, roughDuration } from '../shared/time.ts'
import type { Support } from '../shared/voteSplit.ts'
import { type GovernorClock, pointWords } from './governorClock.ts'
import type { NextAction } from './lifecycle.ts'
import { judgeTally, type Tally } from './tally.ts'

/** What is known about the proposal and the chain that it is on. */
export interface NextContext {
  /** What people type for the proposal. */
  readonly handle: string
  /** The chain's clock, in Unix seconds. */
  readonly now: bigint
  /** Whether we can move the chain's clock. */
  readonly isDevelopment: boolean
  /** The Governor's; absent where it is the chain's. */
  readonly clock?: GovernorClock
  /** Whether we can queue and execute there; we can unless it is said. */
  readonly isOwnKind?: boolean
}

/** What may happen next: who may do what until when, and the command that does it. */
export interface NextStep {
  readonly words: string
  /** Without `ballast`; absent where nobody can do anything but wait. */
  readonly command?: string
}

const at = (time: bigint, now: bigint): string =>
  `${formatUtc(time)}, in ${roughDuration(time > now ? time - now : 0n)}`

/**
 * The next action in words. Waiting for time and waiting for a block are two things: after the time has come, the state
 * still moves only when somebody mines a block.
 */
export function nextStep(action: NextAction, context: NextContext): NextStep {
  const { handle, now, isDevelopment, clock, isOwnKind = true } = context
  const isByBlocks = clock !== undefined && clock.mode !== 'timestamp'
  const onClock = (point: bigint) => (isByBlocks ? pointWords(point, clock) : at(point, now))
  const warp = isDevelopment && !isByBlocks ? { command: 'warp next' } : {}
  switch (action.kind) {
    case 'wait':
      if (action.for === 'block') {
        return { words: 'its time has come; the next block moves it, none is mined yet', ...warp }
      }
      return action.for === 'vote'
        ? { words: `the vote starts ${onClock(action.until)}; delegate before then`, ...warp }
        : { words: `anyone may execute it from ${at(action.until, now)}`, ...warp }
    case 'vote':
      return {
        words: `delegates vote until ${onClock(action.until)}`,
        command: `vote ${handle} for`,
      }
    case 'queue':
      return {
        words: 'anyone may queue it now; nobody does so by itself',
        ...(isOwnKind ? { command: `queue ${handle}` } : {}),
      }
    case 'execute':
      return {
        words: 'anyone may execute it now',
        ...(isOwnKind ? { command: `execute ${handle}` } : {}),
      }
    case 'none':
      return { words: action.why }
  }
}

/** Why a vote was lost, in the figures of the vote; `write` puts the unit to votes. */
export function whyDefeated(
  vote: {
    readonly tally: Tally
    readonly quorum: bigint
    readonly quorumSides?: readonly Support[]
  },
  write: (votes: bigint) => string,
): string {
  const { tally, quorum, quorumSides } = vote
  const { quorumMissing, hasMajority } = judgeTally(tally, quorum, quorumSides)
  const reasons: string[] = []
  if (quorumMissing > 0n) {
    reasons.push(`the quorum of ${write(quorum)} was missed by ${write(quorumMissing)}`)
  }
  if (!hasMajority) {
    const isTie = tally.for === tally.against
    reasons.push(
      isTie
        ? `${write(tally.for)} for and as many against, and a tie is lost`
        : `${write(tally.against)} against and only ${write(tally.for)} for`,
    )
  }
  return `Defeated: ${reasons.join('; ')}.`
}

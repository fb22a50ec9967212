import type { ProposalLine } from '../report/statusText.ts'
import { wholeTokens } from '../shared/format.ts'
import { countedVotes } from '../shared/voteSplit.ts'

/** Where time alone brings a proposal on. */
export interface Boundary {
  readonly line: ProposalLine
  /** Unix seconds. */
  readonly at: number
  readonly what: 'vote opens' | 'vote ends' | 'timelock opens'
}

/** The next one of a proposal; undefined where it waits for somebody, or for a block. `now` is the chain's clock. */
export function boundaryOf(line: ProposalLine, now: number): Boundary | undefined {
  const { state, voteStartsAt, voteEndsAt, executableAt, blocks } = line
  if (state === 'Pending' || state === 'Active') {
    const [turn, what] =
      state === 'Pending'
        ? ([voteStartsAt, 'vote opens'] as const)
        : ([voteEndsAt, 'vote ends'] as const)
    return blocks !== undefined || turn === undefined ? undefined : { line, at: turn + 1, what }
  }
  return state === 'Queued' && executableAt !== undefined && executableAt > now
    ? { line, at: executableAt, what: 'timelock opens' }
    : undefined
}

/** The earliest one of all. */
export const firstBoundary = (lines: readonly ProposalLine[], now: number): Boundary | undefined =>
  lines.flatMap((line) => boundaryOf(line, now) ?? []).toSorted((a, b) => a.at - b.at)[0]

/** Why the vote would be lost if it ended now; undefined where it would not, or where nobody votes yet. */
export function lossAhead(
  { state, tally, quorum, quorumSides }: ProposalLine,
  symbol: string,
): string | undefined {
  if (state !== 'Active') return undefined
  const missing = quorum - countedVotes(tally, quorumSides)
  if (missing > 0n) return `its quorum is short by ${wholeTokens(missing)} ${symbol}`
  return tally.for > tally.against ? undefined : 'no more votes are for it than against it'
}

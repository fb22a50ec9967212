import type { Support } from '../shared/voteSplit.ts'
import { ownTraits } from './governorTraits.ts'

/** Votes on the three sides, 18 decimals. */
export interface Tally {
  readonly against: bigint
  readonly for: bigint
  readonly abstain: bigint
}

/** How a tally stands by the Governor's rules. */
export interface Verdict {
  /** Votes that the quorum still misses; 0 once it is reached. */
  readonly quorumMissing: bigint
  /** More votes for than against; a tie is lost. */
  readonly hasMajority: boolean
}

export const judgeTally = (
  tally: Tally,
  quorum: bigint,
  quorumSides: readonly Support[] = ownTraits.quorumSides,
): Verdict => {
  const counted = countedVotes(tally, quorumSides)
  return {
    quorumMissing: counted >= quorum ? 0n : quorum - counted,
    hasMajority: tally.for > tally.against,
  }
}

/** The votes that count towards a quorum: those for and the abstentions, unless the Governor counts others. */
export const countedVotes = (
  tally: Tally,
  quorumSides: readonly Support[] = ownTraits.quorumSides,
): bigint => quorumSides.reduce((sum, side) => sum + tally[side], 0n)

import { countedVotes, type Support } from '../shared/voteSplit.ts'

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
  quorumSides?: readonly Support[],
): Verdict => {
  const counted = countedVotes(tally, quorumSides)
  return {
    quorumMissing: counted >= quorum ? 0n : quorum - counted,
    hasMajority: tally.for > tally.against,
  }
}

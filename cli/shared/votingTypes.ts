/** How votes off-chain are cast and counted, by Snapshot's names. */
export const votingTypes = [
  'basic',
  'single-choice',
  'approval',
  'ranked-choice',
  'weighted',
  'quadratic',
  'copeland',
] as const
export type VotingType = (typeof votingTypes)[number]

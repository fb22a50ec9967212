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

/** Whether Ballast knows how it is voted and counted. */
export const isVotingType = (text: string): text is VotingType =>
  votingTypes.some((known) => known === text)

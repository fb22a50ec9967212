import type { CoreContract } from './addressBook.ts'
import type { ParameterSpec } from './parameter.ts'

const hour = 3_600n
const day = 86_400n
const whole = 10n ** 18n

interface Access {
  readonly contract: CoreContract
  readonly getter: string
  readonly setter: string
}

function access({
  contract,
  getter,
  setter,
}: Access): Pick<ParameterSpec, 'stored' | 'effective' | 'write'> {
  const read = { contract, fragment: `function ${getter} view returns (uint256)`, args: [] }
  return {
    stored: read,
    effective: read,
    write: {
      kind: 'call',
      contract,
      doors: { relax: `function ${setter}` },
      args: [{ from: 'value' }],
    },
  }
}

/**
 * What governs governance itself. The contracts bound little (a period above 0, a quorum of at most 100 %, a late
 * extension of at most the period); every tighter bound here is our own sanity bound and its summary says so.
 */
export const governanceParameters: readonly ParameterSpec[] = [
  {
    key: 'votingDelay',
    label: 'Voting delay',
    scope: 'governor',
    unit: 'seconds',
    min: hour,
    max: 14n * day,
    tightens: 'up',
    riskClass: 'high',
    settles: 'atOnce',
    ...access({
      contract: 'governor',
      getter: 'votingDelay()',
      setter: 'setVotingDelay(uint48 newVotingDelay)',
    }),
    summary:
      'Time between a proposal and its vote, for people to read it and delegate. Sanity bounds, not the contract\u2019s.',
  },
  {
    key: 'votingPeriod',
    label: 'Voting period',
    scope: 'governor',
    unit: 'seconds',
    min: day,
    max: 30n * day,
    tightens: 'up',
    riskClass: 'high',
    settles: 'atOnce',
    ...access({
      contract: 'governor',
      getter: 'votingPeriod()',
      setter: 'setVotingPeriod(uint32 newVotingPeriod)',
    }),
    summary: 'How long a vote is open. Sanity bounds; the contract only refuses 0.',
  },
  {
    key: 'proposalThreshold',
    label: 'Proposal threshold',
    scope: 'governor',
    unit: 'votes',
    min: whole,
    max: 10_000_000n * whole,
    tightens: 'neither',
    riskClass: 'medium',
    settles: 'atOnce',
    ...access({
      contract: 'governor',
      getter: 'proposalThreshold()',
      setter: 'setProposalThreshold(uint256 newProposalThreshold)',
    }),
    summary:
      'Votes that a proposer needs. Sanity bounds, not the contract\u2019s: 0 would let anyone propose.',
  },
  {
    key: 'quorumNumerator',
    label: 'Quorum',
    scope: 'governor',
    unit: 'wholePercent',
    min: 1n,
    max: 100n,
    tightens: 'up',
    riskClass: 'high',
    settles: 'atOnce',
    ...access({
      contract: 'governor',
      getter: 'quorumNumerator()',
      setter: 'updateQuorumNumerator(uint256 newQuorumNumerator)',
    }),
    summary:
      'Share of the supply that must vote for or abstain. The contract\u2019s upper bound; at least 1 % is our sanity bound.',
  },
  {
    key: 'lateQuorumVoteExtension',
    label: 'Late quorum extension',
    scope: 'governor',
    unit: 'seconds',
    min: 0n,
    max: 7n * day,
    tightens: 'up',
    riskClass: 'medium',
    settles: 'atOnce',
    ...access({
      contract: 'governor',
      getter: 'lateQuorumVoteExtension()',
      setter: 'setLateQuorumVoteExtension(uint48 newVoteExtension)',
    }),
    summary:
      'How long a vote stays open once quorum is reached late. The upper bound is our sanity bound.',
  },
  {
    key: 'minDelay',
    label: 'Timelock delay',
    scope: 'timelock',
    unit: 'seconds',
    min: hour,
    max: 30n * day,
    tightens: 'up',
    riskClass: 'high',
    settles: 'atOnce',
    ...access({
      contract: 'timelock',
      getter: 'getMinDelay()',
      setter: 'updateDelay(uint256 newDelay)',
    }),
    summary:
      'Least time between the end of a vote and its execution. Sanity bounds, not the contract\u2019s.',
  },
]

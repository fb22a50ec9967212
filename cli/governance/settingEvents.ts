import type { Result } from 'ethers'
import type { AddressBook, CoreContract, Hex } from './addressBook.ts'
import { specByKey } from './catalogue.ts'
import { marketParameters } from './marketParameters.ts'
import { feedWords, marketWords } from './names.ts'
import type { ParameterSpec } from './parameter.ts'

/** A parameter of the catalogue set on the chain, as its event tells it. */
export interface SettingSeen {
  readonly spec: ParameterSpec
  readonly subject: string
  /** Stored values; undefined where the event does not tell. */
  readonly before: bigint | undefined
  readonly after: bigint
  /** When the new value counts in full, in Unix seconds; absent where it counts at once. */
  readonly settlesAt?: bigint
}

/** An event with which one contract announces a new value of a parameter. */
export interface SettingEventRow {
  readonly contract: CoreContract
  readonly fragment: string
  readonly seen: (args: Result, book: AddressBook) => SettingSeen | undefined
}

const market = (id: Hex, key: string, book: AddressBook) => {
  const spec = specByKey('market', key)
  return spec && { spec, subject: marketWords(id, book) }
}

const ofLedger: readonly SettingEventRow[] = [
  {
    contract: 'ledger',
    fragment:
      'event ParameterSet(bytes32 indexed id, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    seen: (args, book) => {
      const spec = marketParameters[Number(args[1])]
      return spec && { spec, subject: marketWords(args[0], book), before: args[2], after: args[3] }
    },
  },
  {
    contract: 'ledger',
    fragment:
      'event ThresholdRampStarted(bytes32 indexed id, uint256 fromBps, uint256 toBps, uint256 startsAt, uint256 endsAt)',
    seen: (args, book) => {
      const named = market(args[0], 'liquidationThreshold', book)
      return named && { ...named, before: undefined, after: args[2], settlesAt: args[4] }
    },
  },
  {
    contract: 'ledger',
    fragment:
      'event CeilingRaiseScheduled(bytes32 indexed id, uint256 current, uint256 next, uint256 effectiveAt)',
    seen: (args, book) => {
      const named = market(args[0], 'debtCeiling', book)
      return named && { ...named, before: undefined, after: args[2], settlesAt: args[3] }
    },
  },
]

const ofFeed = (name: string, key: string): SettingEventRow => ({
  contract: 'oracleHub',
  fragment: `event ${name}(bytes32 indexed feed, uint256 oldValue, uint256 newValue)`,
  seen: (args, book) => {
    const spec = specByKey('feed', key)
    return spec && { spec, subject: feedWords(args[0], book), before: args[1], after: args[2] }
  },
})

const ofGovernance = (
  scope: 'governor' | 'timelock',
  event: string,
  key: string,
): SettingEventRow => ({
  contract: scope,
  fragment: `event ${event}`,
  seen: (args) => {
    const spec = specByKey(scope, key)
    return spec && { spec, subject: scope, before: BigInt(args[0]), after: BigInt(args[1]) }
  },
})

/** Every event with which our contracts announce a parameter of the catalogue. */
export const settingEvents: readonly SettingEventRow[] = [
  ...ofLedger,
  ofFeed('MaxAgeSet', 'maxAge'),
  ofFeed('MaxDeviationSet', 'maxDeviation'),
  ofFeed('MinSourcesSet', 'minSources'),
  ofFeed('MaxJumpSet', 'maxJump'),
  ofFeed('MaxSwitchDeviationSet', 'maxSwitchDeviation'),
  ofFeed('GrowthCapSet', 'growthCap'),
  ofFeed('YieldDecaySet', 'yieldDecay'),
  ofGovernance('governor', 'VotingDelaySet(uint256 oldValue, uint256 newValue)', 'votingDelay'),
  ofGovernance('governor', 'VotingPeriodSet(uint256 oldValue, uint256 newValue)', 'votingPeriod'),
  ofGovernance(
    'governor',
    'ProposalThresholdSet(uint256 oldValue, uint256 newValue)',
    'proposalThreshold',
  ),
  ofGovernance(
    'governor',
    'QuorumNumeratorUpdated(uint256 oldValue, uint256 newValue)',
    'quorumNumerator',
  ),
  ofGovernance(
    'governor',
    'LateQuorumVoteExtensionSet(uint64 oldValue, uint64 newValue)',
    'lateQuorumVoteExtension',
  ),
  ofGovernance('timelock', 'MinDelayChange(uint256 oldValue, uint256 newValue)', 'minDelay'),
]

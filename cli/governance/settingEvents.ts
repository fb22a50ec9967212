import type { Result } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import { auctionParameters } from './auctionParameters.ts'
import { specByKey } from './catalogue.ts'
import { derivativeParameters } from './derivativeParameters.ts'
import { marketParameters } from './marketParameters.ts'
import { subjectWords } from './names.ts'
import type { ParameterSpec } from './parameter.ts'
import { type ContractPlace, type Scope, subjectsIn } from './scopes.ts'

/** A parameter of the catalogue set on the chain, as its event tells it. */
export interface SettingSeen {
  readonly spec: ParameterSpec
  readonly subject: string
  /** Stored values; undefined where the event does not tell. */
  readonly before: bigint | undefined
  /** The value that counted then, where the event tells that instead. */
  readonly inForce?: bigint
  readonly after: bigint
  /** When the new value counts in full, in Unix seconds; absent where it counts at once. */
  readonly settlesAt?: bigint
}

/** Where an event was seen. */
export interface SeenAt {
  readonly book: AddressBook
  readonly emitter: Address
}

/** An event with which one contract announces a new value of a parameter. */
export interface SettingEventRow {
  readonly contract: ContractPlace
  readonly fragment: string
  /** Undefined if it is about something that no parameter of the catalogue stands for. */
  readonly seen: (args: Result, at: SeenAt) => SettingSeen | undefined
}

/** A parameter of the subject with that key, whether or not the book knows it. */
const named = (scope: Scope, name: string, key: Hex, { book }: SeenAt) => {
  const spec = specByKey(scope, name)
  return spec && { spec, subject: subjectWords(scope, key, book) }
}

/** The name of the subject with that key, if the book knows it. */
const known = (scope: Scope, key: Hex, { book }: SeenAt): string | undefined =>
  subjectsIn(scope, book).find((subject) => subject.key === key)?.name

const ofLedger: readonly SettingEventRow[] = [
  {
    contract: 'ledger',
    fragment:
      'event ParameterSet(bytes32 indexed id, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    seen: ([id, member, before, after], { book }) => {
      const spec = marketParameters[Number(member)]
      return spec && { spec, subject: subjectWords('market', id, book), before, after }
    },
  },
  {
    contract: 'ledger',
    fragment:
      'event ThresholdRampStarted(bytes32 indexed id, uint256 fromBps, uint256 toBps, uint256 startsAt, uint256 endsAt)',
    seen: (args, at) => {
      const one = named('market', 'liquidationThreshold', args[0], at)
      return one && { ...one, before: undefined, after: args[2], settlesAt: args[4] }
    },
  },
  {
    contract: 'ledger',
    fragment:
      'event CeilingRaiseScheduled(bytes32 indexed id, uint256 current, uint256 next, uint256 effectiveAt)',
    seen: (args, at) => {
      const one = named('market', 'debtCeiling', args[0], at)
      return one && { ...one, before: undefined, after: args[2], settlesAt: args[3] }
    },
  },
]

const ofFeed = (name: string, key: string): SettingEventRow => ({
  contract: 'oracleHub',
  fragment: `event ${name}(bytes32 indexed feed, uint256 oldValue, uint256 newValue)`,
  seen: ([feed, before, after], at) => {
    const one = named('feed', key, feed, at)
    return one && { ...one, before, after }
  },
})

/** Where a market or derivative is new, a listing is what has to be declared. */
const ofTuple = (
  row: Pick<SettingEventRow, 'contract' | 'fragment'>,
  scope: Scope,
  specs: readonly ParameterSpec[],
): SettingEventRow => ({
  ...row,
  seen: ([key, member, before, after], at) => {
    const spec = specs.find(
      ({ write }) =>
        write.kind === 'tuple' && write.contract === row.contract && write.member === member,
    )
    const subject = known(scope, key, at)
    return spec && subject !== undefined ? { spec, subject, before, after } : undefined
  },
})

const ofLiquidation: readonly SettingEventRow[] = [
  ofTuple(
    {
      contract: 'auctionHouse',
      fragment:
        'event AuctionParameterSet(bytes32 indexed id, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    },
    'market',
    auctionParameters,
  ),
  {
    contract: 'auctionHouse',
    fragment:
      'event MaxInAuctionSet(address indexed derivative, uint256 oldValue, uint256 newValue)',
    seen: ([key, before, after], at) => {
      const spec = specByKey('derivative', 'maxInAuctionTotal')
      const subject = known('derivative', key, at)
      return spec && subject !== undefined ? { spec, subject, before, after } : undefined
    },
  },
  ofTuple(
    {
      contract: 'backstop',
      fragment:
        'event BackstopParameterSet(address indexed derivative, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    },
    'derivative',
    derivativeParameters,
  ),
]

const ofPool = (event: string, key: string): SettingEventRow => ({
  contract: 'pools',
  fragment: `event ${event}`,
  seen: ([before, after], { book, emitter }) => {
    const spec = specByKey('pool', key)
    const pool = subjectsIn('pool', book).find(({ address }) => address === emitter)
    return spec && pool && { spec, subject: pool.name, before, after }
  },
})

/** The zero name stands for the derivative as a whole. */
const cappedBy = (key: string, [derivative, risk]: Result, at: SeenAt) => {
  if (derivative !== at.book.contracts.derivative) return undefined
  const isWhole = BigInt(risk) === 0n
  const spec = isWhole ? specByKey('derivative', 'derivativeCap') : specByKey('risk', key)
  const subject = isWhole ? known('derivative', derivative, at) : known('risk', risk, at)
  return spec && subject !== undefined ? { spec, subject } : undefined
}

const ofCaps: readonly SettingEventRow[] = [
  {
    contract: 'exposureCaps',
    fragment:
      'event ExposureCapSet(address indexed derivative, bytes32 indexed risk, uint256 oldValue, uint256 newValue, uint256 effectiveAt)',
    seen: (args, at) => {
      const one = cappedBy('exposureCap', args, at)
      const [, , inForce, after, settlesAt] = args
      if (one === undefined) return undefined
      return {
        ...one,
        before: undefined,
        inForce,
        after,
        ...(settlesAt === 0n ? {} : { settlesAt }),
      }
    },
  },
  {
    contract: 'exposureCaps',
    fragment:
      'event RelativeCapSet(address indexed derivative, bytes32 indexed risk, uint256 oldValue, uint256 newValue)',
    seen: (args, at) => {
      const one = cappedBy('relativeCap', args, at)
      return one && { ...one, before: args[2], after: args[3] }
    },
  },
]

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
  ...ofLiquidation,
  ofPool('CooldownSet(uint256 oldSeconds, uint256 newSeconds)', 'cooldown'),
  ofPool('VestingSet(uint256 oldSeconds, uint256 newSeconds)', 'vesting'),
  ofPool('AbsorbRewardSet(uint256 oldBps, uint256 newBps)', 'absorbReward'),
  ...ofCaps,
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

import { AbiCoder, encodeBytes32String, type Interface, id, keccak256, ZeroAddress } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { LedgerLens__factory } from '../../artifacts/typechain/factories/contracts/core/LedgerLens__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { RiskSteward__factory } from '../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import { MarketKeys__factory } from '../../artifacts/typechain/factories/contracts/libraries/MarketKeys__factory.js'
import { ParameterChanges__factory } from '../../artifacts/typechain/factories/contracts/libraries/ParameterChanges__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import type { Address, ContractName, Hex } from '../governance/addressBook.ts'
import type {
  DeploymentSpec,
  FeedSpec,
  MarketSpec,
  RateSpec,
} from '../governance/deploymentSpec.ts'
import { governanceRoles, type RoleSelectors, roleSelectors, roles } from '../governance/roles.ts'
import type { Step } from './deploymentJournal.ts'
import { type At, call, creation, grant, manager, placeOf, renounce } from './deploymentStep.ts'
import {
  configurationSteps,
  liquidationContracts,
  moduleSteps,
  pooledMarkets,
  poolStep,
  riskSteps,
  type SymbolOf,
} from './liquidationSteps.ts'

const OPEN_EXECUTION = '0x0000000000000000000000000000000000000000'
const DEFAULT_ADMIN = `0x${'0'.repeat(64)}`

/** The OracleHub's key of a feed. */
export const feedKey = (label: string): Hex => encodeBytes32String(label)

/** The name of the step that wraps one of a feed's aggregators. */
export const sourceStep = (feed: string, index: number): string => `source ${index + 1} of ${feed}`

type MarketName = Pick<MarketSpec, 'label' | 'collateral' | 'feed'>

/** A market's key as the Ledger takes it. */
const marketKey = ({ label, collateral, feed }: MarketName, derivative: Address) => ({
  derivative,
  collateral,
  feed: feedKey(feed),
  label: encodeBytes32String(label),
})

/** The MarketId: the hash of its immutables. */
export function marketId(market: MarketName, derivative: Address): Hex {
  const { collateral, feed, label } = marketKey(market, derivative)
  const types = ['address', 'address', 'bytes32', 'bytes32']
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [derivative, collateral, feed, label]))
}

/**
 * Every transaction of a deployment in order. At the end the timelock holds every capability, only the Governor
 * schedules in it, and the deployer holds nothing.
 */
export const protocolSteps = (
  spec: DeploymentSpec,
  deployer: Address,
  symbolOf: SymbolOf,
): readonly Step[] => [
  ...contractSteps(spec, deployer),
  ...liquidationContracts(spec, symbolOf),
  ...listingRightSteps(spec, deployer),
  ...guardianSteps(spec),
  ...moduleSteps,
  ...spec.feeds.flatMap(feedSteps),
  ...spec.markets.map(marketStep),
  ...riskSteps(spec, idOf),
  ...stewardSteps(spec),
  ...settingSteps(spec, deployer),
  ...handoverSteps(deployer),
]

const idOf = (market: MarketSpec, at: At): Hex => marketId(market, at('derivative'))

function contractSteps(spec: DeploymentSpec, deployer: Address): readonly Step[] {
  const { token, derivative } = spec
  const { timelockMinDelay, ...settings } = spec.governor
  return [
    creation('token', () =>
      new BallastToken__factory().getDeployTransaction(token.recipient, token.supply),
    ),
    creation('timelock', () =>
      new TimelockController__factory().getDeployTransaction(
        timelockMinDelay,
        [],
        [OPEN_EXECUTION],
        deployer,
      ),
    ),
    creation('governor', (at) =>
      new BallastGovernor__factory().getDeployTransaction(at('token'), at('timelock'), settings),
    ),
    creation('accessManager', () => new AccessManager__factory().getDeployTransaction(deployer)),
    creation('oracleHub', (at) =>
      new OracleHub__factory().getDeployTransaction(at('accessManager')),
    ),
    creation('parameterChanges', () => new ParameterChanges__factory().getDeployTransaction()),
    creation('marketKeys', () => new MarketKeys__factory().getDeployTransaction()),
    creation('ledger', (at) =>
      new Ledger__factory({
        'project/contracts/libraries/ParameterChanges.sol:ParameterChanges': at('parameterChanges'),
        'project/contracts/libraries/MarketKeys.sol:MarketKeys': at('marketKeys'),
      }).getDeployTransaction(at('oracleHub'), at('accessManager')),
    ),
    creation('ledgerLens', (at) => new LedgerLens__factory().getDeployTransaction(at('ledger'))),
    creation('derivative', (at) =>
      new Derivative__factory().getDeployTransaction(
        derivative.name,
        derivative.symbol,
        at('ledger'),
      ),
    ),
    creation('riskSteward', (at) =>
      new RiskSteward__factory().getDeployTransaction(at('ledger'), at('accessManager')),
    ),
  ]
}

const governed: Readonly<Record<string, Interface>> = {
  auctionHouse: AuctionHouse__factory.createInterface(),
  backstop: Backstop__factory.createInterface(),
  insurancePool: InsurancePool__factory.createInterface(),
  stabilityPool: StabilityPool__factory.createInterface(),
  exposureCaps: ExposureCaps__factory.createInterface(),
  ledger: Ledger__factory.createInterface(),
  oracleHub: OracleHub__factory.createInterface(),
  riskSteward: RiskSteward__factory.createInterface(),
}

/** Binds every governed selector to its capability; the deployer lists feeds and markets as LIST for now. */
const listingRightSteps = ({ markets }: DeploymentSpec, deployer: Address): readonly Step[] => [
  ...roleSelectors.flatMap((row) =>
    row.contract === 'stabilityPool'
      ? pooledMarkets(markets).map((market) => {
          const pool = poolStep(market)
          return bindStep(row, pool, (at) => at(pool))
        })
      : [bindStep(row, row.contract, placing(row.contract))],
  ),
  grant('the deployer', 'LIST', () => deployer),
]

const placing = (contract: ContractName) => (at: At) => placeOf(contract, at)

const bindStep = (
  { contract, role, signatures }: RoleSelectors,
  name: string,
  place: (at: At) => Address,
): Step =>
  call(`${role} on ${name}`, 'accessManager', (at) =>
    manager.encodeFunctionData('setTargetFunctionRole', [
      place(at),
      signatures.map((signature) => selectorOf(contract, signature)),
      roles[role],
    ]),
  )

const hub = OracleHub__factory.createInterface()

const noRate: RateSpec = { source: ZeroAddress, growthCapWad: 0n, yieldDecayWad: 0n }

function feedSteps(feed: FeedSpec): readonly Step[] {
  const { label, aggregators, rate = noRate, ...limits } = feed
  return [
    ...aggregators.map((aggregator, index) =>
      creation(sourceStep(label, index), () =>
        new ChainlinkSource__factory().getDeployTransaction(aggregator),
      ),
    ),
    call(`feed ${label}`, 'oracleHub', (at) =>
      hub.encodeFunctionData('createFeed', [
        feedKey(label),
        aggregators.map((_, index) => at(sourceStep(label, index))),
        limits,
        rate,
      ]),
    ),
  ]
}

/** Whoever may cancel any proposal may freeze markets and restrain them too: one guardian, known by one address. */
const guardianSteps = ({ governor: { proposalGuardian } }: DeploymentSpec): readonly Step[] =>
  BigInt(proposalGuardian) === 0n
    ? []
    : [
        call('FREEZE for the guardian', 'accessManager', () =>
          manager.encodeFunctionData('grantRole', [roles.FREEZE, proposalGuardian, 0]),
        ),
      ]

const ledger = Ledger__factory.createInterface()

const marketStep = (market: MarketSpec): Step =>
  call(`market ${market.label}`, 'ledger', (at) =>
    ledger.encodeFunctionData('createMarket', [marketKey(market, at('derivative')), market.terms]),
  )

const steward = RiskSteward__factory.createInterface()

const allowStep = (market: MarketSpec): Step =>
  call(`allowances of ${market.label}`, 'riskSteward', (at) =>
    steward.encodeFunctionData('allow', [
      marketId(market, at('derivative')),
      [...(market.allowances ?? [])],
    ]),
  )

/** The RiskSteward may relax; somebody may be named as steward. */
const stewardSteps = ({ steward: account }: DeploymentSpec): readonly Step[] => [
  grant('the riskSteward', 'RELAX', (at) => at('riskSteward')),
  ...(account === undefined ? [] : [grant('the steward', 'STEWARD', () => account)]),
]

/** What governance could set as well; the deployer does it as RELAX for now. */
const settingSteps = (spec: DeploymentSpec, deployer: Address): readonly Step[] => [
  grant('the deployer', 'RELAX', () => deployer),
  ...spec.markets.filter(({ allowances = [] }) => allowances.length > 0).map(allowStep),
  ...configurationSteps(spec, idOf),
  renounce('RELAX', deployer),
]

const timelock = TimelockController__factory.createInterface()

/** The timelock gets every capability and both admin roles, the Governor the timelock; the deployer keeps nothing. */
const handoverSteps = (deployer: Address): readonly Step[] => [
  ...[...governanceRoles, 'ADMIN' as const].map((role) =>
    grant('the timelock', role, (at) => at('timelock')),
  ),
  ...(['LIST', 'ADMIN'] as const).map((role) => renounce(role, deployer)),
  ...(['PROPOSER_ROLE', 'CANCELLER_ROLE'] as const).map((role) =>
    call(`${role} for the governor`, 'timelock', (at) =>
      timelock.encodeFunctionData('grantRole', [id(role), at('governor')]),
    ),
  ),
  call('deployer gives up the timelock', 'timelock', () =>
    timelock.encodeFunctionData('renounceRole', [DEFAULT_ADMIN, deployer]),
  ),
]

function selectorOf(contract: string, signature: string): Hex {
  const fragment = governed[contract]?.getFunction(signature)
  if (!fragment) throw new Error(`No function ${signature} in the compiled ${contract}.`)
  return fragment.selector
}

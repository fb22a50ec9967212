import { ZeroHash } from 'ethers'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import type { Address, Hex } from '../governance/addressBook.ts'
import { auctionParameters } from '../governance/auctionParameters.ts'
import type { DeploymentSpec, LiquidationSpec, MarketSpec } from '../governance/deploymentSpec.ts'
import { riskParameters } from '../governance/exposureParameters.ts'
import {
  backstopSpecs,
  derivativeSpecs,
  type PatientTerms,
  pristinePool,
  type StabilityPoolTerms,
} from '../governance/liquidationTerms.ts'
import type { ParameterSpec } from '../governance/parameter.ts'
import { poolParameters } from '../governance/poolParameters.ts'
import type { Subject } from '../governance/scopes.ts'
import { groupSettings, subjectCall } from '../governance/settings.ts'
import type { Step } from './deploymentJournal.ts'
import { type At, bytes32, call, contractsAt, creation, grant, placeOf } from './deploymentStep.ts'

/** How a collateral calls itself on this chain. */
export type SymbolOf = (collateral: Address) => string

/** Of each collateral the first market: it has a stability pool, which serves the others on the same collateral too. */
export const pooledMarkets = (markets: readonly MarketSpec[]): readonly MarketSpec[] =>
  markets.filter(
    ({ collateral }, place) =>
      markets.findIndex((earlier) => earlier.collateral === collateral) === place,
  )

/** The step that creates the stability pool of a collateral, by the market that `pooledMarkets` has for it. */
export const poolStep = ({ label }: Pick<MarketSpec, 'label'>): string =>
  `stability pool of ${label}`

/** The contracts that liquidations go to; the timelock is the treasury, and the governance token is what a sale sells. */
export const liquidationContracts = (spec: DeploymentSpec, symbolOf: SymbolOf): readonly Step[] => [
  creation('auctionHouse', (at) =>
    new AuctionHouse__factory().getDeployTransaction(at('ledger'), at('accessManager')),
  ),
  creation('insurancePool', (at) =>
    new InsurancePool__factory().getDeployTransaction(
      at('derivative'),
      `${spec.derivative.name} insurance pool`,
      `insurance-${spec.derivative.symbol}`,
      at('accessManager'),
    ),
  ),
  creation('backstop', (at) =>
    new Backstop__factory().getDeployTransaction(
      at('auctionHouse'),
      at('token'),
      at('timelock'),
      at('accessManager'),
    ),
  ),
  ...pooledMarkets(spec.markets).map((market) => poolCreation(spec, market, symbolOf)),
]

const poolCreation = (
  { derivative }: DeploymentSpec,
  market: MarketSpec,
  symbolOf: SymbolOf,
): Step => {
  const symbol = symbolOf(market.collateral)
  return creation(poolStep(market), (at) =>
    new StabilityPool__factory().getDeployTransaction(
      ...([at('ledger'), at('derivative'), market.collateral] as const),
      `${derivative.name} stability pool for ${symbol}`,
      `pool-${derivative.symbol}-${symbol}`,
      at('accessManager'),
    ),
  )
}

/** What only the contracts that keep its rules may do: seize, settle, mint surplus, draw and sell. */
export const moduleSteps: readonly Step[] = [
  grant('the auctionHouse', 'MODULE', (at) => at('auctionHouse')),
  grant('the backstop', 'MODULE', (at) => at('backstop')),
]

const caps = ExposureCaps__factory.createInterface()

/** Names the risks behind a market. The deployer holds LIST. */
export function riskSteps(
  { markets }: DeploymentSpec,
  idOf: (market: MarketSpec, at: At) => Hex,
): readonly Step[] {
  return markets.flatMap((market) => {
    const [first, ...others] = market.risks ?? []
    if (first === undefined) return []
    const names = [first, ...others].map(bytes32)
    const places = [0, 1, 2].map((place) => names[place] ?? ZeroHash)
    return [
      cappedBy(`risks of ${market.label}`, (at) =>
        caps.encodeFunctionData('assignRisks', [idOf(market, at), places as [Hex, Hex, Hex]]),
      ),
    ]
  })
}

const cappedBy = (name: string, data: (at: At) => Hex): Step => ({
  name,
  action: (at) => ({ to: placeOf('exposureCaps', at), data: data(at) }),
})

const backstop = Backstop__factory.createInterface()

/** All numbers of auctions, pools, backstop and caps. The deployer holds RELAX. */
export const configurationSteps = (
  spec: DeploymentSpec,
  idOf: (market: MarketSpec, at: At) => Hex,
): readonly Step[] => [
  ...auctionSteps(spec, idOf),
  ...pooledMarkets(spec.markets).flatMap((market) =>
    poolSettings(poolStep(market), spec.liquidation.stabilityPool),
  ),
  ...poolSettings('insurancePool', spec.liquidation.insurancePool),
  ...backstopSteps(spec),
  ...capSteps(spec),
]

/** What is set of a subject, and where the subject is by then. */
interface Settings {
  readonly specs: readonly ParameterSpec[]
  /** By the keys of the catalogue; what is absent is not set. */
  readonly values: Readonly<Record<string, bigint | undefined>>
  readonly subject: (at: At) => Omit<Subject, 'name'>
}

/** Steps through the doors of the catalogue: one for a tuple, one for every other parameter. */
const settingSteps = (
  nameOf: (key: string) => string,
  { specs, values, subject }: Settings,
): readonly Step[] => {
  const settings = specs.flatMap((spec) => {
    const value = values[spec.key]
    return value === undefined ? [] : [{ spec, value, subject: '' }]
  })
  return groupSettings(settings).map((group): Step => {
    const name = nameOf(group[0].spec.key)
    return {
      name,
      action: (at) => {
        const where = {
          subject: { ...subject(at), name },
          book: { contracts: contractsAt(at) },
        }
        const { target, calldata } = subjectCall(group, where, 'relax')
        return { to: target, data: calldata }
      },
    }
  })
}

const derivative = (at: At) => ({ key: at('derivative') })

const auctionSteps = (
  { markets, liquidation }: DeploymentSpec,
  idOf: (market: MarketSpec, at: At) => Hex,
): readonly Step[] => [
  ...settingSteps(() => 'most in auction', {
    specs: derivativeSpecs,
    values: { ...liquidation.budget },
    subject: derivative,
  }),
  ...markets.flatMap((market) =>
    settingSteps(() => `auctions of ${market.label}`, {
      specs: auctionParameters,
      values: { ...market.auction },
      subject: (at) => ({ key: idOf(market, at) }),
    }),
  ),
]

/** What a pool does not have from the beginning. */
const poolSettings = (
  step: string,
  terms: PatientTerms & Partial<StabilityPoolTerms>,
): readonly Step[] =>
  settingSteps((key) => `${key} of the ${step}`, {
    specs: poolParameters,
    values: Object.fromEntries(
      Object.entries(terms).filter(([key, value]) => value !== pristineOf(key)),
    ),
    subject: (at) => ({ address: at(step) }),
  })

const pristineOf = (key: string): bigint | undefined =>
  Object.entries(pristinePool).find(([name]) => name === key)?.[1]

const backstopSteps = ({ markets, liquidation }: DeploymentSpec): readonly Step[] => [
  call('pools of the backstop', 'backstop', (at) =>
    backstop.encodeFunctionData('setPools', [
      at('derivative'),
      at(poolStep(rewardedMarket(markets, liquidation))),
      at('insurancePool'),
    ]),
  ),
  ...settingSteps(() => 'settings of the backstop', {
    specs: backstopSpecs,
    values: { ...liquidation.backstop },
    subject: derivative,
  }),
]

/** The market that stands for the pool which the backstop pays. */
function rewardedMarket(markets: readonly MarketSpec[], { rewarded }: LiquidationSpec): MarketSpec {
  const named = markets.find(({ label }) => label === rewarded)
  const pooled = pooledMarkets(markets).find(({ collateral }) => collateral === named?.collateral)
  if (pooled === undefined) throw new Error(`No market ${rewarded} to pay the pool of.`)
  return pooled
}

const capSteps = ({ caps: wanted = [], derivativeCap }: DeploymentSpec): readonly Step[] => [
  ...settingSteps(() => 'cap of the whole derivative', {
    specs: derivativeSpecs,
    values: { derivativeCap },
    subject: derivative,
  }),
  ...wanted.flatMap(({ risk, ...values }) =>
    settingSteps((key) => `${key === 'relativeCap' ? 'relative cap' : 'cap'} of ${risk}`, {
      specs: riskParameters,
      values,
      subject: () => ({ key: bytes32(risk) }),
    }),
  ),
]

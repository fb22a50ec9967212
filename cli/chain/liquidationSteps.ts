import { ZeroHash } from 'ethers'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { DeploymentSpec, LiquidationSpec, MarketSpec } from '../governance/deploymentSpec.ts'
import {
  auctionSettings,
  backstopSettings,
  type PatientTerms,
  pristinePool,
} from '../governance/liquidationTerms.ts'
import type { Step } from './deploymentJournal.ts'
import { type At, bytes32, call, creation, grant, placeOf } from './deploymentStep.ts'

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

const house = AuctionHouse__factory.createInterface()
const backstop = Backstop__factory.createInterface()
const pools = StabilityPool__factory.createInterface()

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

const auctionSteps = (
  { markets, liquidation }: DeploymentSpec,
  idOf: (market: MarketSpec, at: At) => Hex,
): readonly Step[] => [
  call('most in auction', 'auctionHouse', (at) =>
    house.encodeFunctionData('setMaxInAuction', [
      at('derivative'),
      liquidation.budget.maxInAuctionTotal,
    ]),
  ),
  ...markets.map((market) =>
    call(`auctions of ${market.label}`, 'auctionHouse', (at) =>
      house.encodeFunctionData('configure', [idOf(market, at), auctionSettings(market.auction)]),
    ),
  ),
]

const poolSetters = {
  cooldown: 'setCooldown',
  vesting: 'setVesting',
  absorbReward: 'setAbsorbReward',
} as const

/** What a pool does not have from the beginning. */
function poolSettings(
  step: string,
  terms: PatientTerms & { readonly absorbReward?: bigint },
): readonly Step[] {
  return (['cooldown', 'vesting', 'absorbReward'] as const).flatMap((key) => {
    const value = terms[key]
    if (value === undefined || value === pristinePool[key]) return []
    const setter = poolSetters[key]
    return [
      call(`${key} of the ${step}`, step, () =>
        pools.encodeFunctionData(setter as 'setCooldown', [value]),
      ),
    ]
  })
}

const backstopSteps = ({ markets, liquidation }: DeploymentSpec): readonly Step[] => [
  call('pools of the backstop', 'backstop', (at) =>
    backstop.encodeFunctionData('setPools', [
      at('derivative'),
      at(poolStep(rewardedMarket(markets, liquidation))),
      at('insurancePool'),
    ]),
  ),
  call('settings of the backstop', 'backstop', (at) =>
    backstop.encodeFunctionData('configure', [
      at('derivative'),
      backstopSettings(liquidation.backstop),
    ]),
  ),
]

/** The market that stands for the pool which the backstop pays. */
function rewardedMarket(markets: readonly MarketSpec[], { rewarded }: LiquidationSpec): MarketSpec {
  const named = markets.find(({ label }) => label === rewarded)
  const pooled = pooledMarkets(markets).find(({ collateral }) => collateral === named?.collateral)
  if (pooled === undefined) throw new Error(`No market ${rewarded} to pay the pool of.`)
  return pooled
}

function capSteps({ caps: wanted = [], derivativeCap }: DeploymentSpec): readonly Step[] {
  const whole = { risk: '', exposureCap: derivativeCap, relativeCap: undefined }
  return [whole, ...wanted].flatMap(({ risk, exposureCap, relativeCap }) => {
    const name = risk === '' ? 'the whole derivative' : risk
    const step = (what: string, setter: 'setExposureCap' | 'setRelativeCap', value?: bigint) =>
      value === undefined
        ? []
        : [
            cappedBy(`${what} of ${name}`, (at) =>
              // Both take a derivative, a risk and a number.
              caps.encodeFunctionData(setter as 'setExposureCap', [
                at('derivative'),
                bytes32(risk),
                value,
              ]),
            ),
          ]
    return [
      ...step('cap', 'setExposureCap', exposureCap),
      ...step('relative cap', 'setRelativeCap', relativeCap),
    ]
  })
}

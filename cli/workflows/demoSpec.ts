import type { StandInToken } from '../chain/standIns.ts'
import type { GovernorSpec, MarketTerms } from '../governance/deploymentSpec.ts'

/** One market of the demonstration, its token and price feeds stand-ins, its numbers like those of live protocols. */
export interface DemoMarket {
  readonly label: string
  readonly feed: string
  /** The position distribution and the price factor that stand for this collateral. */
  readonly collateral: 'WETH' | 'wstETH' | 'WBTC'
  readonly token: StandInToken
  /** Price in derivative per token after seeding: oracle prices of 2024-01-30, when the 773 positions were read. */
  readonly price: number
  readonly vaults: number
  /** What it rests on, by the names on the chain. */
  readonly risks: readonly string[]
  readonly terms: MarketTerms
}

const WAD = 10n ** 18n
const DAY = 86_400n

const terms = (
  own: Pick<
    MarketTerms,
    'collateralizationRatioBps' | 'liquidationThresholdBps' | 'debtCeiling' | 'stabilityFeeWad'
  >,
): MarketTerms => ({
  ...own,
  liquidationPenaltyBps: 800n,
  penaltyFloorBps: 6_000n,
  maxPenaltyHealthWad: (WAD * 95n) / 100n,
  targetHealthWad: (WAD * 105n) / 100n,
  minimumDebt: 2_000n * WAD,
  thresholdRamp: 7n * DAY,
  ceilingGap: own.debtCeiling,
  ceilingDelay: DAY / 4n,
})

export const demoMarkets: readonly DemoMarket[] = [
  {
    label: 'WETH-A',
    feed: 'WETH/USD',
    collateral: 'WETH',
    token: { symbol: 'WETH', name: 'Wrapped Ether (stand-in)', decimals: 18 },
    price: 2_368.790966,
    vaults: 140,
    risks: ['asset:ETH', 'oracle:chainlink'],
    terms: terms({
      collateralizationRatioBps: 15_000n,
      liquidationThresholdBps: 8_000n,
      debtCeiling: 100_000_000n * WAD,
      stabilityFeeWad: (WAD * 5n) / 100n,
    }),
  },
  {
    label: 'WSTETH-A',
    feed: 'WSTETH/USD',
    collateral: 'wstETH',
    token: {
      symbol: 'wstETH',
      name: 'Wrapped staked Ether (stand-in)',
      decimals: 18,
      yields: { startRate: 1_155_548_000_000_000_000n, ratePerYear: (WAD * 35n) / 1000n },
    },
    price: 2_735.751844,
    vaults: 110,
    risks: ['asset:ETH', 'protocol:lido', 'oracle:chainlink'],
    terms: terms({
      collateralizationRatioBps: 15_500n,
      liquidationThresholdBps: 8_000n,
      debtCeiling: 60_000_000n * WAD,
      stabilityFeeWad: (WAD * 45n) / 1000n,
    }),
  },
  {
    label: 'WBTC-A',
    feed: 'WBTC/USD',
    collateral: 'WBTC',
    token: { symbol: 'WBTC', name: 'Wrapped Bitcoin (stand-in)', decimals: 8 },
    price: 43_452.149448,
    vaults: 90,
    risks: ['asset:BTC', 'oracle:chainlink'],
    terms: terms({
      collateralizationRatioBps: 15_000n,
      liquidationThresholdBps: 8_000n,
      debtCeiling: 80_000_000n * WAD,
      stabilityFeeWad: (WAD * 55n) / 1000n,
    }),
  },
]

/** Each feed has three sources, a little apart as real ones are. */
export const demoSourceSpreads = [-0.0005, 0, 0.0007] as const

export const demoFeedLimits = {
  maxAge: 2n * 3_600n,
  maxDeviationBps: 200n,
  minSources: 2n,
  maxJumpBps: 2_500n,
  maxSwitchDeviationBps: 300n,
}

export const demoDerivative = { name: 'Ballast USD', symbol: 'bUSD' }

export const demoTokenSupply = 10_000_000n * WAD

/** Three delegates; together 20 % of the supply, no one alone reaches the quorum of 10 %. */
export const demoDelegations = [800_000n * WAD, 700_000n * WAD, 500_000n * WAD] as const

export const demoGovernor: Omit<GovernorSpec, 'proposalGuardian'> = {
  votingDelay: DAY,
  votingPeriod: 3n * DAY,
  proposalThreshold: 100_000n * WAD,
  quorumPercent: 10n,
  lateQuorumExtension: DAY,
  timelockMinDelay: 2n * DAY,
}

/** The clock of the demonstration: every run sees the same blocks. */
export const demoChain = {
  chainId: 31_337,
  initialDate: '2026-11-20T12:00:00Z',
  secondsPerBlock: 12,
} as const

/** Vaults are opened this much above the price that the feeds then move to, above every collateralisation ratio. */
export const demoOpeningPriceFactor = 1.25

/** Names for the accounts of a node with the demonstration on it, as ballast.yaml would have them; the first one acts. */
export const demoAccounts = {
  'delegate-one': 'node:2',
  'delegate-two': 'node:3',
  'delegate-three': 'node:4',
  guardian: 'node:1',
  steward: 'node:5',
  holder: 'node:0',
} as const

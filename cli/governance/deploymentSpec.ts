import type { Address } from './addressBook.ts'
import {
  type AuctionTerms,
  type BackstopTerms,
  type BudgetTerms,
  type PatientTerms,
  type StabilityPoolTerms,
  sumOf,
  usualAuction,
  usualBackstop,
  usualInsurancePool,
  usualStabilityPool,
} from './liquidationTerms.ts'
import type { RoleName } from './roles.ts'
import type { StewardAllowance } from './stewardAllowances.ts'

/** Numbers of a market at listing, in the chain's scale (contracts/interfaces/IRiskParameters.sol). */
export interface MarketTerms {
  readonly collateralizationRatioBps: bigint
  readonly liquidationThresholdBps: bigint
  readonly liquidationPenaltyBps: bigint
  readonly penaltyFloorBps: bigint
  readonly maxPenaltyHealthWad: bigint
  readonly targetHealthWad: bigint
  readonly debtCeiling: bigint
  readonly minimumDebt: bigint
  readonly stabilityFeeWad: bigint
  readonly thresholdRamp: bigint
  readonly ceilingGap: bigint
  readonly ceilingDelay: bigint
}

/** The numbers at listing by the keys of the catalogue. */
export const startOf =
  (terms: MarketTerms) =>
  (key: string): bigint => {
    const value = Object.entries(terms).find(([name]) => nameOf(name) === key)?.[1]
    if (value === undefined) throw new Error(`A market is not listed with ${key}.`)
    return value
  }

const nameOf = (term: string): string => term.replace(/(Bps|Wad)$/, '')

/** A price feed: Chainlink-style aggregators, each wrapped in a source of its own. */
export interface FeedSpec {
  readonly label: string
  readonly aggregators: readonly Address[]
  readonly maxAge: bigint
  readonly maxDeviationBps: bigint
  readonly minSources: bigint
  readonly maxJumpBps: bigint
  readonly maxSwitchDeviationBps: bigint
  /** Where the token bears yield: the aggregators price its underlying then. */
  readonly rate?: RateSpec
}

/** How much underlying one token is worth, and how far that is believed (contracts/interfaces/IOracleHub.sol). */
export interface RateSpec {
  readonly source: Address
  readonly growthCapWad: bigint
  readonly yieldDecayWad: bigint
}

export interface MarketSpec {
  readonly label: string
  readonly collateral: Address
  readonly feed: string
  readonly terms: MarketTerms
  readonly auction: AuctionTerms
  /** Names of what it rests on, at most three: `asset:WETH`, `oracle:chainlink`. */
  readonly risks?: readonly string[]
  /** What stewards may do in it from the beginning; absent for nothing. */
  readonly allowances?: readonly StewardAllowance[]
}

/** Durations in seconds, votes with 18 decimals, quorum in whole percent of the supply. */
export interface GovernorSpec {
  readonly votingDelay: bigint
  readonly votingPeriod: bigint
  readonly proposalThreshold: bigint
  readonly quorumPercent: bigint
  readonly lateQuorumExtension: bigint
  /** Who may cancel a proposal at any stage. */
  readonly proposalGuardian: Address
  readonly timelockMinDelay: bigint
}

/** How much may rest on a risk; what is absent is not limited. */
export interface CapSpec {
  /** A name that a market has among its risks. */
  readonly risk: string
  readonly exposureCap?: bigint
  /** Of the derivative's exposure, 1e4 scale. */
  readonly relativeCap?: bigint
}

/** What liquidations go to and what pays for bad debt, beside each market's auctions. */
export interface LiquidationSpec {
  readonly budget: BudgetTerms
  readonly stabilityPool: StabilityPoolTerms
  readonly insurancePool: PatientTerms
  readonly backstop: BackstopTerms
  /** The market whose collateral's pool gets the stability pool's share of surplus. */
  readonly rewarded: string
}

/** The usual numbers for some markets. */
export const usualLiquidation = (
  markets: readonly Pick<MarketSpec, 'label' | 'terms' | 'auction'>[],
): LiquidationSpec => ({
  budget: { maxInAuctionTotal: sumOf(markets.map(({ auction }) => auction.maxInAuction)) },
  stabilityPool: usualStabilityPool,
  insurancePool: usualInsurancePool,
  backstop: usualBackstop(markets.map(({ terms }) => terms.debtCeiling)),
  rewarded: markets[0]?.label ?? '',
})

/** Everything that a deployment is made from. */
export interface DeploymentSpec {
  readonly token: { readonly recipient: Address; readonly supply: bigint }
  readonly governor: GovernorSpec
  readonly derivative: { readonly name: string; readonly symbol: string }
  /** Who holds the STEWARD capability from the beginning; absent for nobody. */
  readonly steward?: Address
  readonly feeds: readonly FeedSpec[]
  readonly markets: readonly MarketSpec[]
  readonly liquidation: LiquidationSpec
  /** The most that may be issued; absent where only the markets' ceilings limit it. */
  readonly derivativeCap?: bigint
  readonly caps?: readonly CapSpec[]
}

/** The people whom a deployment gives a role by name. */
export interface NamedPeople {
  readonly guardian: Address
  readonly steward?: Address | undefined
}

/** What an account keeps after it has deployed: whoever is guardian or steward by name is that also as the deployer. */
export const namedRoles = (
  { guardian, steward }: NamedPeople,
  account: Address,
): readonly RoleName[] => [
  ...(guardian === account ? (['FREEZE'] as const) : []),
  ...(steward === account ? (['STEWARD'] as const) : []),
]

/** A market with the usual auctions. */
export const withUsualAuction = <Market extends { readonly terms: MarketTerms }>(
  market: Market,
): Market & { readonly auction: AuctionTerms } => ({
  ...market,
  auction: usualAuction(market.terms.debtCeiling),
})

/** The names of all risks behind some markets, each once. */
export const risksOf = (markets: readonly Pick<MarketSpec, 'risks'>[]): readonly string[] => [
  ...new Set(markets.flatMap(({ risks = [] }) => risks)),
]

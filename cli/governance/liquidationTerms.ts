import { derivativeParameters } from './derivativeParameters.ts'
import { poolParameters } from './poolParameters.ts'

/** A value for each parameter of some, by the keys of the catalogue, in the chain's scale. */
type Terms<Key extends string> = Readonly<Record<Key, bigint>>

/** What a market's auctions are. */
export type AuctionTerms = Terms<
  | 'auctionBuffer'
  | 'auctionCut'
  | 'auctionStep'
  | 'auctionTail'
  | 'auctionFloor'
  | 'auctionHealth'
  | 'maxInAuction'
  | 'kickReward'
>

/** What the auctions of all markets of a derivative may hold together. */
export type BudgetTerms = Terms<'maxInAuctionTotal'>

export type PatientTerms = Terms<'cooldown' | 'vesting'>
export type StabilityPoolTerms = PatientTerms & Terms<'absorbReward'>

/** A derivative's waterfall. */
export type BackstopTerms = Terms<
  'surplusBuffer' | 'poolShare' | 'insuranceShare' | 'salePrice' | 'saleSize'
>

/** The parameters of the catalogue that the groups of a deployment consist of. */
export const backstopSpecs = derivativeParameters.filter(
  ({ write }) => write.contract === 'backstop',
)
export const derivativeSpecs = derivativeParameters.filter((spec) => !backstopSpecs.includes(spec))
export const insurancePoolSpecs = poolParameters.filter(({ only }) => only === undefined)

const hour = 3_600n
const day = 24n * hour
const wad = 10n ** 18n

/** What a pool starts with as a contract: where a deployment wants the same, nothing has to be set. */
export const pristinePool = {
  cooldown: day,
  vesting: 8n * hour,
  absorbReward: 0n,
} as const satisfies StabilityPoolTerms

/**
 * What a market's auctions are unless a deployment or a vote says otherwise: those of Maker's clips, a tenth above the high
 * price, down to half of that in 70 minutes, and a tenth of the market's ceiling at a time.
 */
export const usualAuction = (debtCeiling: bigint): AuctionTerms => ({
  auctionBuffer: 11_000n,
  auctionCut: (wad * 99n) / 100n,
  auctionStep: 60n,
  auctionTail: 5_400n,
  auctionFloor: 5_000n,
  auctionHealth: wad,
  maxInAuction: debtCeiling / 10n,
  kickReward: 10n,
})

/** Somebody has to pay for the gas of an absorption: a thousandth of the collateral, where the bonus is some hundredths. */
export const usualStabilityPool: StabilityPoolTerms = { ...pristinePool, absorbReward: 10n }

export const usualInsurancePool: PatientTerms = {
  cooldown: pristinePool.cooldown,
  vesting: pristinePool.vesting,
}

/**
 * Two thousandths of all ceilings are kept; what comes in above that is half the stability pool's, a fifth the insurance
 * pool's and else the treasury's. Nothing is sold: nobody but a vote can know what the governance token is worth.
 */
export const usualBackstop = (ceilings: readonly bigint[]): BackstopTerms => ({
  surplusBuffer: (sumOf(ceilings) * 2n) / 1_000n,
  poolShare: 5_000n,
  insuranceShare: 2_000n,
  salePrice: 0n,
  saleSize: 0n,
})

export const sumOf = (values: readonly bigint[]): bigint =>
  values.reduce((sum, value) => sum + value, 0n)

import { auctionParameters } from './auctionParameters.ts'
import { derivativeParameters } from './derivativeParameters.ts'
import type { ParameterSpec } from './parameter.ts'
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
const bps = 10_000n

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

/** A tuple as the contracts take it: every member once, in ascending order. */
const settingsOf = (specs: readonly ParameterSpec[], values: Terms<string>) =>
  specs.map(({ key, write }) => {
    const value = values[key]
    if (write.kind !== 'tuple' || value === undefined) throw new Error(`${key} is not settled.`)
    return { parameter: write.member, value }
  })

export const auctionSettings = (terms: AuctionTerms) => settingsOf(auctionParameters, terms)
export const backstopSettings = (terms: BackstopTerms) => settingsOf(backstopSpecs, terms)

const ray = 10n ** 27n
const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/** cut^steps with 27 decimals as the contract has it, by squaring, each product rounded up. */
function decayUp(cutWad: bigint, steps: bigint): bigint {
  let factor = ray
  let base = cutWad * 10n ** 9n
  for (let left = steps; left > 0n; left /= 2n) {
    if (left % 2n === 1n) factor = ceilDiv(factor * base, ray)
    base = ceilDiv(base * base, ray)
  }
  return factor
}

/** What the price of a lot follows. */
type Curve = Pick<
  AuctionTerms,
  'auctionBuffer' | 'auctionCut' | 'auctionStep' | 'auctionTail' | 'auctionFloor'
>

/** The rules across a market's auction terms: a lot must be able to fall to the oracle's price before it stops selling. */
export function brokenAuctionRule(curve: Curve): 'floorTooHigh' | 'tooSlow' | undefined {
  const { auctionBuffer: buffer, auctionCut, auctionStep, auctionTail, auctionFloor } = curve
  if (buffer * auctionFloor > bps * bps) return 'floorTooHigh'
  const end = ceilDiv(buffer * decayUp(auctionCut, auctionTail / auctionStep), ray)
  return end > bps ? 'tooSlow' : undefined
}

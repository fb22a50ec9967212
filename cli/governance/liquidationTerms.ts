import type { Unit } from './parameter.ts'

/** One governed number of the liquidation contracts: what it is called, how it is written, and within which bounds. */
export interface LiquidationTerm<Key extends string = string> {
  readonly key: Key
  /** In the middle of a sentence. */
  readonly label: string
  readonly unit: Unit
  /** Hard bounds of the contract, inclusive, in the chain's scale. */
  readonly min: bigint
  readonly max: bigint
}

/** A value for each of some terms, in the chain's scale. */
export type TermsOf<List extends readonly LiquidationTerm[]> = Readonly<
  Record<List[number]['key'], bigint>
>

const hour = 3_600n
const day = 24n * hour
const wad = 10n ** 18n
const bps = 10_000n
const mostDerivative = 2n ** 120n

/** A market's auctions, in the order of the enum: the place is the member's number in the ABI (IAuctionParameters.sol). */
export const auctionTerms = [
  { key: 'buffer', label: 'buffer', unit: 'bps', min: 10_000n, max: 15_000n },
  { key: 'cut', label: 'cut', unit: 'wad', min: (wad * 90n) / 100n, max: (wad * 999n) / 1_000n },
  { key: 'step', label: 'step', unit: 'seconds', min: 12n, max: 600n },
  { key: 'tail', label: 'tail', unit: 'seconds', min: 1_200n, max: 43_200n },
  { key: 'floor', label: 'floor', unit: 'bps', min: 1_000n, max: 9_500n },
  { key: 'auctionHealth', label: 'auction health', unit: 'wad', min: (wad * 80n) / 100n, max: wad },
  {
    key: 'maxInAuction',
    label: 'most in auction',
    unit: 'derivative',
    min: 0n,
    max: mostDerivative,
  },
  { key: 'kickReward', label: 'kick reward', unit: 'bps', min: 0n, max: 100n },
] as const satisfies readonly LiquidationTerm[]
export type AuctionTerms = TermsOf<typeof auctionTerms>

/** What the auctions of all markets of a derivative may hold together. */
export const budgetTerms = [auctionTerms[6]] as const
export type BudgetTerms = TermsOf<typeof budgetTerms>

/** What every pool has (IPatientVault.sol). */
export const patientTerms = [
  { key: 'cooldown', label: 'cool-down', unit: 'seconds', min: 0n, max: 14n * day },
  { key: 'vesting', label: 'vesting', unit: 'seconds', min: hour, max: 7n * day },
] as const satisfies readonly LiquidationTerm[]
export type PatientTerms = TermsOf<typeof patientTerms>

export const stabilityPoolTerms = [
  ...patientTerms,
  { key: 'absorbReward', label: 'absorb reward', unit: 'bps', min: 0n, max: 100n },
] as const satisfies readonly LiquidationTerm[]
export type StabilityPoolTerms = TermsOf<typeof stabilityPoolTerms>

/** A derivative's waterfall, in the order of the enum (IBackstop.sol). */
export const backstopTerms = [
  {
    key: 'surplusBuffer',
    label: 'surplus buffer',
    unit: 'derivative',
    min: 0n,
    max: mostDerivative,
  },
  { key: 'poolShare', label: 'share of the stability pool', unit: 'bps', min: 0n, max: bps },
  { key: 'insuranceShare', label: 'share of the insurance pool', unit: 'bps', min: 0n, max: bps },
  { key: 'salePrice', label: 'sale price', unit: 'derivative', min: 0n, max: mostDerivative },
  { key: 'saleSize', label: 'sale size', unit: 'votes', min: 0n, max: 2n ** 100n },
] as const satisfies readonly LiquidationTerm[]
export type BackstopTerms = TermsOf<typeof backstopTerms>

/** A cap on what rests on a risk (IExposureCaps.sol); without one there is none. */
export const capTerms = [
  { key: 'cap', label: 'cap', unit: 'derivative', min: 0n, max: 2n ** 112n - 1n },
  { key: 'relativeCap', label: 'relative cap', unit: 'bps', min: 0n, max: bps },
] as const satisfies readonly LiquidationTerm[]

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
  buffer: 11_000n,
  cut: (wad * 99n) / 100n,
  step: 60n,
  tail: 5_400n,
  floor: 5_000n,
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
export const settingsOf = <List extends readonly LiquidationTerm[]>(
  terms: List,
  values: TermsOf<List>,
): readonly { readonly parameter: bigint; readonly value: bigint }[] =>
  terms.map(({ key }, place) => ({
    parameter: BigInt(place),
    value: values[key as keyof TermsOf<List>],
  }))

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

/** The rules across a market's auction terms: a lot must be able to fall to the oracle's price before it stops selling. */
export function brokenAuctionRule({
  buffer,
  cut,
  step,
  tail,
  floor,
}: AuctionTerms): 'floorTooHigh' | 'tooSlow' | undefined {
  if (buffer * floor > bps * bps) return 'floorTooHigh'
  const end = ceilDiv(buffer * decayUp(cut, tail / step), ray)
  return end > bps ? 'tooSlow' : undefined
}

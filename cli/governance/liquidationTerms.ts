import { specByKey } from './catalogue.ts'
import type { Unit } from './parameter.ts'
import type { Scope } from './scopes.ts'

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

/** What the catalogue says of a parameter. */
function of(scope: Scope, key: string): Pick<LiquidationTerm, 'unit' | 'min' | 'max'> {
  const spec = specByKey(scope, key)
  if (spec === undefined) throw new Error(`The catalogue has no ${scope} ${key}.`)
  return { unit: spec.unit, min: spec.min, max: spec.max }
}

/** A market's auctions, in the order of the enum: the place is the member's number in the ABI. */
export const auctionTerms = [
  { key: 'buffer', label: 'buffer', ...of('market', 'auctionBuffer') },
  { key: 'cut', label: 'cut', ...of('market', 'auctionCut') },
  { key: 'step', label: 'step', ...of('market', 'auctionStep') },
  { key: 'tail', label: 'tail', ...of('market', 'auctionTail') },
  { key: 'floor', label: 'floor', ...of('market', 'auctionFloor') },
  { key: 'auctionHealth', label: 'auction health', ...of('market', 'auctionHealth') },
  { key: 'maxInAuction', label: 'most in auction', ...of('market', 'maxInAuction') },
  { key: 'kickReward', label: 'kick reward', ...of('market', 'kickReward') },
] as const satisfies readonly LiquidationTerm[]
export type AuctionTerms = TermsOf<typeof auctionTerms>

/** What the auctions of all markets of a derivative may hold together. */
export const budgetTerms = [auctionTerms[6]] as const
export type BudgetTerms = TermsOf<typeof budgetTerms>

/** What every pool has. */
export const patientTerms = [
  { key: 'cooldown', label: 'cool-down', ...of('pool', 'cooldown') },
  { key: 'vesting', label: 'vesting', ...of('pool', 'vesting') },
] as const satisfies readonly LiquidationTerm[]
export type PatientTerms = TermsOf<typeof patientTerms>

export const stabilityPoolTerms = [
  ...patientTerms,
  { key: 'absorbReward', label: 'absorb reward', ...of('pool', 'absorbReward') },
] as const satisfies readonly LiquidationTerm[]
export type StabilityPoolTerms = TermsOf<typeof stabilityPoolTerms>

/** A derivative's waterfall, in the order of the enum. */
export const backstopTerms = [
  { key: 'surplusBuffer', label: 'surplus buffer', ...of('derivative', 'surplusBuffer') },
  { key: 'poolShare', label: 'share of the stability pool', ...of('derivative', 'poolShare') },
  {
    key: 'insuranceShare',
    label: 'share of the insurance pool',
    ...of('derivative', 'insuranceShare'),
  },
  { key: 'salePrice', label: 'sale price', ...of('derivative', 'salePrice') },
  { key: 'saleSize', label: 'sale size', ...of('derivative', 'saleSize') },
] as const satisfies readonly LiquidationTerm[]
export type BackstopTerms = TermsOf<typeof backstopTerms>

/** A cap on what rests on a risk; without one there is none. */
export const capTerms = [
  { key: 'cap', label: 'cap', ...of('risk', 'exposureCap') },
  { key: 'relativeCap', label: 'relative cap', ...of('risk', 'relativeCap') },
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
}: Pick<AuctionTerms, 'buffer' | 'cut' | 'step' | 'tail' | 'floor'>):
  | 'floorTooHigh'
  | 'tooSlow'
  | undefined {
  if (buffer * floor > bps * bps) return 'floorTooHigh'
  const end = ceilDiv(buffer * decayUp(cut, tail / step), ray)
  return end > bps ? 'tooSlow' : undefined
}

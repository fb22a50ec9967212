import type { MarketSummary } from '../chain/readBook.ts'
import { specByKey } from '../governance/catalogue.ts'
import type { MarketTerms } from '../governance/deploymentSpec.ts'
import { ceilingAt, thresholdBpsAt } from './parameterPaths.ts'

/** One drafted value of a market, in the chain's scale. */
export interface DraftedValue {
  readonly subject: string
  readonly spec: { readonly key: string; readonly scope: string }
  readonly after: bigint
}

/** The catalogue's name of each term. Total by `satisfies`: a term that is added without a line here does not compile. */
const keyOf = {
  collateralizationRatioBps: 'collateralizationRatio',
  liquidationThresholdBps: 'liquidationThreshold',
  liquidationPenaltyBps: 'liquidationPenalty',
  penaltyFloorBps: 'penaltyFloor',
  maxPenaltyHealthWad: 'maxPenaltyHealth',
  targetHealthWad: 'targetHealth',
  debtCeiling: 'debtCeiling',
  minimumDebt: 'minimumDebt',
  stabilityFeeWad: 'stabilityFee',
  thresholdRamp: 'thresholdRamp',
  ceilingGap: 'ceilingGap',
  ceilingDelay: 'ceilingDelay',
} as const satisfies Readonly<Record<keyof MarketTerms, string>>

/**
 * A market as the Ledger would have it right after the drafted values are set: RiskParameters without the chain.
 *
 * @param executesAt Unix seconds; a ramp or a delay that the values start counts from there
 */
export function draftedMarket<M extends MarketSummary>(
  market: M,
  drafted: readonly DraftedValue[],
  executesAt: number,
): M {
  const own = drafted.filter(
    ({ subject, spec }) => subject === market.label && spec.scope === 'market',
  )
  if (own.length === 0) return market
  const after = new Map(own.map(({ spec, after: value }) => [spec.key, value]))
  const fields = Object.entries(keyOf) as readonly (readonly [keyof MarketTerms, string])[]
  const terms = Object.fromEntries(
    fields.map(([field, key]) => [field, after.get(key) ?? market.terms[field]]),
  ) as unknown as MarketTerms
  const at = BigInt(executesAt)
  const threshold = after.get(keyOf.liquidationThresholdBps) ?? market.thresholdPath.toBps
  return {
    ...market,
    terms,
    thresholdPath: thresholdPathOf(market.thresholdPath, threshold, {
      at,
      ramp: terms.thresholdRamp,
    }),
    ceilingPath: ceilingPathOf(market.ceilingPath, after.get(keyOf.debtCeiling), at),
  }
}

type ThresholdPath = MarketSummary['thresholdPath']
type CeilingPath = MarketSummary['ceilingPath']

/** A cut ramps from what counts then; a raise counts at once. Either ends a ramp that is running. */
function thresholdPathOf(
  path: ThresholdPath,
  toBps: bigint,
  { at, ramp }: { readonly at: bigint; readonly ramp: bigint },
): ThresholdPath {
  if (toBps === path.toBps) return path
  const fromBps = thresholdBpsAt(path, at)
  return toBps < fromBps
    ? { fromBps, toBps, startsAt: at, endsAt: at + ramp }
    : { fromBps: toBps, toBps, startsAt: at, endsAt: at }
}

const { raiseDelay = 0n } = specByKey('market', keyOf.debtCeiling) ?? {}

/** A fall counts at once, a rise after the delay. */
function ceilingPathOf(path: CeilingPath, next: bigint | undefined, at: bigint): CeilingPath {
  if (next === undefined || next === path.next) return path
  const current = ceilingAt(path, at)
  return next <= current
    ? { current: next, next, effectiveAt: at }
    : { current, next, effectiveAt: at + raiseDelay }
}

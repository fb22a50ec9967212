import type { AddressBook } from './addressBook.ts'
import { type ParameterSet, parameterId } from './parameter.ts'
import type { ParameterChange, Problem } from './proposal.ts'
import { displayValue, formatValue, type Symbols } from './value.ts'

/** The members that the rules couple, as they would stand after the change. 1e4 scale, health in WAD. */
export interface CoupledTerms {
  /** The higher end of a threshold ramp: a cut starts from the value in force, a raise counts at once. */
  readonly highestThresholdBps: bigint
  /** The lower end of it. */
  readonly lowestThresholdBps: bigint
  readonly penaltyBps: bigint
  readonly maxPenaltyHealthWad: bigint
  readonly collateralizationRatioBps: bigint
}

const one = 10_000n
const wad = 10n ** 18n
/** 99 %: a liquidation must improve the vault that it touches. */
const mostDebtAndPenaltyBps = 9_900n
/** 2 %: a vault is never opened at the edge of liquidation. */
const leastGapBps = 200n

/** A rule across parameters that a tuple breaks, in the words of the error that the contract would answer. */
export type BrokenRule = 'penaltyTooHigh' | 'splitPays' | 'gapTooSmall'

/**
 * The rules of IRiskParameters that a tuple breaks, in exact integers:
 * max(lt0, lt1)·(1 + penalty) ≤ 99 %; (1 + penalty)·max(lt0, lt1) ≤ MaxPenaltyHealth; min(lt0, lt1) − 1/ratio ≥ 2 %.
 */
export function brokenRules(terms: CoupledTerms): readonly BrokenRule[] {
  // 1e8 scale: the product of two numbers at 1e4.
  const owed = terms.highestThresholdBps * (one + terms.penaltyBps)
  const broken: BrokenRule[] = []
  if (owed > mostDebtAndPenaltyBps * one) broken.push('penaltyTooHigh')
  if (owed * wad > terms.maxPenaltyHealthWad * one * one) broken.push('splitPays')
  const ratio = terms.collateralizationRatioBps
  if (terms.lowestThresholdBps * ratio - one * one < leastGapBps * ratio) broken.push('gapTooSmall')
  return broken
}

const coupledKeys = [
  'liquidationThreshold',
  'liquidationPenalty',
  'maxPenaltyHealth',
  'collateralizationRatio',
] as const
type CoupledKey = (typeof coupledKeys)[number]

function coupledTerms(
  market: string,
  changes: readonly ParameterChange[],
  current: ParameterSet,
): CoupledTerms | undefined {
  const after = new Map<CoupledKey, bigint>()
  for (const key of coupledKeys) {
    const change = changes.find((candidate) => candidate.spec.key === key)
    const value = change?.after ?? current.values.get(parameterId(market, key))?.stored
    if (value === undefined) return undefined
    after.set(key, value)
  }
  const at = (key: CoupledKey): bigint => after.get(key) ?? 0n
  const inForce =
    current.values.get(parameterId(market, 'liquidationThreshold'))?.effective ??
    at('liquidationThreshold')
  const next = at('liquidationThreshold')
  const isCut = inForce > next
  return {
    highestThresholdBps: isCut ? inForce : next,
    lowestThresholdBps: next,
    penaltyBps: at('liquidationPenalty'),
    maxPenaltyHealthWad: at('maxPenaltyHealth'),
    collateralizationRatioBps: at('collateralizationRatio'),
  }
}

/** Which members take part in a rule: the problem points to the first of them that changes. */
export const membersOf: Readonly<Record<BrokenRule, readonly CoupledKey[]>> = {
  penaltyTooHigh: ['liquidationThreshold', 'liquidationPenalty'],
  splitPays: ['liquidationThreshold', 'liquidationPenalty', 'maxPenaltyHealth'],
  gapTooSmall: ['liquidationThreshold', 'collateralizationRatio'],
}

const floorDiv = (numerator: bigint, denominator: bigint): bigint => numerator / denominator
const ceilDiv = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator

/** What is wrong, and what to write instead. */
export function wordsOfRule(
  rule: BrokenRule,
  terms: CoupledTerms,
  book: Symbols,
): readonly [string, string] {
  const percent = (value: bigint) => displayValue('bps', value, book)
  const threshold = percent(terms.highestThresholdBps)
  const penalty = percent(terms.penaltyBps)
  switch (rule) {
    case 'penaltyTooHigh': {
      const most = floorDiv(mostDebtAndPenaltyBps * one, one + terms.penaltyBps)
      return [
        `threshold ${threshold} with penalty ${penalty} takes more than 99 % of the collateral: a liquidation would not improve the vault`,
        `Keep the threshold at or below ${formatValue('bps', most, book)}, or lower the penalty.`,
      ]
    }
    case 'splitPays': {
      const least = ceilDiv(terms.highestThresholdBps * (one + terms.penaltyBps) * wad, one * one)
      return [
        `threshold ${threshold} with penalty ${penalty} exceeds maxPenaltyHealth ${displayValue('wad', terms.maxPenaltyHealthWad, book)}: splitting a liquidation would pay more`,
        `Write maxPenaltyHealth of at least ${formatValue('wad', least, book)}, or lower threshold or penalty.`,
      ]
    }
    case 'gapTooSmall': {
      const least = leastGapBps + ceilDiv(one * one, terms.collateralizationRatioBps)
      return [
        `threshold ${percent(terms.lowestThresholdBps)} leaves less than 2 % to collateralizationRatio ${percent(terms.collateralizationRatioBps)}: a vault could be opened at the edge of liquidation`,
        `Keep the threshold at or above ${formatValue('bps', least, book)}, or raise the ratio.`,
      ]
    }
  }
}

/** Every rule across parameters that the market would refuse, judged on the whole tuple after the change. */
export function tupleProblems(
  changes: readonly ParameterChange[],
  current: ParameterSet,
  book: AddressBook,
): readonly Problem[] {
  const ofMarkets = changes.filter(({ spec }) => coupledKeys.some((key) => key === spec.key))
  return [...new Set(ofMarkets.map((change) => change.subject))].flatMap((market) => {
    const own = ofMarkets.filter((change) => change.subject === market)
    const terms = coupledTerms(market, own, current)
    if (terms === undefined) return []
    return brokenRules(terms).flatMap((rule) => {
      const culprit = own.find((change) => membersOf[rule].some((key) => key === change.spec.key))
      if (culprit === undefined) return []
      const [message, instead] = wordsOfRule(rule, terms, book)
      return [{ place: culprit.place, message: `${market}: ${message}`, instead }]
    })
  })
}

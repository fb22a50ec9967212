import { marketParameters } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'

/** How far and how often stewards may move one parameter of a market, as the RiskSteward stores it. */
export interface StewardAllowance {
  /** The parameter's place in the Ledger's enum. */
  readonly parameter: bigint
  /** Whether `maxStep` is a share of the stored value (1e4 scale) instead of a distance in the parameter's unit. */
  readonly relative: boolean
  /** Seconds from one step to the next. */
  readonly cooldown: bigint
  readonly min: bigint
  readonly max: bigint
  readonly maxStep: bigint
}

/** How wide the range is, seen from the value with which a market is listed. */
type Range =
  | { readonly within: bigint } // of it, in the parameter's unit
  | { readonly times: bigint } // from that part of it to that multiple of it
  | { readonly upTo: bigint } // from nothing at all to that multiple of it
  | { readonly from: bigint; readonly to: bigint } // the same for every market

interface Rule {
  readonly step: { readonly of: 'unit' | 'value'; readonly most: bigint }
  readonly cooldown: bigint
  readonly range: Range
}

const hour = 3_600n
const day = 24n * hour
const wad = 10n ** 18n

const steps = (most: bigint, cooldown: bigint, range: Range): Rule => ({
  ...{ step: { of: 'unit', most }, cooldown, range },
})
const shares = (bps: bigint, cooldown: bigint, range: Range): Rule => ({
  ...{ step: { of: 'value', most: bps }, cooldown, range },
})

/**
 * What stewards may do unless a deployment or a vote says otherwise, with the sizes that live protocols allow theirs:
 * Aave's AGRS moves ratios by 0.5 percentage points in three days and doubles or empties a cap, Sky's SP-BEAM moves a fee by
 * 4 points in 16 hours. In a month such steps add up to eleven times as much, and to a cap without limits: so each has
 * a range, which only a vote leaves. What is not named here is moved by votes only.
 */
const rules: Readonly<Record<string, Rule>> = {
  collateralizationRatio: steps(50n, 3n * day, { within: 1_000n }),
  liquidationThreshold: steps(50n, 3n * day, { within: 300n }),
  liquidationPenalty: steps(50n, 3n * day, { within: 300n }),
  penaltyFloor: steps(500n, 3n * day, { within: 2_000n }),
  maxPenaltyHealth: shares(500n, 3n * day, { within: wad / 20n }),
  targetHealth: shares(500n, 3n * day, { within: wad / 20n }),
  debtCeiling: shares(10_000n, day, { upTo: 4n }),
  ceilingGap: shares(10_000n, day, { times: 4n }),
  minimumDebt: shares(10_000n, 7n * day, { times: 4n }),
  stabilityFee: steps((wad * 4n) / 100n, 16n * hour, {
    ...{ from: (wad * 5n) / 1_000n, to: (wad * 30n) / 100n },
  }),
}

const atLeast = (least: bigint, value: bigint): bigint => (value > least ? value : least)
const atMost = (most: bigint, value: bigint): bigint => (value < most ? value : most)

function rangeFrom(range: Range, start: bigint): readonly [bigint, bigint] {
  if ('within' in range) return [start - range.within, start + range.within]
  if ('times' in range) return [start / range.times, start * range.times]
  if ('upTo' in range) return [0n, start * range.upTo]
  return [range.from, range.to]
}

function allowanceOf(spec: ParameterSpec, rule: Rule, start: bigint): StewardAllowance {
  const [lowest, highest] = rangeFrom(rule.range, start)
  return {
    parameter: BigInt(marketParameters.indexOf(spec)),
    relative: rule.step.of === 'value',
    cooldown: rule.cooldown,
    min: atMost(spec.max, atLeast(spec.min, lowest)),
    max: atMost(spec.max, atLeast(spec.min, highest)),
    maxStep: rule.step.most,
  }
}

/** The allowances of a market by default, in the order of the Ledger's enum. `start` answers the value it is listed with. */
export const defaultAllowances = (start: (key: string) => bigint): readonly StewardAllowance[] =>
  marketParameters.flatMap((spec) => {
    const rule = rules[spec.key]
    return rule === undefined ? [] : [allowanceOf(spec, rule, start(spec.key))]
  })

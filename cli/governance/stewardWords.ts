import { formatDuration } from '../shared/time.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'
import type { StewardAllowance } from './stewardAllowances.ts'
import { displayMost, displayValue, type Symbols } from './value.ts'

/** The parameter that a number of the Ledger's enum stands for; a number that nobody knows has none. */
export const specOfMember = (member: bigint): ParameterSpec | undefined =>
  marketParameters[Number(member)]

/** `0.5 %`, or `5 % of its value`. */
export function stepWords(
  { parameter, relative, maxStep }: Pick<StewardAllowance, 'parameter' | 'relative' | 'maxStep'>,
  symbols: Symbols,
): string {
  if (relative) return `${displayValue('bps', maxStep, symbols)} of its value`
  const spec = specOfMember(parameter)
  return spec === undefined ? String(maxStep) : displayMost(spec.unit, maxStep, symbols)
}

/** `75 % … 85 %`. */
export function rangeWords(
  { parameter, min, max }: Pick<StewardAllowance, 'parameter' | 'min' | 'max'>,
  symbols: Symbols,
): string {
  const spec = specOfMember(parameter)
  if (spec === undefined) return `${min} \u2026 ${max}`
  return `${displayValue(spec.unit, min, symbols)} \u2026 ${displayMost(spec.unit, max, symbols)}`
}

/** `liquidationThreshold by up to 0.5 % every 3 days within 77 % … 83 %`. */
export function allowanceWords(allowance: StewardAllowance, symbols: Symbols): string {
  const name = specOfMember(allowance.parameter)?.key ?? `parameter ${allowance.parameter}`
  const { cooldown } = allowance
  return `${name} by up to ${stepWords(allowance, symbols)} every ${formatDuration(cooldown)} within ${rangeWords(allowance, symbols)}`
}

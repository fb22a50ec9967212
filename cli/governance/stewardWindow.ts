import { formatUtc } from '../shared/time.ts'
import { type Settling, valueWords } from './settling.ts'
import type { StewardAllowance } from './stewardAllowances.ts'
import { rangeWords } from './stewardWords.ts'
import { displayMost, type Symbols } from './value.ts'

/**
 * What stewards may set one parameter of one market to, as the RiskSteward answers it at one block, with what counts there
 * then: a step is measured from the stored value, not from that.
 */
export interface StewardWindow extends Settling {
  readonly market: string
  /** Its step is 0 where stewards may not move the parameter at all. */
  readonly allowance: StewardAllowance
  readonly lowest: bigint
  readonly highest: bigint
  /** Unix seconds: the end of the cooldown; 0 if there was no step yet. */
  readonly opensAt: bigint
}

/** What a window is at a time: `unreachable` where no step leads back into the range that governance has set. */
export type WindowState = 'open' | 'cooling' | 'unreachable' | 'none'

export function stateOf(
  { allowance, lowest, highest, opensAt }: StewardWindow,
  at: bigint,
): WindowState {
  if (allowance.maxStep === 0n) return 'none'
  if (lowest > highest) return 'unreachable'
  return at < opensAt ? 'cooling' : 'open'
}

/** Whether a value is accepted at a time, by the words of IRiskSteward: it is stored already, or the window is open to it. */
export const accepts = (window: StewardWindow, value: bigint, at: bigint): boolean =>
  value === window.stored ||
  (stateOf(window, at) === 'open' && value >= window.lowest && value <= window.highest)

/** `79.5 % … 80.5 %`. */
export function windowRange({ spec, lowest, highest }: StewardWindow, symbols: Symbols): string {
  const show = (value: bigint) => displayMost(spec.unit, value, symbols)
  return `${show(lowest)} \u2026 ${show(highest)}`
}

/** `now 80 %, allowed 79.5 % … 80.5 %`, with what is on its way, or why nothing is allowed at that time. */
export function windowWords(window: StewardWindow, at: bigint, symbols: Symbols): string {
  const { allowance, opensAt } = window
  const now = `now ${valueWords(window, symbols)}`
  switch (stateOf(window, at)) {
    case 'none':
      return `${now}, not for stewards to move`
    case 'unreachable':
      return `${now}, no step leads back into ${rangeWords(allowance, symbols)}: only a vote does`
    case 'cooling':
      return `${now}, closed until ${formatUtc(opensAt)}, then ${windowRange(window, symbols)}`
    case 'open':
      return `${now}, allowed ${windowRange(window, symbols)}`
  }
}

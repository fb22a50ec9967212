import { formatUtc } from '../shared/time.ts'
import type { ParameterSpec, ParameterValue } from './parameter.ts'
import { displayMost, type Symbols } from './value.ts'

/** A governed value with the time at which what is stored counts in full. */
export interface Settling extends ParameterValue {
  readonly spec: ParameterSpec
  /** Unix seconds; undefined where it does. */
  readonly settlesAt: bigint | undefined
}

/** Whether something else than the stored value counts at that time. */
export const isOnItsWay = ({ stored, effective, settlesAt }: Settling): boolean =>
  settlesAt !== undefined && stored !== effective

/** `80 %`, or `80 % stored, 80.6 % in force, ramping until 2026-11-30 12:00 UTC`. */
export function valueWords(settling: Settling, symbols: Symbols): string {
  const { spec, stored, effective, settlesAt } = settling
  const show = (value: bigint) => displayMost(spec.unit, value, symbols)
  if (settlesAt === undefined || stored === effective) return show(stored)
  const until = formatUtc(settlesAt)
  return spec.settles === 'ramp'
    ? `${show(stored)} stored, ${show(effective)} in force, ramping until ${until}`
    : `${show(stored)} stored, ${show(effective)} in force until ${until}`
}

/** When and how another value would count, set at one moment by the rules of the Ledger (ParameterChanges). */
export interface Change {
  readonly from: Settling
  readonly value: bigint
  /** The chain's time, Unix seconds. */
  readonly at: bigint
  /** How long a cut of the threshold takes, once the tuple has applied. */
  readonly ramp: bigint
}

/** Unix seconds at which the new value counts in full. A rise of a ceiling waits and a fall of a threshold ramps; nothing else does. */
export function settlesAfter({ from: { spec, effective }, value, at, ramp }: Change): bigint {
  if (spec.settles === 'ramp' && value < effective) return at + ramp
  if (spec.settles === 'delay' && value > effective) return at + (spec.raiseDelay ?? 0n)
  return at
}

/** When a new value counts: `at once`, `on a ramp from 80.6 % until …`, `from …; until then 100,000,000 bUSD`. */
export function settlingWords(change: Change, symbols: Symbols): string {
  const { spec, effective } = change.from
  const settlesAt = settlesAfter(change)
  const now = displayMost(spec.unit, effective, symbols)
  if (settlesAt === change.at) return 'at once'
  return spec.settles === 'ramp'
    ? `on a ramp from ${now} until ${formatUtc(settlesAt)}`
    : `from ${formatUtc(settlesAt)}; until then ${now}`
}

/** What becomes of a ramp or a raise that is on its way when the value is set anew: it is not waited for. */
export function replacedWords(change: Change, symbols: Symbols): string | undefined {
  const { spec, stored, effective, settlesAt } = change.from
  if (!isOnItsWay(change.from) || settlesAt === undefined || change.value === stored) {
    return undefined
  }
  const show = (value: bigint) => displayMost(spec.unit, value, symbols)
  const what =
    spec.settles === 'ramp'
      ? `The ramp of ${spec.key} to ${show(stored)}, complete on ${formatUtc(settlesAt)},`
      : `The raise of ${spec.key} to ${show(stored)}, which counts from ${formatUtc(settlesAt)},`
  const ends = settlesAfter(change)
  if (ends === change.at) return `${what} is given up: ${show(change.value)} counts at once.`
  return spec.settles === 'ramp'
    ? `${what} is replaced by one that starts now from ${show(effective)} and ends on ${formatUtc(ends)}.`
    : `${what} is replaced by one that waits anew: ${show(effective)} stays in force until ${formatUtc(ends)}.`
}

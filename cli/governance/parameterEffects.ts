import type { AddressBook } from './addressBook.ts'
import { type GovernedValue, governedValues } from './catalogue.ts'
import type { Effect } from './effects.ts'
import {
  type ParameterId,
  type ParameterSet,
  type ParameterValue,
  parameterId,
} from './parameter.ts'
import type { DryRun, ParameterChange } from './proposal.ts'
import { nameWords } from './scopes.ts'
import { displayValue } from './value.ts'

/** Two forks at one moment: with the proposal, and without it. */
interface Comparison {
  readonly executed: ParameterSet
  readonly control: ParameterSet
  /** Right after execution, or when every ramp and delay has ended. */
  readonly when: 'execution' | 'settled'
}

const suffixOf = { execution: '', settled: ' once every ramp and delay has ended' } as const

interface Names {
  readonly book: AddressBook
  /** A declared listing brings subjects that the book does not know yet. */
  readonly hasListing: boolean
}

const effect = (governed: GovernedValue, words: string, declared: boolean): Effect => ({
  kind: 'parameter',
  subject: governed.subject,
  words,
  declared,
})

const nameOf = ({ spec, subject }: GovernedValue): string =>
  nameWords(spec.scope, subject, spec.key)

/** Whether `value` lies between `a` and `b`, both included. */
const isBetween = (value: bigint, a: bigint, b: bigint): boolean =>
  a < b ? value >= a && value <= b : value >= b && value <= a

/** A declared change must have arrived: stored at once; effective at once, or on its way until it has settled. */
function arrivalEffect(
  governed: GovernedValue,
  change: ParameterChange,
  values: { readonly now: ParameterValue; readonly control: ParameterValue },
  comparison: Comparison & Names,
): Effect {
  const { spec } = governed
  const show = (value: bigint) => displayValue(spec.unit, value, comparison.book)
  const { now, control } = values
  const isOnItsWay =
    comparison.when === 'execution' &&
    spec.settles !== 'atOnce' &&
    isBetween(now.effective, control.effective, change.after)
  const suffix = suffixOf[comparison.when]
  const name = nameOf(governed)
  if (now.stored !== change.after) {
    const words = `does not bring ${name} to ${show(change.after)}: it is ${show(now.stored)}${suffix}`
    return effect(governed, words, false)
  }
  if (now.effective !== change.after && !isOnItsWay) {
    const words = `does not make ${name} ${show(change.after)} effective: ${show(now.effective)} counts${suffix}`
    return effect(governed, words, false)
  }
  const words = `changes ${name} ${show(change.before.stored)} \u2192 ${show(change.after)}${suffix}`
  return effect(governed, words, true)
}

function strayEffects(
  governed: GovernedValue,
  values: { readonly now: ParameterValue; readonly control: ParameterValue },
  comparison: Comparison & Names,
): readonly Effect[] {
  const show = (value: bigint) => displayValue(governed.spec.unit, value, comparison.book)
  const name = nameOf(governed)
  const suffix = suffixOf[comparison.when]
  const { now, control } = values
  if (now.stored !== control.stored) {
    const words = `changes ${name} ${show(control.stored)} \u2192 ${show(now.stored)}${suffix}`
    return [effect(governed, words, false)]
  }
  if (now.effective === control.effective) return []
  const words = `changes the effective ${name} ${show(control.effective)} \u2192 ${show(now.effective)}${suffix}`
  return [effect(governed, words, false)]
}

function compareOne(
  governed: GovernedValue,
  changes: ReadonlyMap<ParameterId, ParameterChange>,
  comparison: Comparison & Names,
): readonly Effect[] {
  const now = comparison.executed.values.get(governed.id)
  const control = comparison.control.values.get(governed.id)
  const change = changes.get(governed.id)
  const suffix = suffixOf[comparison.when]
  if (now === undefined || control === undefined) {
    const where = now === undefined ? 'after the proposal' : 'without the proposal'
    const isNew = now !== undefined && comparison.hasListing && change === undefined
    return [effect(governed, `${nameOf(governed)} could not be read ${where}${suffix}`, isNew)]
  }
  const values = { now, control }
  if (change !== undefined) return [arrivalEffect(governed, change, values, comparison)]
  return strayEffects(governed, values, comparison)
}

/** Parameters that were read although the catalogue and the book do not know them. */
function unknownIds(
  comparison: Comparison & Names,
  known: ReadonlySet<ParameterId>,
): readonly Effect[] {
  const { executed, control, when, hasListing } = comparison
  return [...new Set([...executed.values.keys(), ...control.values.keys()])].flatMap((id) => {
    if (known.has(id)) return []
    const now = executed.values.get(id)
    const before = control.values.get(id)
    if (now?.stored === before?.stored && now?.effective === before?.effective) return []
    const declared = hasListing && before === undefined
    const subject = id.slice(0, id.lastIndexOf('.'))
    return [{ kind: 'parameter', subject, words: `changes ${id}${suffixOf[when]}`, declared }]
  })
}

/**
 * Every parameter of every subject on the fork with the proposal against the fork without it. Accrual, running ramps and
 * ageing feeds are the same on both, so only the proposal makes a difference.
 */
export function parameterEffects(
  dryRun: DryRun,
  changes: readonly ParameterChange[],
  names: Names,
): readonly Effect[] {
  const byId = new Map(
    changes.map((change) => [parameterId(change.subject, change.spec.key), change]),
  )
  const governed = governedValues(names.book)
  const known = new Set(governed.map((entry) => entry.id))
  const pairs: readonly Comparison[] = [
    { executed: dryRun.executed, control: dryRun.control, when: 'execution' },
    { executed: dryRun.settled, control: dryRun.settledControl, when: 'settled' },
  ]
  return pairs.flatMap((pair) => {
    const comparison = { ...pair, ...names }
    return [
      ...governed.flatMap((entry) => compareOne(entry, byId, comparison)),
      ...unknownIds(comparison, known),
    ]
  })
}

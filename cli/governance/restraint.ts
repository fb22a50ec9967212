import { printable } from '../shared/format.ts'
import { excerpt, UnitError } from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import { specByKey, specsOf } from './catalogue.ts'
import { directionOf } from './changes.ts'
import { chooseFrom } from './nearest.ts'
import {
  type ParameterSet,
  type ParameterSpec,
  type ParameterValue,
  parameterId,
} from './parameter.ts'
import { type Scope, scopes, subjectsOf } from './scopes.ts'
import { displayMost, displayValue, parseValue } from './value.ts'

/** One parameter that a guardian wants tighter, as it stands now and as it is to be. */
export interface Restraint {
  readonly spec: ParameterSpec
  readonly subject: string
  readonly before: ParameterValue
  readonly value: bigint
}

/** Something that the guardian may not do, or that cannot be meant, and what can be done instead. */
export interface RestraintProblem {
  readonly message: string
  readonly instead: string
}

/** What the guardian may tighten of the subjects of a scope, in the order of the catalogue. */
export const restrainingSpecs = (scope: Scope): readonly ParameterSpec[] =>
  specsOf(scope).filter(({ restrains }) => restrains === true)

/** Something of which the guardian may tighten parameters. */
export interface Restrainable {
  readonly scope: Scope
  readonly name: string
}

/** Everything of which the guardian may tighten something: markets, the derivative, risks. */
export const restrainables = (book: AddressBook): readonly Restrainable[] =>
  scopes
    .filter((scope) => restrainingSpecs(scope).length > 0)
    .flatMap((scope) => subjectsOf(scope, book).map((name) => ({ scope, name })))

const keysOf = (specs: readonly ParameterSpec[]): readonly string[] => specs.map(({ key }) => key)

/** Where a setting is judged. */
interface Judging {
  readonly subject: Restrainable
  readonly current: ParameterSet
  readonly book: AddressBook
}

/**
 * Reads `parameter=value`, once for each parameter, and judges each as the contracts would: only what reaches no vault that
 * exists, within its bounds, and at least as tight as what is stored and what counts now.
 */
export function judgeRestraints(
  texts: readonly string[],
  judging: Judging,
): { readonly restraints: readonly Restraint[]; readonly problems: readonly RestraintProblem[] } {
  const restraints: Restraint[] = []
  const problems: RestraintProblem[] = []
  for (const text of texts) {
    const read = readRestraint(text, judging)
    if ('message' in read) problems.push(read)
    else if (restraints.some(({ spec }) => spec === read.spec)) {
      problems.push({ message: `${read.spec.key} is named twice`, instead: 'Name it once.' })
    } else restraints.push(read)
  }
  const order = restrainingSpecs(judging.subject.scope)
  return {
    restraints: restraints.toSorted((a, b) => order.indexOf(a.spec) - order.indexOf(b.spec)),
    problems,
  }
}

function readRestraint(text: string, judging: Judging): Restraint | RestraintProblem {
  const equals = text.indexOf('=')
  const key = (equals < 0 ? text : text.slice(0, equals)).trim()
  const written = equals < 0 ? '' : text.slice(equals + 1).trim()
  const { scope, name } = judging.subject
  const spec = specByKey(scope, key)
  if (spec === undefined) {
    return {
      message: `${name} has no parameter "${excerpt(printable(key))}"`,
      instead: chooseFrom(key, keysOf(restrainingSpecs(scope))),
    }
  }
  if (written === '') return { message: `${key} has no value`, instead: `Write ${key}=VALUE.` }
  try {
    return judged({ spec, value: parseValue(spec.unit, written, judging.book) }, judging)
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    return { message: `${key}: ${error.message}`, instead: error.nextStep }
  }
}

function judged(
  { spec, value }: Pick<Restraint, 'spec' | 'value'>,
  { subject: { scope, name }, current, book }: Judging,
): Restraint | RestraintProblem {
  const { key, unit, min, max } = spec
  const show = (amount: bigint) => displayValue(unit, amount, book)
  const byProposal = `ballast draft --set "${name}.${key}=…"`
  if (spec.restrains !== true) {
    return {
      message: `${key} may reach vaults that exist, so it is not the guardian's to change`,
      instead: `The guardian may tighten ${keysOf(restrainingSpecs(scope)).join(', ')}. This one anybody may propose: ${byProposal}`,
    }
  }
  if (value < min || value > max) {
    const bounds = `${show(min)} … ${displayMost(unit, max, book)}`
    return {
      message: `${key} ${show(value)} is outside of its bounds`,
      instead: `Write a value within ${bounds}.`,
    }
  }
  const before = current.values.get(parameterId(name, key))
  if (before === undefined) throw new Error(`${name}.${key} was not read.`)
  const restraint = { spec, subject: name, before, value }
  if (directionOf(spec, before, value) !== 'relaxes') return restraint
  const isUp = spec.tightens === 'up'
  const edge = tightest(restraint)
  return {
    message: `${key} ${show(value)} would loosen it: ${wordsOf(restraint, show)}`,
    instead: `Write ${show(edge)} ${isUp ? 'at least' : 'at most'}. What loosens is proposed: ${byProposal}`,
  }
}

/** The tighter of what is stored and what counts now. */
function tightest({ spec, before: { stored, effective } }: Restraint): bigint {
  const isStored = spec.tightens === 'up' ? stored >= effective : stored <= effective
  return isStored ? stored : effective
}

const wordsOf = (
  { before: { stored, effective } }: Restraint,
  show: (amount: bigint) => string,
): string =>
  stored === effective
    ? `it is ${show(stored)}`
    : `${show(effective)} counts now, ${show(stored)} is set`

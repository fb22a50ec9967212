import type { AddressBook } from './addressBook.ts'
import { catalogue } from './catalogue.ts'
import { type ParameterSet, type ParameterSpec, parameterId } from './parameter.ts'
import type { ParameterChange, Problem } from './proposal.ts'
import { subjectsOf } from './scopes.ts'
import { groupSettings } from './settings.ts'
import { displayValue, formatValue, type Symbols } from './value.ts'
import type { Fault } from './valueRules.ts'

/** A parameter that limits what others add up to, and the others. */
interface Limit {
  readonly spec: ParameterSpec
  readonly limited: readonly ParameterSpec[]
}

const limits: readonly Limit[] = catalogue.flatMap((spec) =>
  spec.limits === undefined
    ? []
    : [{ spec, limited: catalogue.filter(({ key }) => key === spec.limits) }],
)

/**
 * Where the calls of the changes, in their order, would lift a sum above its limit: contracts look at it in every call,
 * so a limit rises before what it limits and falls after it.
 */
export const limitProblems = (
  changes: readonly ParameterChange[],
  current: ParameterSet,
  book: AddressBook,
): readonly Problem[] =>
  limits.flatMap((limit) => problemOf(limit, changes, { current, book }) ?? [])

interface Judging {
  readonly current: ParameterSet
  readonly book: AddressBook
}

/** What a limit allows and what the limited ones add up to. */
export interface Standing {
  readonly most: bigint
  readonly sum: bigint
}

function problemOf(
  { spec, limited }: Limit,
  changes: readonly ParameterChange[],
  { current, book }: Judging,
): Problem | undefined {
  const [subject = ''] = subjectsOf(spec.scope, book)
  const members = limited.flatMap(({ scope, key }) =>
    subjectsOf(scope, book).map((name) => parameterId(name, key)),
  )
  const values = new Map([...current.values].map(([id, { stored }]) => [id, stored]))
  const standing = (): Standing => ({
    most: values.get(parameterId(subject, spec.key)) ?? 0n,
    sum: members.reduce((sum, id) => sum + (values.get(id) ?? 0n), 0n),
  })
  const isConcerned = (change: ParameterChange) =>
    change.spec === spec || limited.includes(change.spec)
  let first: { readonly change: ParameterChange; readonly then: Standing } | undefined
  for (const group of groupSettings(changes)) {
    for (const { spec: set, subject: name, after } of group) {
      values.set(parameterId(name, set.key), after)
    }
    const change = group.find(isConcerned)
    const then = standing()
    if (change !== undefined && then.sum > then.most) first ??= { change, then }
  }
  if (first === undefined) return undefined
  return wordsOf({ spec, limited }, { ...first, end: standing(), subject, book })
}

function wordsOf(
  limit: Limit,
  found: {
    readonly change: ParameterChange
    readonly then: Standing
    readonly end: Standing
    readonly subject: string
    readonly book: AddressBook
  },
): Problem {
  const { change, then, end, subject, book } = found
  const { spec } = limit
  const [message, instead] = faultOf(
    limit,
    { ...then, atLast: end.most },
    { subject, symbols: book },
  )
  const isInOrder = end.sum <= end.most
  return {
    place: change.place,
    message,
    instead: isInOrder
      ? `Put the change of ${subject} ${spec.key} ${change.spec === spec ? 'below what falls' : 'above what rises'}.`
      : instead,
  }
}

interface Named {
  readonly subject: string
  readonly symbols: Symbols
}

function faultOf(
  { spec, limited: [member] }: Limit,
  { sum, most, atLast }: Standing & { readonly atLast: bigint },
  { subject, symbols }: Named,
): Fault {
  const show = (value: bigint) => displayValue(spec.unit, value, symbols)
  return [
    `the ${member?.key ?? ''} of all together would be ${show(sum)}, above ${subject} ${spec.key} ${show(most)}`,
    `Keep the sum at or below ${formatValue(spec.unit, atLast, symbols)}, or raise ${subject} ${spec.key} as well.`,
  ]
}

/** What is wrong where the parameter of that key is to limit that sum. */
export function limitFault(key: string, standing: Standing, named: Named): Fault | undefined {
  const limit = limits.find(({ spec }) => spec.key === key)
  if (limit === undefined || standing.sum <= standing.most) return undefined
  return faultOf(limit, { ...standing, atLast: standing.most }, named)
}

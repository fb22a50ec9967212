import type { AddressBook } from './addressBook.ts'
import { ceilDiv, decayUp, RAY } from './auctionMath.ts'
import { type ParameterSet, parameterId } from './parameter.ts'
import type { ParameterChange, Problem } from './proposal.ts'
import type { Scope } from './scopes.ts'
import { displayValue, formatValue, type Symbols } from './value.ts'

/** What is wrong with some values together, and what to write instead. */
export type Fault = readonly [message: string, instead: string]

/** A rule that a contract holds the stored values of one subject to. */
export interface ValueRule<Key extends string = string> {
  readonly scope: Scope
  /** A problem points to the first of them that changes. */
  readonly keys: readonly Key[]
  readonly faultOf: (values: Readonly<Record<Key, bigint>>, symbols: Symbols) => Fault | undefined
}

const whole = 10_000n

const ruleOf = <Key extends string>(rule: ValueRule<Key>): ValueRule => rule

const percent = (value: bigint, symbols: Symbols): string => displayValue('bps', value, symbols)

/** A lot that stops selling above what it is worth sells nothing, however long it stands (IAuctionParameters). */
const auctionFloors = ruleOf({
  scope: 'market',
  keys: ['auctionFloor', 'auctionBuffer'],
  faultOf({ auctionFloor, auctionBuffer }, symbols) {
    if (auctionBuffer * auctionFloor <= whole * whole) return undefined
    const most = formatValue('bps', (whole * whole) / auctionBuffer, symbols)
    return [
      `a lot that starts at ${percent(auctionBuffer, symbols)} of the price stops selling at ${percent(auctionFloor, symbols)} of that, above what it is worth`,
      `Keep the auctionFloor at or below ${most}, or lower the auctionBuffer.`,
    ]
  },
})

/** Before its tail ends a lot must be able to fall to what it is worth (IAuctionParameters). */
const auctionTails = ruleOf({
  scope: 'market',
  keys: ['auctionTail', 'auctionCut', 'auctionStep', 'auctionBuffer'],
  faultOf({ auctionTail, auctionCut, auctionStep, auctionBuffer }, symbols) {
    if (auctionStep === 0n) return neverSet
    const steps = auctionTail / auctionStep
    if (ceilDiv(auctionBuffer * decayUp(auctionCut, steps), RAY) <= whole) return undefined
    return [
      `a lot that starts at ${percent(auctionBuffer, symbols)} of the price does not fall to what it is worth within its ${steps} steps`,
      'Write a lower auctionCut, auctionStep or auctionBuffer, or a longer auctionTail.',
    ]
  },
})

const neverSet: Fault = [
  'its auctions were never set up, so that there is no step in which a price could fall',
  'Set all terms of its auctions together.',
]

/** Nobody can be given more of the surplus than there is (IBackstop). */
const shares = ruleOf({
  scope: 'derivative',
  keys: ['insuranceShare', 'poolShare'],
  faultOf({ poolShare, insuranceShare }, symbols) {
    if (poolShare + insuranceShare <= whole) return undefined
    return [
      `a poolShare of ${percent(poolShare, symbols)} and an insuranceShare of ${percent(insuranceShare, symbols)} are more than all of the surplus`,
      'Write shares of at most 100% together.',
    ]
  },
})

/** Every rule across the values of one subject, for drafts and for deployments. */
export const valueRules: readonly ValueRule[] = [auctionFloors, auctionTails, shares]

/** What is wrong with the values of one subject; nothing where one of them is not known. */
export function faultUnder(
  { keys, faultOf }: ValueRule,
  knownOf: (key: string) => bigint | undefined,
  symbols: Symbols,
): Fault | undefined {
  const values: Record<string, bigint> = {}
  for (const key of keys) {
    const value = knownOf(key)
    if (value === undefined) return undefined
    values[key] = value
  }
  return faultOf(values, symbols)
}

/** Every rule across the values of one subject that its contract would refuse, judged on what would be stored. */
export function valueProblems(
  changes: readonly ParameterChange[],
  current: ParameterSet,
  book: AddressBook,
): readonly Problem[] {
  return valueRules.flatMap((rule) => {
    const touching = changes.filter(
      ({ spec }) => spec.scope === rule.scope && rule.keys.includes(spec.key),
    )
    const subjects = [...new Set(touching.map(({ subject }) => subject))]
    return subjects.flatMap((subject) => {
      const own = touching.filter((change) => change.subject === subject)
      return problemOf(rule, { subject, own, current, book }) ?? []
    })
  })
}

interface Judging {
  readonly subject: string
  readonly own: readonly ParameterChange[]
  readonly current: ParameterSet
  readonly book: AddressBook
}

function problemOf(rule: ValueRule, { subject, own, current, book }: Judging): Problem | undefined {
  const changeOf = (key: string) => own.find(({ spec }) => spec.key === key)
  const knownOf = (key: string) =>
    changeOf(key)?.after ?? current.values.get(parameterId(subject, key))?.stored
  const fault = faultUnder(rule, knownOf, book)
  const culprit = rule.keys.map(changeOf).find((change) => change !== undefined)
  if (fault === undefined || culprit === undefined) return undefined
  return { place: culprit.place, message: `${subject}: ${fault[0]}`, instead: fault[1] }
}

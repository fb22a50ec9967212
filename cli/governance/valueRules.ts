import type { AddressBook } from './addressBook.ts'
import { brokenAuctionRule } from './liquidationTerms.ts'
import { type ParameterSet, parameterId } from './parameter.ts'
import type { ParameterChange, Problem } from './proposal.ts'
import type { Scope } from './scopes.ts'
import { displayValue, formatValue, type Symbols } from './value.ts'

/** What is wrong with some values together, and what to write instead. */
type Fault = readonly [message: string, instead: string]

/** A rule that a contract holds the stored values of one subject to. */
interface ValueRule<Key extends string = string> {
  readonly scope: Scope
  /** A problem points to the first of them that changes. */
  readonly keys: readonly Key[]
  readonly faultOf: (values: Readonly<Record<Key, bigint>>, symbols: Symbols) => Fault | undefined
}

const whole = 10_000n

const ruleOf = <Key extends string>(rule: ValueRule<Key>): ValueRule => rule

/** A lot that stops selling above what it is worth sells nothing, however long it stands (IAuctionParameters). */
const auctions = ruleOf({
  scope: 'market',
  keys: ['auctionFloor', 'auctionTail', 'auctionCut', 'auctionStep', 'auctionBuffer'],
  faultOf(terms, symbols) {
    const { auctionFloor, auctionTail, auctionStep, auctionBuffer } = terms
    const rule = brokenAuctionRule(terms)
    const percent = (value: bigint) => displayValue('bps', value, symbols)
    const start = percent(auctionBuffer)
    if (rule === 'floorTooHigh') {
      const most = formatValue('bps', (whole * whole) / auctionBuffer, symbols)
      return [
        `a lot that starts at ${start} of the price stops selling at ${percent(auctionFloor)} of that, above what it is worth`,
        `Keep the auctionFloor at or below ${most}, or lower the auctionBuffer.`,
      ]
    }
    if (rule === 'tooSlow') {
      const steps = auctionTail / auctionStep
      return [
        `a lot that starts at ${start} of the price does not fall to what it is worth within its ${steps} steps`,
        'Write a lower auctionCut, auctionStep or auctionBuffer, or a longer auctionTail.',
      ]
    }
    return undefined
  },
})

/** Nobody can be given more of the surplus than there is (IBackstop). */
const shares = ruleOf({
  scope: 'derivative',
  keys: ['poolShare', 'insuranceShare'],
  faultOf({ poolShare, insuranceShare }, symbols) {
    if (poolShare + insuranceShare <= whole) return undefined
    const percent = (value: bigint) => displayValue('bps', value, symbols)
    return [
      `a poolShare of ${percent(poolShare)} and an insuranceShare of ${percent(insuranceShare)} are more than all of the surplus`,
      'Write shares of at most 100% together.',
    ]
  },
})

const rules: readonly ValueRule[] = [auctions, shares]

/** Every rule across the values of one subject that its contract would refuse, judged on what would be stored. */
export function valueProblems(
  changes: readonly ParameterChange[],
  current: ParameterSet,
  book: AddressBook,
): readonly Problem[] {
  return rules.flatMap((rule) => {
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

function problemOf(
  { keys, faultOf }: ValueRule,
  { subject, own, current, book }: Judging,
): Problem | undefined {
  const values: Record<string, bigint> = {}
  for (const key of keys) {
    const change = own.find(({ spec }) => spec.key === key)
    const value = change?.after ?? current.values.get(parameterId(subject, key))?.stored
    if (value === undefined) return undefined
    values[key] = value
  }
  const fault = faultOf(values, book)
  const culprit = keys
    .map((key) => own.find(({ spec }) => spec.key === key))
    .find((change) => change !== undefined)
  if (fault === undefined || culprit === undefined) return undefined
  return { place: culprit.place, message: `${subject}: ${fault[0]}`, instead: fault[1] }
}

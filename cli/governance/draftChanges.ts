import type { z } from 'zod'
import { excerpt, UnitError } from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import { catalogue, specByKey, specsOf, subjectsOf } from './catalogue.ts'
import type { changeSchema } from './draftSchema.ts'
import { chooseFrom } from './nearest.ts'
import { type ParameterSpec, parameterId, type Scope, type Unit } from './parameter.ts'
import type { DraftChange, Place } from './proposal.ts'
import { displayValue, formatValue, parseValue, type Symbols } from './value.ts'

type RawChange = z.infer<typeof changeSchema>

/** Where the fields of one change stand. */
export type FieldPlaces = (field?: string) => Place

/** Takes down one problem. */
export type Refuse = (place: Place, message: string, instead: string) => void

/** A value of a unit, or undefined and a problem that says what to write. */
export function readValue(
  input: { readonly unit: Unit; readonly text: string; readonly place: Place },
  symbols: Symbols,
  refuse: Refuse,
): bigint | undefined {
  try {
    return parseValue(input.unit, input.text, symbols)
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    refuse(input.place, error.message, error.nextStep)
    return undefined
  }
}

interface Subject {
  readonly scope: Scope
  readonly name: string
}

function readSubject(
  raw: RawChange,
  book: AddressBook,
  at: FieldPlaces,
  refuse: Refuse,
): Subject | undefined {
  const given = (['market', 'feed', 'governance'] as const).filter((key) => raw[key] !== undefined)
  const [kind, ...others] = given
  if (kind === undefined) {
    refuse(
      at(),
      'The change does not say what it changes',
      'Add market: WETH-A, or feed:, or governance:.',
    )
    return undefined
  }
  if (others.length > 0) {
    refuse(
      at(others[0]),
      `The change names a ${given.join(' and a ')}`,
      'Write one change for each.',
    )
    return undefined
  }
  const name = raw[kind] ?? ''
  const known = kind === 'governance' ? ['governor', 'timelock'] : subjectsOf(kind, book)
  if (!known.includes(name)) {
    refuse(at(kind), `There is no ${kind} "${excerpt(name)}"`, chooseFrom(name, known))
    return undefined
  }
  return { scope: kind === 'governance' ? (name as Scope) : kind, name }
}

const scopeWords: Readonly<Record<Scope, string>> = {
  market: 'a market',
  feed: 'a feed',
  governor: 'the governor',
  timelock: 'the timelock',
}

function readSpec(
  key: string,
  subject: Subject,
  at: FieldPlaces,
  refuse: Refuse,
): ParameterSpec | undefined {
  const spec = specByKey(subject.scope, key)
  if (spec !== undefined) return spec
  const elsewhere = catalogue.find((candidate) => candidate.key === key)
  const message =
    elsewhere === undefined
      ? `${subject.name} has no parameter "${excerpt(key)}"`
      : `${key} is a parameter of ${scopeWords[elsewhere.scope]}, not of ${subject.name}`
  const known = specsOf(subject.scope).map((candidate) => candidate.key)
  refuse(at('parameter'), message, chooseFrom(key, known))
  return undefined
}

/** A problem if the value is outside of the parameter's bounds; both bounds in the parameter's own unit. */
function refuseOutOfBounds(
  change: { readonly spec: ParameterSpec; readonly value: bigint; readonly subject: string },
  symbols: Symbols,
  refuse: (message: string, instead: string) => void,
): void {
  const { spec, value, subject } = change
  if (value >= spec.min && value <= spec.max) return
  const side = value < spec.min ? 'below the least' : 'above the most'
  const shown = displayValue(spec.unit, value, symbols)
  refuse(
    `${subject} ${spec.key} ${shown} is ${side} that is allowed`,
    `Write a value from ${formatValue(spec.unit, spec.min, symbols)} to ${formatValue(spec.unit, spec.max, symbols)}.`,
  )
}

/** One change understood, or undefined and every problem in it. */
export function readChange(
  raw: RawChange,
  book: AddressBook,
  at: FieldPlaces,
  refuse: Refuse,
): DraftChange | undefined {
  const subject = readSubject(raw, book, at, refuse)
  const spec = subject && readSpec(raw.parameter, subject, at, refuse)
  if (subject === undefined || spec === undefined) return undefined
  const read = (field: 'to' | 'expect'): bigint | undefined => {
    const text = raw[field]
    if (text === undefined) return undefined
    return readValue({ unit: spec.unit, text: String(text), place: at(field) }, book, refuse)
  }
  const value = read('to')
  const expect = read('expect')
  if (value === undefined) return undefined
  refuseOutOfBounds({ spec, value, subject: subject.name }, book, (message, instead) =>
    refuse(at('to'), message, instead),
  )
  const change = { spec, subject: subject.name, value, place: at() }
  return expect === undefined ? change : { ...change, expect }
}

/** The changes without the repeated ones; each repetition is a problem that points to the first. */
export function dropDuplicates(
  changes: readonly DraftChange[],
  refuse: Refuse,
): readonly DraftChange[] {
  const first = new Map<string, DraftChange>()
  for (const change of changes) {
    const id = parameterId(change.subject, change.spec.key)
    const earlier = first.get(id)
    if (earlier === undefined) first.set(id, change)
    else {
      refuse(
        change.place,
        `${change.subject} ${change.spec.key} is changed twice`,
        `Keep one of them; the first is on line ${earlier.place.line}.`,
      )
    }
  }
  return [...first.values()]
}

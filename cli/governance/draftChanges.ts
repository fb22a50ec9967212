import type { z } from 'zod'
import { printable } from '../shared/format.ts'
import { excerpt, UnitError } from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import { catalogue, hasParameter, type Lack, lackOf, specByKey, specsOf } from './catalogue.ts'
import type { changeSchema } from './draftSchema.ts'
import { chooseFrom } from './nearest.ts'
import { type ParameterId, type ParameterSpec, parameterId, type Unit } from './parameter.ts'
import type { DraftChange, Place } from './proposal.ts'
import {
  type Scope,
  scopesOfField,
  scopeWords,
  subjectFields,
  subjectsOf,
  type Trait,
} from './scopes.ts'
import type { SoundPart } from './soundPart.ts'
import { displayValue, formatValue, parseValue, type Symbols } from './value.ts'

type RawChange = SoundPart<z.infer<typeof changeSchema>>

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
  const { fields, isWhole } = raw
  const given = subjectFields.filter((key) => fields[key] !== undefined)
  const [field, ...others] = given
  if (field === undefined) {
    if (!isWhole) return undefined
    const [first, ...rest] = subjectFields
    refuse(
      at(),
      'The change does not say what it changes',
      `Add ${first}: WETH-A, or one of: ${rest.map((name) => `${name}:`).join(', ')}.`,
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
  const name = fields[field] ?? ''
  const named = scopesOfField(field).map((scope) => ({ scope, names: subjectsOf(scope, book) }))
  const found = named.find(({ names }) => names.includes(name))
  if (found !== undefined) return { scope: found.scope, name }
  const known = named.flatMap(({ names }) => names)
  const instead =
    known.length === 0 ? 'This deployment has none: name something else.' : chooseFrom(name, known)
  refuse(at(field), `There is no ${field} "${excerpt(printable(name))}"`, instead)
  return undefined
}

/** What a subject is not, and which one has the parameter. */
const traitWords: Readonly<Record<Trait, readonly [isNot: string, has: string]>> = {
  rated: ['has no rate source', 'a feed of a token that bears yield'],
  absorbing: ['liquidates nothing', 'a stability pool'],
}

const lackWords = (lack: Lack): readonly [isNot: string, has: string] =>
  lack.kind === 'trait'
    ? traitWords[lack.trait]
    : [`is of a deployment without ${lack.contract}`, 'a network that has it']

function readSpec(
  { key, book }: { readonly key: string; readonly book: AddressBook },
  subject: Subject,
  at: FieldPlaces,
  refuse: Refuse,
): ParameterSpec | undefined {
  const spec = specByKey(subject.scope, key)
  const lack = spec && lackOf(spec, subject.name, book)
  if (spec !== undefined && lack === undefined) return spec
  const known = specsOf(subject.scope)
    .filter((candidate) => hasParameter(candidate, subject.name, book))
    .map((candidate) => candidate.key)
  const elsewhere = catalogue.find((candidate) => candidate.key === key)
  if (lack !== undefined) {
    const [isNot, has] = lackWords(lack)
    refuse(
      at('parameter'),
      `${subject.name} ${isNot}, so it has no ${key}`,
      `Use one of: ${known.join(', ')}; or name ${has}.`,
    )
  } else if (elsewhere === undefined) {
    refuse(
      at('parameter'),
      `${subject.name} has no parameter "${excerpt(printable(key))}"`,
      chooseFrom(key, known),
    )
  } else {
    const owner = scopeWords(elsewhere.scope)
    refuse(
      at('parameter'),
      `${key} is a parameter of ${owner}, not of ${subject.name}`,
      `Name ${owner} in that change, or use one of: ${known.join(', ')}.`,
    )
  }
  return undefined
}

/** Whether the value is within the parameter's bounds; if not, a problem with both of them in the parameter's own unit. */
export function isWithinBounds(
  change: {
    readonly spec: Pick<ParameterSpec, 'key' | 'unit' | 'min' | 'max'>
    readonly value: bigint
    readonly subject: string
  },
  symbols: Symbols,
  refuse: (message: string, instead: string) => void,
): boolean {
  const { spec, value, subject } = change
  if (value >= spec.min && value <= spec.max) return true
  const side = value < spec.min ? 'below the least' : 'above the most'
  const shown = displayValue(spec.unit, value, symbols)
  refuse(
    `${subject} ${spec.key} ${shown} is ${side} that is allowed`,
    `Write a value from ${formatValue(spec.unit, spec.min, symbols)} to ${formatValue(spec.unit, spec.max, symbols)}.`,
  )
  return false
}

/** What a change is about, and the change itself if all of it is sound. */
export interface ReadChange {
  readonly id: ParameterId
  readonly place: Place
  readonly change?: DraftChange
}

/** One change understood as far as it is sound, and every problem in it. */
export function readChange(
  raw: RawChange,
  book: AddressBook,
  at: FieldPlaces,
  refuse: Refuse,
): ReadChange | undefined {
  const { parameter } = raw.fields
  const subject = readSubject(raw, book, at, refuse)
  if (subject === undefined || parameter === undefined) return undefined
  const spec = readSpec({ key: parameter, book }, subject, at, refuse)
  if (spec === undefined) return undefined
  const named = { id: parameterId(subject.name, spec.key), place: at() }
  const read = (field: 'to' | 'expect'): bigint | undefined => {
    const text = raw.fields[field]
    if (text === undefined) return undefined
    return readValue({ unit: spec.unit, text: String(text), place: at(field) }, book, refuse)
  }
  const value = read('to')
  const expect = read('expect')
  if (value === undefined) return named
  const change = { spec, subject: subject.name, value, place: at() }
  const isInside = isWithinBounds(change, book, (message, instead) =>
    refuse(at('to'), message, instead),
  )
  if (!isInside || !raw.isWhole) return named
  return { ...named, change: expect === undefined ? change : { ...change, expect } }
}

/** The sound changes without the repeated ones; each repetition is a problem that points to the first. */
export function dropDuplicates(
  changes: readonly ReadChange[],
  refuse: Refuse,
): readonly DraftChange[] {
  const first = new Map<ParameterId, ReadChange>()
  for (const entry of changes) {
    const earlier = first.get(entry.id)
    if (earlier === undefined) first.set(entry.id, entry)
    else {
      refuse(
        entry.place,
        `${entry.id.replace('.', ' ')} is changed twice`,
        `Keep one of them; the first is on line ${earlier.place.line}.`,
      )
    }
  }
  return [...first.values()].flatMap((entry) => entry.change ?? [])
}

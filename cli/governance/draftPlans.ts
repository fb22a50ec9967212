import { type Document, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import { printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import { knownSpec } from './catalogue.ts'
import { draftSchema } from './draftSchema.ts'
import { type ParameterSet, type ParameterSpec, parameterId } from './parameter.ts'
import { fieldOf, subjectFields } from './scopes.ts'
import { formatValue } from './value.ts'
import { entryOf, putBeside, putField, putInline, putLiteral, type Splice } from './yamlEdits.ts'
import { appendEntry, entryLines, type NewEntry, removeEntry } from './yamlListEdits.ts'
import { type Intended, type Meaning, textMeaning } from './yamlMeaning.ts'
import { writeInline, writeLiteral } from './yamlText.ts'

/** Which change of a draft. */
export interface ChangeRef {
  readonly subject: string
  readonly parameter: string
  /** Its place in the list, where two entries name the same parameter. */
  readonly index?: number
}

type TextKey = 'title' | 'summary' | 'discussion'

/** An edit that needs neither names nor values of the chain. */
export interface TextEdit {
  readonly kind: TextKey
  readonly to: string
}

/** An edit of one change. */
export type ChangeEdit =
  /** `to` in human units, as typed. A change that is not there yet is added. */
  | (ChangeRef & { readonly kind: 'set'; readonly to: string })
  /** At its present value: whoever adds a change types its value next. */
  | (ChangeRef & { readonly kind: 'add' })
  /** Takes what the chain has now as the expectation. */
  | (ChangeRef & { readonly kind: 'expect' })
  | (ChangeRef & { readonly kind: 'remove' })

/** One edit of a draft's text. */
export type DraftEdit = TextEdit | ChangeEdit

/** What names and expectations are taken from. */
export interface DraftWorld {
  readonly book: AddressBook
  readonly current: ParameterSet
}

export const isTextEdit = (edit: DraftEdit): edit is TextEdit => !('subject' in edit)

/** A text and what it says. */
export interface Page {
  readonly text: string
  readonly document: Document.Parsed
}

/** A way to write an edit, and what the file says then. */
export interface Way {
  readonly splices: readonly Splice[] | undefined
  readonly intended: Intended
}

/** An edit that makes no sense for this file. */
export class EditRefused extends Error {}

/** Gives names and values of the chain to the edits that need them: a change that is added, and an expectation. */
export type WorldGiver = () => DraftWorld

/** Every way to write an edit of a text, the best first. */
export const textWays = (page: Page, { kind, to }: TextEdit): readonly Way[] =>
  kind === 'summary'
    ? summaryWays(page, to.replace(/\r\n?/g, '\n').trim())
    : [inlineField(page, kind, to.trim())]

/** The way to write an edit of a change. @throws EditRefused */
export function changeWays(page: Page, edit: ChangeEdit, world: WorldGiver): readonly Way[] {
  switch (edit.kind) {
    case 'set':
      return [settingWay(page, edit, world)]
    case 'add':
      return [additionWay(page, edit, world)]
    case 'expect':
      return [expectationWay(page, edit, world)]
    case 'remove':
      return [removalWay(page, edit)]
  }
}

const rootOf = ({ document }: Page): YAMLMap | null =>
  isMap(document.contents) ? document.contents : null

const fieldOrder = Object.keys(draftSchema.shape)
const fieldsBefore = (key: string): readonly string[] =>
  fieldOrder.slice(0, fieldOrder.indexOf(key))

const addField = (
  page: Page,
  key: string,
  lines: readonly string[],
): readonly Splice[] | undefined => {
  const splice = putField(page.text, rootOf(page), lines, fieldsBefore(key))
  return splice && [splice]
}

function inlineField(page: Page, key: TextKey, to: string): Way {
  const pair = entryOf(rootOf(page), key)
  const written = writeInline(to, { style: 'plain', isInFlow: false, mayBeNumber: false })
  return {
    splices: pair
      ? putInline(page.text, pair, to, {})
      : addField(page, key, [`${key}: ${written}`]),
    intended: { path: [key], value: textMeaning(to) },
  }
}

/** Below a `|`, which ends in a line break that nobody typed; in quotes where no `|` can stand. */
function summaryWays(page: Page, to: string): readonly Way[] {
  const key = 'summary'
  const inQuotes = inlineField(page, key, to)
  const literal = writeLiteral(to)
  if (literal === undefined) return [inQuotes]
  const pair = entryOf(rootOf(page), key)
  const splices = pair
    ? putLiteral(page.text, pair, to)
    : addField(page, key, [`${key}: ${literal.header}`, ...literal.lines])
  return [{ splices, intended: { path: [key], value: textMeaning(`${to}\n`) } }, inQuotes]
}

interface FoundChange {
  readonly index: number
  readonly map: YAMLMap
}

const scalarText = (map: YAMLMap, key: string): string | undefined => {
  const value = entryOf(map, key)?.value
  return isScalar(value) && value.value !== null ? String(value.value) : undefined
}

/** What an entry of `changes` is about, as far as it says so. */
export const namesOf = (
  entry: unknown,
): { readonly subject: string; readonly parameter: string } => {
  if (!isMap(entry)) return { subject: '', parameter: '' }
  const subject = subjectFields
    .map((key) => scalarText(entry, key))
    .find((name) => name !== undefined)
  return { subject: subject ?? '', parameter: scalarText(entry, 'parameter') ?? '' }
}

function findChange(
  pair: Pair | undefined,
  { subject, parameter, index }: ChangeRef,
): FoundChange | undefined {
  const items = isSeq(pair?.value) ? pair.value.items : []
  const fits = (item: unknown): boolean => {
    const names = namesOf(item)
    return names.subject === subject && names.parameter === parameter
  }
  const at = index !== undefined && fits(items[index]) ? index : items.findIndex(fits)
  const map = items[at]
  return isMap(map) ? { index: at, map } : undefined
}

const changesOf = (page: Page): Pair | undefined => entryOf(rootOf(page), 'changes')

function settingWay(page: Page, edit: ChangeRef & { readonly to: string }, world: WorldGiver): Way {
  const to = edit.to.trim()
  const pair = changesOf(page)
  const found = findChange(pair, edit)
  if (found !== undefined)
    return fieldOfChange(page, found, { key: 'to', beside: 'parameter', value: to })
  const count = isSeq(pair?.value) ? pair.value.items.length : 0
  return addedChange(page, pair, { entry: newEntry(edit, to, world()), count })
}

function additionWay(page: Page, edit: ChangeRef, giveWorld: WorldGiver): Way {
  if (findChange(changesOf(page), edit) !== undefined) {
    throw new EditRefused(`The draft changes ${edit.subject} ${edit.parameter} already.`)
  }
  const world = giveWorld()
  const { spec, stored } = knownParameter(edit, world)
  return settingWay(page, { ...edit, to: formatValue(spec.unit, stored, world.book) }, giveWorld)
}

/** A field of a change that is there. */
function fieldOfChange(
  { text }: Page,
  { index, map }: FoundChange,
  { key, beside, value }: { readonly key: string; readonly beside: string; readonly value: string },
): Way {
  const pair = entryOf(map, key)
  return {
    splices: pair
      ? putInline(text, pair, value, { isInFlow: map.flow === true, mayBeNumber: true })
      : putBeside(text, map, beside, [key, value]),
    intended: { path: ['changes', index, key], value: textMeaning(value) },
  }
}

function addedChange(
  page: Page,
  pair: Pair | undefined,
  { entry, count }: { readonly entry: NewEntry; readonly count: number },
): Way {
  const value: Meaning = {
    map: entry.fields.map(([key, text]) => [key, textMeaning(text)] as const),
  }
  return {
    splices: pair
      ? appendEntry(page.text, pair, entry)
      : addField(page, 'changes', ['changes:', ...entryLines(entry, { dash: 2, inner: 2 })]),
    intended: { path: ['changes', count], value },
  }
}

function newEntry({ subject, parameter }: ChangeRef, to: string, world: DraftWorld): NewEntry {
  const { spec, stored } = knownParameter({ subject, parameter }, world)
  return {
    comment: `${spec.label}: ${spec.summary}`,
    fields: [
      [fieldOf(spec.scope), subject],
      ['parameter', parameter],
      ['to', to],
      ['expect', formatValue(spec.unit, stored, world.book)],
    ],
  }
}

/** @throws EditRefused */
function knownParameter(
  { subject, parameter }: ChangeRef,
  { book, current }: DraftWorld,
): { readonly spec: ParameterSpec; readonly stored: bigint } {
  const spec = knownSpec(subject, parameter, book)
  const stored = current.values.get(parameterId(subject, parameter))?.stored
  if (spec === undefined || stored === undefined) {
    const name = excerpt(printable(`${subject} ${parameter}`))
    throw new EditRefused(`There is no parameter ${name}: choose one from the list.`)
  }
  return { spec, stored }
}

function expectationWay(page: Page, edit: ChangeRef, giveWorld: WorldGiver): Way {
  const found = requireChange(page, edit)
  const world = giveWorld()
  const { spec, stored } = knownParameter(edit, world)
  const value = formatValue(spec.unit, stored, world.book)
  return fieldOfChange(page, found, { key: 'expect', beside: 'to', value })
}

function removalWay(page: Page, edit: ChangeRef): Way {
  const { index } = requireChange(page, edit)
  const pair = changesOf(page)
  return {
    splices: pair && removeEntry(page.text, pair, index),
    intended: { path: ['changes', index], value: undefined },
  }
}

function requireChange(page: Page, edit: ChangeRef): FoundChange {
  const found = findChange(changesOf(page), edit)
  if (found !== undefined) return found
  throw new EditRefused(
    `The draft does not change ${excerpt(printable(`${edit.subject} ${edit.parameter}`))}.`,
  )
}

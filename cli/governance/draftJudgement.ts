import { knownSpec } from './catalogue.ts'
import { diffParameters, directionOf } from './changes.ts'
import { parseDraft } from './draft.ts'
import type { DraftWorld } from './draftPlans.ts'
import { type DraftReading, placedRows, readDraftText, type WrittenRow } from './draftReading.ts'
import { summaryOf, titleOf } from './draftWords.ts'
import { type ParameterSpec, type ParameterValue, parameterId } from './parameter.ts'
import { inOrder } from './problemText.ts'
import type { ParameterChange, Problem, ProposalSource, RiskSettings } from './proposal.ts'
import { displayMost, displayValue, parseValue, type Symbols } from './value.ts'
import { readYaml } from './yamlSource.ts'

/** A change of a draft and what is to be said about it. */
export interface DraftRow extends WrittenRow {
  /** Absent for a parameter that nobody knows. */
  readonly known?: KnownRow
  /** Why it is refused, and what to write instead. */
  readonly problems: readonly Problem[]
}

/** What is known of a row's parameter. Values as people read them. */
export interface KnownRow {
  readonly label: string
  readonly summary: string
  /** The stored value, and the one that counts now where it is another. */
  readonly before: string
  readonly effective?: string
  /** Absent where the text is no value. */
  readonly after?: string
  readonly min: string
  readonly max: string
  /** Where values stand between the bounds, 0 to 1; absent where the bounds are far beyond every value. */
  readonly at?: { readonly before: number; readonly after?: number }
  readonly direction?: 'tighter' | 'looser' | 'neither' | 'same'
  /** The file expects another value than the chain has. */
  readonly isStale: boolean
}

/** Everything that can be said of a draft without executing it. */
export interface DraftJudgement extends Omit<DraftReading, 'rows'> {
  readonly rows: readonly DraftRow[]
  /** Of the whole file, with lines; the rows' own are among them. */
  readonly problems: readonly Problem[]
  /** What the texts would be if nobody wrote any; absent while nothing sound changes. */
  readonly suggested?: { readonly title: string; readonly summary: string }
}

/** A judgement and the sound changes that it found. */
export interface Judged {
  readonly judgement: DraftJudgement
  readonly changes: readonly ParameterChange[]
}

/** Stages 2 to 4 on a text that is being written: what `check` says before it executes anything, row by row. */
export function judgeDraftText(
  source: ProposalSource,
  world: DraftWorld & { readonly risk: RiskSettings },
): Judged {
  const { book, current, risk } = world
  const draft = parseDraft(source, book, risk)
  const diff = diffParameters(draft.value, current, book)
  const isWritten = hasTexts(source.text, diff.value.length > 0)
  const problems = inOrder([...draft.problems, ...diff.problems]).filter(isWritten)
  const reading = readDraftText(source.text)
  const placed = reading.isReadable ? placedRows(source.text) : []
  const judgement: DraftJudgement = {
    ...reading,
    rows: placed.map(({ row, has }) => rowOf(row, problems.filter(has), world)),
    problems,
    ...(diff.value.length === 0
      ? {}
      : { suggested: { title: titleOf(diff.value, book), summary: summaryOf(diff.value, book) } }),
  }
  return { judgement, changes: diff.value }
}

/** A title and a summary that nobody wrote are made of the changes, if there are any: they are not missing. */
function hasTexts(text: string, isMade: boolean): (problem: Problem) => boolean {
  if (!isMade) return () => true
  const yaml = readYaml(text, () => true)
  const plain = (yaml.plain ?? {}) as Readonly<Record<string, unknown>>
  const empty = ['title', 'summary']
    .filter((key) => typeof plain[key] === 'string' && plain[key].trim() === '')
    .map((key) => yaml.placeOf([key]))
  return ({ place }) =>
    !empty.some(({ line, column }) => line === place.line && column === place.column)
}

function rowOf(row: WrittenRow, problems: readonly Problem[], world: DraftWorld): DraftRow {
  const { subject, parameter } = row
  const spec = knownSpec(subject, parameter, world.book)
  const value = world.current.values.get(parameterId(subject, parameter))
  const known = spec && value && knownRow(row, { spec, value }, world.book)
  return { ...row, problems, ...(known === undefined ? {} : { known }) }
}

const directions = {
  tightens: 'tighter',
  relaxes: 'looser',
  neutral: 'neither',
  unchanged: 'same',
} as const

function knownRow(
  { to, expect }: WrittenRow,
  { spec, value }: { readonly spec: ParameterSpec; readonly value: ParameterValue },
  symbols: Symbols,
): KnownRow {
  const { unit, min, max } = spec
  const show = (amount: bigint) => displayValue(unit, amount, symbols)
  const after = valueOr(spec, to, symbols)
  const expected = expect === undefined ? undefined : valueOr(spec, expect, symbols)
  const at = placesOf(spec, value.stored, after)
  return {
    label: spec.label,
    summary: spec.summary,
    before: show(value.stored),
    ...(value.effective === value.stored ? {} : { effective: show(value.effective) }),
    ...(after === undefined
      ? {}
      : { after: show(after), direction: directions[directionOf(spec, value, after)] }),
    min: show(min),
    max: displayMost(unit, max, symbols),
    ...(at === undefined ? {} : { at }),
    isStale: expected !== undefined && expected !== value.stored,
  }
}

function valueOr(spec: ParameterSpec, text: string, symbols: Symbols): bigint | undefined {
  try {
    return parseValue(spec.unit, text, symbols)
  } catch {
    return undefined
  }
}

/** Below this a value cannot be told from the bound. */
const LEAST_SHARE = 0.001

function placesOf(
  { min, max }: ParameterSpec,
  before: bigint,
  after: bigint | undefined,
): KnownRow['at'] {
  const place = (value: bigint) => Number(value - min) / Number(max - min)
  const places = [before, ...(after === undefined ? [] : [after])].map(place)
  if (max === min || places.every((one) => Math.abs(one) < LEAST_SHARE)) return undefined
  return { before: place(before), ...(after === undefined ? {} : { after: place(after) }) }
}

import { isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml'
import { listOf } from '../shared/format.ts'
import { namesOf } from './draftPlans.ts'
import type { Problem } from './proposal.ts'
import { entryOf } from './yamlEdits.ts'
import { listIn, textIn } from './yamlFields.ts'
import { readYaml } from './yamlSource.ts'

/** A change as it stands in a text. */
export interface WrittenRow {
  /** Its place in the list. */
  readonly index: number
  /** As the file names them; empty where it does not. */
  readonly subject: string
  readonly parameter: string
  /** As the file has it. */
  readonly to: string
  readonly expect?: string
}

/** What a draft's text says, whatever the chain has: all of it can be edited without asking anybody. */
export interface DraftReading {
  readonly title: string
  readonly summary: string
  readonly discussion: string
  readonly rows: readonly WrittenRow[]
  /** How many raw calls it has: they are kept, and edited in a text editor. */
  readonly callCount: number
  /** Whether the text can be understood at all: otherwise nothing can be edited. */
  readonly isReadable: boolean
  /** Why it cannot be understood, or what in it is no plain YAML. */
  readonly problems: readonly Problem[]
}

/** Reads a draft's text as far as it can be understood. */
export function readDraftText(text: string): DraftReading {
  const yaml = readYaml(text, () => true)
  const texts = {
    title: textIn(yaml, 'title'),
    summary: textIn(yaml, 'summary'),
    discussion: textIn(yaml, 'discussion'),
  }
  const isReadable = yaml.plain !== undefined || yaml.problems.length === 0
  const rows = isReadable ? placedRows(text).map(({ row }) => row) : []
  const { problems } = yaml
  return { ...texts, rows, callCount: listIn(yaml, 'calls').length, isReadable, problems }
}

/** One of these begins a proposal; a file that has none of them is something else. */
const firstFields = ['title', 'summary', 'changes', 'calls'] as const

/** Why a text is no proposal, however unfinished; undefined if it may be one, or cannot be understood. */
export function whyNoProposal(text: string): string | undefined {
  const { plain, problems } = readYaml(text, () => true)
  if (plain === undefined && problems.length > 0) return undefined
  if (plain === undefined || plain === null) return 'it is empty'
  if (typeof plain !== 'object' || Array.isArray(plain)) return 'it has no fields'
  return firstFields.some((key) => key in plain)
    ? undefined
    : `it has none of the fields ${listOf(firstFields)}`
}

/** The title alone; empty where none can be read. */
export const titleIn = (text: string): string =>
  textIn(
    readYaml(text, () => false),
    'title',
  )

/** A change and where it stands. */
export interface PlacedRow {
  readonly row: WrittenRow
  /** Whether a problem stands within it. */
  readonly has: (problem: Problem) => boolean
}

/** The entries of `changes` as they stand in a text that can be understood. */
export function placedRows(text: string): readonly PlacedRow[] {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines, uniqueKeys: false })
  const list = entryOf(contents, 'changes')?.value
  if (!isSeq(list)) return []
  const starts = list.items.map((item) => (isNode(item) ? (item.range?.[0] ?? 0) : 0))
  const end = list.range?.[2] ?? text.length
  const offsetOf = ({ place }: Problem) =>
    (lines.lineStarts[place.line - 1] ?? 0) + place.column - 1
  return list.items.map((item, index) => ({
    row: writtenRow(item, index),
    has: (problem) => {
      const at = offsetOf(problem)
      return at >= (starts[index] ?? 0) && at < (starts[index + 1] ?? end)
    },
  }))
}

function writtenRow(item: unknown, index: number): WrittenRow {
  const expect = fieldText(item, 'expect')
  const row = { index, ...namesOf(item), to: fieldText(item, 'to') ?? '' }
  return expect === undefined ? row : { ...row, expect }
}

/** Numbers as they are written. */
function fieldText(item: unknown, key: string): string | undefined {
  const value = isMap(item) ? entryOf(item, key)?.value : undefined
  if (typeof value !== 'object' || value === null || !('value' in value) || value.value === null) {
    return undefined
  }
  const isNumber = typeof value.value === 'number' && 'source' in value
  return String(isNumber ? value.source : value.value)
}

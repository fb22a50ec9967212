import { type CST, isMap, isNode, type Pair, type YAMLSeq } from 'yaml'
import { colonEnd, isFlow, linesAt, type Splice } from './yamlEdits.ts'
import { columnOf, extentEnd, lineEnd, lineStart, nextLine, ownCommentsStart } from './yamlLines.ts'
import { writeInline } from './yamlText.ts'

/** An entry of a list as it is to be written. */
export interface NewEntry {
  readonly fields: readonly (readonly [key: string, value: string])[]
  /** A line above it. */
  readonly comment: string
}

const DASH_COLUMN = 2

/** Adds an entry to the end of a list, written as the list is. */
export function appendEntry(
  text: string,
  pair: Pair,
  entry: NewEntry,
): readonly Splice[] | undefined {
  const colon = colonEnd(pair)
  if (colon === undefined) return undefined
  const list = pair.value
  if (!isNode(list) || !('items' in list)) {
    return [
      linesAt(text, nextLine(text, colon), entryLines(entry, { dash: DASH_COLUMN, inner: 2 })),
    ]
  }
  const seq = list as YAMLSeq
  const last = seq.items.at(-1)
  if (!isNode(last) || !last.range || !seq.range)
    return last === undefined ? intoEmpty(text, seq, colon, entry) : undefined
  if (isFlow(seq)) return [{ from: last.range[1], to: last.range[1], text: `, ${inBraces(entry)}` }]
  const dash = dashOf(seq, seq.items.length - 1)
  if (dash === undefined) return undefined
  const column = columnOf(text, dash)
  const inner = isMap(last) && !isFlow(last) ? last.range[0] - dash : 2
  const end = text.slice(0, last.range[1]).trimEnd().length
  return [
    linesAt(
      text,
      extentEnd(text, Math.max(end, dash), column),
      entryLines(entry, { dash: column, inner }),
    ),
  ]
}

/** `changes: []` becomes a list below its key; what stands beside the brackets stays. */
function intoEmpty(
  text: string,
  seq: YAMLSeq,
  colon: number,
  entry: NewEntry,
): readonly Splice[] | undefined {
  if (!seq.range) return undefined
  const [from, to] = seq.range
  const start = /^[ \t]*$/.test(text.slice(colon, from)) ? colon : from
  const lines = entryLines(entry, { dash: DASH_COLUMN, inner: 2 })
  return [{ from: start, to, text: '' }, linesAt(text, nextLine(text, to), lines)]
}

/** Takes an entry out, with the comments that belong to it. */
export function removeEntry(
  text: string,
  pair: Pair,
  index: number,
): readonly Splice[] | undefined {
  const seq = pair.value as YAMLSeq
  const item = seq.items[index]
  const colon = colonEnd(pair)
  if (!isNode(item) || !item.range || colon === undefined) return undefined
  if (isFlow(seq)) return [removedFromFlow(seq, index, item.range)]
  const dash = dashOf(seq, index)
  if (dash === undefined) return undefined
  const column = columnOf(text, dash)
  const end = Math.max(dash + 1, text.slice(0, item.range[1]).trimEnd().length)
  const removed = {
    from: ownCommentsStart(text, lineStart(text, dash), column),
    to: extentEnd(text, lineEnd(text, end), column),
    text: '',
  }
  return seq.items.length === 1 ? [{ from: colon, to: colon, text: ' []' }, removed] : [removed]
}

function removedFromFlow(
  seq: YAMLSeq,
  index: number,
  [from, to]: readonly [number, number, number],
): Splice {
  const startOf = (at: number) =>
    (seq.items[at] as { range?: readonly [number, number, number] } | undefined)?.range
  const next = startOf(index + 1)
  if (next !== undefined) return { from, to: next[0], text: '' }
  const before = startOf(index - 1)
  return { from: before === undefined ? from : before[1], to, text: '' }
}

/** Where the dash of an entry stands. */
function dashOf(seq: YAMLSeq, index: number): number | undefined {
  const token = seq.srcToken as CST.BlockSequence | undefined
  const starts = token?.items.filter(({ start }) =>
    start.some(({ type }) => type === 'seq-item-ind'),
  )
  return starts?.[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset
}

/** The lines of an entry: `inner` columns from the dash to the keys. */
export function entryLines(
  { fields, comment }: NewEntry,
  { dash, inner }: { readonly dash: number; readonly inner: number },
): readonly string[] {
  const margin = ' '.repeat(dash)
  return [
    `${margin}# ${comment}`,
    ...fields.map(([key, value], index) => {
      const lead = index === 0 ? `-${' '.repeat(inner - 1)}` : ' '.repeat(inner)
      const written = writeInline(value, { style: 'plain', isInFlow: false, mayBeNumber: true })
      return `${margin}${lead}${key}: ${written}`
    }),
  ]
}

const inBraces = ({ fields }: NewEntry): string =>
  `{ ${fields
    .map(
      ([key, value]) =>
        `${key}: ${writeInline(value, { style: 'plain', isInFlow: true, mayBeNumber: true })}`,
    )
    .join(', ')} }`

import { type CST, isMap, isNode, isScalar, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { columnOf, extentEnd, lineEnd, lineStart, nextLine, ownCommentsStart } from './yamlLines.ts'
import { type InlineStyle, lineEndOf, mayBePlain, writeInline, writeLiteral } from './yamlText.ts'

/** A piece of a text that gives way to another. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The text with the pieces put in; all the rest stays byte for byte. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((whole, { from, to, text: put }) => whole.slice(0, from) + put + whole.slice(to), text)
}

/** The entry of a map with that key: the first, if it is written twice. */
export const entryOf = (map: unknown, key: string): Pair | undefined =>
  isMap(map)
    ? map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)
    : undefined

export const isFlow = (node: YAMLMap | YAMLSeq): boolean => node.flow === true

const sourceOf = (pair: Pair): CST.CollectionItem | undefined =>
  (pair as { readonly srcToken?: CST.CollectionItem }).srcToken

/** Behind the colon of an entry. */
export const colonEnd = (pair: Pair): number | undefined => {
  const colon = sourceOf(pair)?.sep?.find(({ type }) => type === 'map-value-ind')
  return colon && colon.offset + 1
}

/** Below `|+` and `>+` blank lines are part of the text. */
const keepsBlankLines = ({ value }: Pair): boolean =>
  isScalar(value) &&
  isBlock(value.srcToken) &&
  value.srcToken.props.some(
    (prop) => prop.type === 'block-scalar-header' && prop.source.includes('+'),
  )

/** Where the last thing that an entry says ends. */
function contentEnd(text: string, pair: Pair): number | undefined {
  const colon = colonEnd(pair)
  if (colon === undefined) return undefined
  const end = isNode(pair.value) ? (pair.value.range?.[1] ?? colon) : colon
  if (keepsBlankLines(pair)) return Math.max(colon, end - 1)
  return Math.max(colon, text.slice(0, end).trimEnd().length)
}

const styles: Readonly<Record<string, InlineStyle>> = {
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
}

/** The scalar of an entry: nothing, one line, or lines below a `|`. */
function scalarOf(
  pair: Pair,
): { readonly token: CST.FlowScalar | CST.BlockScalar | undefined } | undefined {
  const { value } = pair
  if (value === null) return { token: undefined }
  if (!isScalar(value)) return undefined
  const token: CST.Token | undefined = value.srcToken
  return { token: isBlock(token) || isInLine(token) ? token : undefined }
}

const isInLine = (token: CST.Token | undefined): token is CST.FlowScalar =>
  token !== undefined && /^(single-quoted-|double-quoted-)?scalar$/.test(token.type)

const isBlock = (token: CST.Token | undefined): token is CST.BlockScalar =>
  token?.type === 'block-scalar'

/** Quotes that the old value did not need were chosen by somebody; others go with what needed them. */
function chosenStyle(
  { value }: Pair,
  token: CST.Token | undefined,
  where: Required<Manner>,
): InlineStyle {
  const style = styles[token?.type ?? '']
  const isNeeded = !(isScalar(value) && mayBePlain(String(value.value), where))
  return style === undefined || isNeeded ? 'plain' : style
}

/** How a value may be written. */
interface Manner {
  readonly isInFlow?: boolean
  readonly mayBeNumber?: boolean
}

/** Puts a text on one line in place of an entry's value. */
export function putInline(
  text: string,
  pair: Pair,
  value: string,
  manner: Manner,
): readonly Splice[] | undefined {
  const found = scalarOf(pair)
  const colon = colonEnd(pair)
  if (found === undefined || colon === undefined) return undefined
  const { token } = found
  const { isInFlow = false, mayBeNumber = false } = manner
  const style = chosenStyle(pair, token, { isInFlow, mayBeNumber })
  const put = writeInline(value, { style, isInFlow, mayBeNumber })
  if (token === undefined) return [{ from: colon, to: colon, text: ` ${put}` }]
  if (!isBlock(token)) {
    return [{ from: token.offset, to: token.offset + token.source.length, text: put }]
  }
  const { from, headerEnd, bodyEnd } = blockPlaces(text, token)
  return [
    { from, to: headerEnd, text: put },
    { from: lineEnd(text, headerEnd), to: Math.max(lineEnd(text, headerEnd), bodyEnd), text: '' },
  ]
}

/** Puts a text below a `|` in place of an entry's value; a comment beside the old one stays where it is. */
export function putLiteral(text: string, pair: Pair, value: string): readonly Splice[] | undefined {
  const found = scalarOf(pair)
  const colon = colonEnd(pair)
  const literal = writeLiteral(value)
  if (found === undefined || colon === undefined || literal === undefined) return undefined
  const { token } = found
  const end = lineEndOf(text)
  const lines = literal.lines.map((line) => end + line).join('')
  const below = (at: number, to = lineEnd(text, at)): Splice => ({
    from: lineEnd(text, at),
    to,
    text: lines,
  })
  if (token === undefined) {
    return [{ from: colon, to: colon, text: ` ${literal.header}` }, below(colon)]
  }
  if (!isBlock(token)) {
    const to = token.offset + token.source.length
    return [{ from: token.offset, to, text: literal.header }, below(to)]
  }
  const { from, headerEnd, bodyEnd } = blockPlaces(text, token)
  return [
    { from, to: headerEnd, text: literal.header },
    below(headerEnd, Math.max(lineEnd(text, headerEnd), bodyEnd)),
  ]
}

/** Of a `|` or `>`: the header without its comment, and where the last line with something in it ends. */
function blockPlaces(text: string, token: CST.BlockScalar) {
  const header = token.props.find(({ type }) => type === 'block-scalar-header') as CST.SourceToken
  const headerEnd = header.offset + header.source.length
  const body = nextLine(text, headerEnd)
  return {
    from: header.offset,
    headerEnd,
    bodyEnd: body + text.slice(body, body + token.source.length).trimEnd().length,
  }
}

/** Adds an entry below another one of the same map, or behind it where the map stands in braces. */
export function putBeside(
  text: string,
  map: YAMLMap,
  besideKey: string,
  entry: readonly [key: string, value: string],
): readonly Splice[] | undefined {
  const beside = entryOf(map, besideKey)
  const end = beside && contentEnd(text, beside)
  if (beside === undefined || end === undefined || !isScalar(beside.key) || !beside.key.range)
    return undefined
  const isInFlow = isFlow(map)
  const [key, value] = entry
  const written = `${key}: ${writeInline(value, { style: 'plain', isInFlow, mayBeNumber: true })}`
  if (isInFlow) return [{ from: end, to: end, text: `, ${written}` }]
  const column = columnOf(text, beside.key.range[0])
  return [linesAt(text, nextLine(text, end), [' '.repeat(column) + written])]
}

/** Whole lines at the beginning of a line, or at the end of the text. */
export function linesAt(text: string, at: number, lines: readonly string[]): Splice {
  const end = lineEndOf(text)
  const isOnNewLine = at === 0 || text[at - 1] === '\n'
  return {
    from: at,
    to: at,
    text: (isOnNewLine ? '' : end) + lines.map((line) => line + end).join(''),
  }
}

/**
 * Adds a field to the file: behind the last one that comes before it, with a blank line between where the file has some.
 *
 * @param order all fields, as they follow one another
 */
export function putField(
  text: string,
  root: YAMLMap | null,
  lines: readonly string[],
  before: readonly string[],
): Splice | undefined {
  if (root === null || root.items.length === 0)
    return root === null ? linesAt(text, text.length, lines) : undefined
  if (isFlow(root)) return undefined
  const isAiry = /\n\r?\n/.test(text)
  const last = root.items.findLast(({ key }) => isScalar(key) && before.includes(String(key.value)))
  if (last === undefined) {
    const first = root.items[0]?.key
    if (!isScalar(first) || !first.range) return undefined
    const start = lineStart(text, first.range[0])
    const above = ownCommentsStart(text, start, 0)
    return linesAt(text, above === 0 ? start : above, isAiry ? [...lines, ''] : lines)
  }
  const end = contentEnd(text, last)
  if (end === undefined) return undefined
  const at = extentEnd(text, end, 0)
  const isApart = isAiry && (at === text.length || /^\r?\n/.test(text.slice(at, at + 2)))
  return linesAt(text, at, isApart ? ['', ...lines] : lines)
}

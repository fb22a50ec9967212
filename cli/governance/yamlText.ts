import { Document, isScalar, Lexer, parseDocument, Scalar } from 'yaml'

/** How a scalar is written on one line. */
export type InlineStyle = 'plain' | 'single' | 'double'

/** Where a scalar stands. */
interface InlinePlace {
  /** Between braces or brackets, where commas and brackets mean something. */
  readonly isInFlow: boolean
  /** Whether a number may stand without quotes: a proposal's values are read as they are written. */
  readonly mayBeNumber: boolean
}

/** And how it is wanted. */
interface InlineContext extends InlinePlace {
  readonly style: InlineStyle
}

/** A text as a scalar on one line: in the style that is asked for, in double quotes where that cannot hold it. */
export function writeInline(
  value: string,
  { style, isInFlow, mayBeNumber }: InlineContext,
): string {
  if (style === 'plain' && mayBePlain(value, { isInFlow, mayBeNumber })) return value
  if (style === 'single' && !/[\p{Cc}\u2028\u2029\ufeff\ud800-\udfff]/u.test(value)) {
    return `'${value.replaceAll("'", "''")}'`
  }
  return doubleQuoted(value)
}

/** Whether a text can stand there without quotes. */
export function mayBePlain(value: string, { isInFlow, mayBeNumber }: InlinePlace): boolean {
  if (value === '' || value !== value.trim() || /[\p{Cc}\u2028\u2029\ufeff]/u.test(value))
    return false
  const text = isInFlow ? `[{ a: ${value} }, b]` : `a: ${value}\nb: 1`
  const document = parseDocument(text, { prettyErrors: false })
  if (document.errors.length > 0 || document.warnings.length > 0) return false
  const read = document.getIn(isInFlow ? [0, 'a'] : ['a'], true)
  if (!isScalar(read) || read.type !== Scalar.PLAIN || read.comment || read.anchor || read.tag) {
    return false
  }
  if (document.getIn(isInFlow ? [1] : ['b']) === undefined) return false
  return typeof read.value === 'string'
    ? read.value === value
    : mayBeNumber && typeof read.value === 'number' && read.source === value
}

/** YAML's double quotes hold all of JSON's; what JSON leaves bare and YAML does not is escaped as well. */
const doubleQuoted = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/gu,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A text of several lines below `|`. */
export interface Literal {
  /** `|`, or `|2` where the first line begins with spaces. */
  readonly header: string
  /** Without the end of the last line. */
  readonly lines: readonly string[]
}

/** The text as a literal that ends in one line break; undefined if none can hold it. */
export function writeLiteral(value: string): Literal | undefined {
  if (value === '') return undefined
  const scalar = new Scalar(`${value}\n`)
  scalar.type = Scalar.BLOCK_LITERAL
  const [head = '', ...lines] = new Document({ k: scalar }).toString({ lineWidth: 0 }).split('\n')
  const header = /^k: (\|[0-9]?)$/.exec(head)?.[1]
  return header === undefined ? undefined : { header, lines: lines.slice(0, -1) }
}

/** How the lines of a text end. */
export const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

const SCALAR_FOLLOWS = '\u001f'

/** Every comment of a YAML text, in order, each from its `#` on. */
export function commentsOf(text: string): readonly string[] {
  const comments: string[] = []
  let before = ''
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && before !== SCALAR_FOLLOWS) comments.push(lexeme.trimEnd())
    before = lexeme
  }
  return comments
}

import { createHash } from 'node:crypto'
import { calledName, child, children, isOfMath, type SyntaxNode, spanOf, walk } from './syntax.ts'

/** What kind of mistake a mutant is. */
export type Kind = 'guard' | 'modifier' | 'comparison' | 'rounding' | 'clamp'

/** One mistake in one file: the bytes from `start` to `end` replaced. */
export interface Mutation {
  readonly file: string
  readonly kind: Kind
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** From 1. */
  readonly line: number
  /** What stands there, on one line. */
  readonly original: string
}

type Edit = Pick<Mutation, 'kind' | 'start' | 'end' | 'replacement'>

/** A source file and what it may be confused with. */
export interface Source {
  readonly file: string
  readonly text: Buffer
  readonly tree: SyntaxNode
  /** Names of functions anywhere in the project: what `…Up` and `…Down` may become. */
  readonly functions: ReadonlySet<string>
}

/** Each comparison becomes its neighbour, and its opposite. */
const comparisons: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
}

/** Every mutation of a file, in the order of the source, none twice. */
export function mutationsOf(source: Source): readonly Mutation[] {
  const found = new Map<string, Edit>()
  for (const node of walk(source.tree)) {
    for (const edit of editsOf(node, source)) {
      const place = `${edit.start}:${edit.end}:${edit.replacement}`
      if (!found.has(place)) found.set(place, edit)
    }
  }
  return [...found.values()]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((edit) => ({
      file: source.file,
      ...edit,
      line: source.text.subarray(0, edit.start).toString('latin1').split('\n').length,
      original: oneLine(source.text.subarray(edit.start, edit.end).toString('utf8')),
    }))
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

function editsOf(node: SyntaxNode, source: Source): readonly Edit[] {
  switch (node.nodeType) {
    case 'IfStatement':
      return droppedIf(node)
    case 'ExpressionStatement':
      return droppedCall(node, source.text)
    case 'FunctionDefinition':
      return droppedModifiers(node)
    case 'BinaryOperation':
      return flippedOperation(node, source)
    case 'FunctionCall':
      return otherRounding(node, source.text)
    case 'MemberAccess':
      return [...otherMember(node), ...otherDirection(node, source.functions)]
    case 'Identifier':
      return otherDirection(node, source.functions)
    default:
      return []
  }
}

/* GUARDS */

/** `if (…) revert …`, alone or in a block of its own, is never taken. */
function droppedIf(node: SyntaxNode): readonly Edit[] {
  const body = child(node, 'trueBody')
  const condition = child(node, 'condition')
  const only = body?.nodeType === 'Block' ? children(body, 'statements') : body ? [body] : []
  if (condition === undefined || only.length !== 1) return []
  if (only[0]?.nodeType !== 'RevertStatement') return []
  return [{ kind: 'guard', ...spanOf(condition), replacement: 'false' }]
}

/** `_require…(…);` and `require(…);` as statements. */
function droppedCall(node: SyntaxNode, text: Buffer): readonly Edit[] {
  const call = child(node, 'expression')
  if (call?.nodeType !== 'FunctionCall' || !/^_?require/.test(calledName(call))) return []
  const { start, end } = spanOf(node)
  const semicolon = text.indexOf(';', end)
  if (text[end - 1] === 0x3b || semicolon < 0)
    return [{ kind: 'guard', start, end, replacement: '{}' }]
  return [{ kind: 'guard', start, end: semicolon + 1, replacement: '{}' }]
}

/** The modifiers of functions; those of a constructor are its parents. */
function droppedModifiers(node: SyntaxNode): readonly Edit[] {
  if (node['kind'] === 'constructor') return []
  return children(node, 'modifiers').map((modifier) => ({
    kind: 'modifier',
    ...spanOf(modifier),
    replacement: '',
  }))
}

/* COMPARISONS AND DIVISIONS */

function flippedOperation(node: SyntaxNode, { text }: Source): readonly Edit[] {
  const [left, right] = [child(node, 'leftExpression'), child(node, 'rightExpression')]
  if (left === undefined || right === undefined) return []
  const operator = String(node['operator'])
  const [from, to] = [spanOf(left).end, spanOf(right).start]
  if (operator === '/') return dividedUp(node, { left, right }, text)
  const at = from + text.subarray(from, to).indexOf(operator)
  return (comparisons[operator] ?? []).map((replacement) => ({
    kind: 'comparison',
    start: at,
    end: at + operator.length,
    replacement,
  }))
}

/** `a / b` rounded up, where the file knows how to. */
function dividedUp(
  node: SyntaxNode,
  { left, right }: { readonly left: SyntaxNode; readonly right: SyntaxNode },
  text: Buffer,
): readonly Edit[] {
  if (!/import \{[^}]*\bMath\b/.test(text.toString('latin1'))) return []
  const textOf = (part: SyntaxNode) => {
    const { start, end } = spanOf(part)
    return text.subarray(start, end).toString('utf8')
  }
  const replacement = `Math.ceilDiv(${textOf(left)}, ${textOf(right)})`
  return [{ kind: 'rounding', ...spanOf(node), replacement }]
}

/* ROUNDING */

/** `Math.mulDiv(a, b, c)`, which rounds down, rounds up; `Math.ceilDiv` rounds down. */
function otherRounding(node: SyntaxNode, text: Buffer): readonly Edit[] {
  const callee = child(node, 'expression')
  if (!isOfMath(callee)) return []
  const [first, second, third, fourth] = children(node, 'arguments')
  const name = callee['memberName']
  if (name === 'mulDiv' && third !== undefined && fourth === undefined) {
    const { start, end } = spanOf(third)
    const divisor = text.subarray(start, end).toString('utf8')
    return [{ kind: 'rounding', start, end, replacement: `${divisor}, Math.Rounding.Ceil` }]
  }
  if (name !== 'ceilDiv' || first === undefined || second === undefined) return []
  const [a, b] = [first, second].map(spanOf)
  const part = (span: typeof a) => text.subarray(span?.start, span?.end).toString('utf8')
  return [{ kind: 'rounding', ...spanOf(node), replacement: `((${part(a)}) / (${part(b)}))` }]
}

const otherNames: Readonly<Record<string, readonly [Kind, string]>> = {
  Ceil: ['rounding', 'Floor'],
  Floor: ['rounding', 'Ceil'],
  min: ['clamp', 'max'],
  max: ['clamp', 'min'],
}

/** `Math.Rounding.Ceil` and `Floor`, `Math.min` and `max`. */
function otherMember(node: SyntaxNode): readonly Edit[] {
  const name = String(node['memberName'])
  const other = otherNames[name]
  if (other === undefined) return []
  const isOurs = other[0] === 'clamp' ? isOfMath(node) : isOfMath(child(node, 'expression'))
  if (!isOurs) return []
  const [kind, replacement] = other
  return [{ kind, ...lastWord(node, name), replacement }]
}

/** A function that rounds up by its name becomes the one that rounds down, where there is one, and the other way round. */
function otherDirection(node: SyntaxNode, functions: ReadonlySet<string>): readonly Edit[] {
  const name = String(node['memberName'] ?? node['name'] ?? '')
  const pair = /^(.+)(Up|Down)$/.exec(name)
  const other = pair && `${pair[1]}${pair[2] === 'Up' ? 'Down' : 'Up'}`
  if (!other || !functions.has(name) || !functions.has(other)) return []
  return [{ kind: 'rounding', ...lastWord(node, name), replacement: other }]
}

function lastWord(node: SyntaxNode, name: string): Pick<Edit, 'start' | 'end'> {
  const { end } = spanOf(node)
  return { start: end - name.length, end }
}

/* WHAT BECOMES OF THEM */

/** The names of all functions in a tree. */
export const functionNames = (tree: SyntaxNode): readonly string[] =>
  [...walk(tree)]
    .filter((node) => node.nodeType === 'FunctionDefinition')
    .map((node) => String(node['name']))

/** The mutated source. */
export function applied(text: Buffer, { start, end, replacement }: Mutation): Buffer {
  return Buffer.concat([text.subarray(0, start), Buffer.from(replacement), text.subarray(end)])
}

/** The same as long as the file and the mutation are the same. */
export const keyOf = (text: Buffer, { start, end, replacement }: Mutation): string =>
  createHash('sha256')
    .update(text)
    .update(`\0${start}:${end}:${replacement}`)
    .digest('hex')
    .slice(0, 16)

/** A node of solc's syntax tree, as far as it is looked at. `src` is `start:length:file`, in bytes. */
export interface SyntaxNode {
  readonly nodeType: string
  readonly src: string
  readonly [key: string]: unknown
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof Object(value).nodeType === 'string'

/** Where a node stands in its file, in bytes. */
export function spanOf({ src }: SyntaxNode): { readonly start: number; readonly end: number } {
  const [start = 0, length = 0] = src.split(':').map(Number)
  return { start, end: start + length }
}

/** A child of that name, if it is a node. */
export function child(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const value = node[name]
  return isNode(value) ? value : undefined
}

/** The nodes of a list that is a child. */
export function children(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const value = node[name]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** A node and everything in it, in the order of the source. */
export function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node
  const inside = Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
  inside.sort((a, b) => spanOf(a).start - spanOf(b).start)
  for (const next of inside) yield* walk(next)
}

/** The last part of what is called: `mulDiv` of `Math.mulDiv(…)`, `_require` of `_require(…)`. */
export function calledName(call: SyntaxNode): string {
  const callee = child(call, 'expression')
  if (callee?.nodeType === 'Identifier') return String(callee['name'])
  return callee?.nodeType === 'MemberAccess' ? String(callee['memberName']) : ''
}

/** Whether it is `Math.<name>`. */
export function isOfMath(node: SyntaxNode | undefined): node is SyntaxNode {
  if (node?.nodeType !== 'MemberAccess') return false
  const owner = child(node, 'expression')
  return owner?.nodeType === 'Identifier' && owner['name'] === 'Math'
}

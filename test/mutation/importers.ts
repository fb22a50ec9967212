import type { Target } from './compiler.ts'
import { children, type SyntaxNode } from './syntax.ts'

/** The sources that a source imports. */
const importsOf = (tree: SyntaxNode): readonly string[] =>
  children(tree, 'nodes')
    .filter(({ nodeType }) => nodeType === 'ImportDirective')
    .map((node) => String(node['absolutePath']))

/** A source and every one that imports it, directly or through others: what has to be compiled again when it changes. */
export function importersOf(
  source: string,
  trees: ReadonlyMap<string, SyntaxNode>,
): ReadonlySet<string> {
  const found = new Set([source])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const [name, tree] of trees) {
      if (importsOf(tree).some((imported) => found.has(imported))) found.add(name)
    }
  }
  return found
}

/** The contracts and libraries of sources that have bytecode: no interfaces, nothing abstract. */
export const targetsOf = (
  sources: ReadonlySet<string>,
  trees: ReadonlyMap<string, SyntaxNode>,
): readonly Target[] =>
  [...sources]
    .map((source) => ({ source, contracts: deployable(trees.get(source)) }))
    .filter(({ contracts }) => contracts.length > 0)

const deployable = (tree: SyntaxNode | undefined): readonly string[] =>
  tree === undefined
    ? []
    : children(tree, 'nodes')
        .filter(({ nodeType }) => nodeType === 'ContractDefinition')
        .filter((node) => node['contractKind'] !== 'interface' && node['abstract'] !== true)
        .map((node) => String(node['name']))

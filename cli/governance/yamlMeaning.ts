import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'

/** What a document says, without how it is written: scalars with their type, maps in order, lists. */
export type Meaning =
  | string
  | { readonly map: readonly (readonly [string, Meaning])[] }
  | { readonly list: readonly Meaning[] }

const NOTHING: Meaning = 'null'

/** Numbers mean what is written: JavaScript would change some of them. */
const scalarMeaning = (value: unknown, source: string | undefined): string => {
  if (value === null || value === undefined) return NOTHING
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  return isNumber
    ? `written ${source ?? value}`
    : `${typeof value === 'string' ? 'text' : 'word'} ${value}`
}

export function meaningOf(node: unknown): Meaning {
  if (isMap(node)) {
    return { map: node.items.map(({ key, value }) => [keyText(key), meaningOf(value)] as const) }
  }
  if (isSeq(node)) return { list: node.items.map(meaningOf) }
  if (isAlias(node)) return `alias ${node.source}`
  return isScalar(node) ? scalarMeaning(node.value, node.source) : NOTHING
}

const keyText = (key: unknown): string =>
  isScalar(key) ? String(key.value) : JSON.stringify(meaningOf(key as Node))

/** A text that somebody meant; where numbers may stand bare, a number and its text mean the same. */
export const textMeaning = (text: string): Meaning => `text ${text}`

/** What an edit is to do: the value at a path, or nothing there any more. */
export interface Intended {
  readonly path: readonly (string | number)[]
  readonly value: Meaning | undefined
}

/** Whether two documents differ in what was intended and in nothing else. */
export function isIntended(before: Meaning, after: Meaning, { path, value }: Intended): boolean {
  const [head, ...rest] = path
  if (head === undefined) return value !== undefined && isSame(after, value)
  const inner = { path: rest, value }
  if (typeof head === 'string') {
    const [own, ownRest] = without(entriesOf(before), ([key]) => key === head)
    const [other, otherRest] = without(entriesOf(after), ([key]) => key === head)
    return (
      isSame({ map: ownRest }, { map: otherRest }) &&
      isIntended(own?.[1] ?? NOTHING, other?.[1] ?? NOTHING, inner)
    )
  }
  const [own, ownRest] = without(itemsOf(before), (_, index) => index === head)
  if (rest.length === 0 && value === undefined)
    return isSame({ list: ownRest }, { list: itemsOf(after) })
  const [other, otherRest] = without(itemsOf(after), (_, index) => index === head)
  return (
    isSame({ list: ownRest }, { list: otherRest }) &&
    isIntended(own ?? NOTHING, other ?? NOTHING, inner)
  )
}

const entriesOf = (meaning: Meaning) =>
  typeof meaning === 'object' && 'map' in meaning ? meaning.map : []

const itemsOf = (meaning: Meaning) =>
  typeof meaning === 'object' && 'list' in meaning ? meaning.list : []

/** The first that is wanted, and all others. */
function without<T>(
  all: readonly T[],
  isWanted: (one: T, index: number) => boolean,
): readonly [T | undefined, readonly T[]] {
  const at = all.findIndex(isWanted)
  return at < 0 ? [undefined, all] : [all[at], [...all.slice(0, at), ...all.slice(at + 1)]]
}

const plain = (meaning: Meaning): string =>
  JSON.stringify(meaning, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(/^written /, 'text ') : value,
  )

const isSame = (a: Meaning, b: Meaning): boolean => plain(a) === plain(b)

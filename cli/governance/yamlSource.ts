import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  Parser,
  parseDocument,
} from 'yaml'
import type { Place, Problem } from './proposal.ts'

export type YamlPath = readonly PropertyKey[]

/** A YAML text as plain data that remembers where everything stood. */
export interface YamlSource {
  readonly plain: unknown
  /** Where the value at a path stands; for a path that does not exist, its nearest parent. */
  readonly placeOf: (path: YamlPath) => Place
  /** Where the key at a path stands. */
  readonly keyPlaceOf: (path: YamlPath) => Place
  readonly problems: readonly Problem[]
}

/** Deeper than any proposal needs and far from what exhausts the stack. */
const deepest = 12
const tooDeep = ['This is nested too deeply', `Use at most ${deepest} levels.`] as const
const start: Place = { line: 1, column: 1 }

/** What a file is, for messages. */
export interface KindOfFile {
  readonly noun: string
  /** Something that shows how to write it. */
  readonly example: string
}

const proposalFile: KindOfFile = { noun: 'proposal', example: 'proposals/template.yaml' }

/** What to do about the parser's errors; anything else gets the general advice. */
const adviceFor = ({
  noun,
}: KindOfFile): Readonly<Record<string, readonly [message: string, instead: string]>> => ({
  TAB_AS_INDENT: ['A tab is used for indentation', 'Indent with two spaces.'],
  MULTIPLE_DOCS: [
    'The file holds more than one YAML document',
    `Write one ${noun} per file: remove everything from the line \`---\` on, or move it to its own folder.`,
  ],
  UNRESOLVED_ALIAS: ['An alias has no anchor', 'Write the value out instead of using an alias.'],
  MULTILINE_IMPLICIT_KEY: [
    'A key runs over more than one line',
    'Write `key: value` on one line; a long text goes below `key: |`.',
  ],
  MISSING_CHAR: ['A character is missing', 'Close the quote or bracket that is open here.'],
  BAD_INDENT: [
    'The indentation does not fit the lines above',
    'Align it with its siblings, two spaces per level.',
  ],
  TAG_RESOLVE_FAILED: ['A tag is not allowed', 'Remove the word that starts with `!`.'],
})

class Walk {
  readonly problems: Problem[] = []
  readonly places = new Map<string, Place>()
  readonly keys = new Map<string, Place>()

  constructor(
    private readonly counter: LineCounter,
    private readonly keepsSource: (path: YamlPath) => boolean,
    private readonly kind: KindOfFile,
  ) {}

  placeAt(offset: number): Place {
    const { line, col } = this.counter.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  plainOf(node: unknown, path: YamlPath, parent: Place): unknown {
    const range = (node as { readonly range?: readonly [number, ...number[]] | null } | null)?.range
    const place = range ? this.placeAt(range[0]) : parent
    this.places.set(pathKey(path), place)
    if (path.length > deepest) {
      this.refuse(place, ...tooDeep)
      return undefined
    }
    if (isAlias(node)) {
      this.refuse(
        place,
        `An alias (*${node.source}) is used`,
        'Write the value out: reviewers read this file.',
      )
      return undefined
    }
    if (isMap(node)) return this.plainMap(node.items, path, place)
    if (isSeq(node)) {
      return node.items.map((item, index) => this.plainOf(item, [...path, index], place))
    }
    if (!isScalar(node)) return null
    const isNumber = typeof node.value === 'number' || typeof node.value === 'bigint'
    return isNumber && node.source !== undefined && this.keepsSource(path)
      ? node.source
      : node.value
  }

  private plainMap(items: readonly Pair[], path: YamlPath, parent: Place): unknown {
    const entries = new Map<string, unknown>()
    for (const { key, value } of items) {
      const place = isScalar(key) && key.range ? this.placeAt(key.range[0]) : parent
      if (!isScalar(key)) {
        this.refuse(place, 'A key is not a plain word', 'Write `key: value`.')
        continue
      }
      const name = String(key.value)
      const inner = [...path, name]
      if (entries.has(name)) {
        const first = this.keys.get(pathKey(inner)) ?? parent
        this.refuse(
          place,
          `${name} is written twice`,
          `Keep one of them; the first is on line ${first.line}.`,
        )
        continue
      }
      this.keys.set(pathKey(inner), place)
      entries.set(name, this.plainOf(value, inner, place))
    }
    return Object.fromEntries(entries)
  }

  /** One broken line makes the parser complain many times: only its first complaint helps. */
  refuseSyntax(code: string, reason: string, place: Place): void {
    if (this.problems.some((problem) => problem.place.line === place.line)) return
    const [message, instead] = adviceFor(this.kind)[code] ?? [
      `This is not valid YAML: ${reason}`,
      `Compare with ${this.kind.example}.`,
    ]
    this.refuse(place, message, instead)
  }

  refuse(place: Place, message: string, instead: string): void {
    this.problems.push({ place, message, instead })
  }
}

const pathKey = (path: YamlPath): string => JSON.stringify(path.map(String))

function nearest(places: ReadonlyMap<string, Place>, path: YamlPath): Place {
  for (let length = path.length; length >= 0; length--) {
    const place = places.get(pathKey(path.slice(0, length)))
    if (place !== undefined) return place
  }
  return start
}

/**
 * Where a text is nested so deeply that composing it, which is recursive, would exhaust the stack. The parser itself is
 * not recursive: it keeps a stack of open collections, about three entries a level.
 */
function offsetOfDeepNesting(text: string): number | undefined {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)) {
      // Finished documents are not needed here.
    }
    if (parser.stack.length > deepest * 4) return parser.offset
  }
  return undefined
}

/**
 * Reads one YAML document without expanding aliases. Where `keepsSource` says so a number stays the text that was
 * written, because a JavaScript number would lose its digits. Answers every syntax error with its place.
 */
export function readYaml(
  text: string,
  keepsSource: (path: YamlPath) => boolean,
  kind: KindOfFile = proposalFile,
): YamlSource {
  const counter = new LineCounter()
  const walk = new Walk(counter, keepsSource, kind)
  const answer = (plain: unknown): YamlSource => ({
    plain,
    placeOf: (path) => nearest(walk.places, path),
    keyPlaceOf: (path) => walk.keys.get(pathKey(path)) ?? nearest(walk.places, path),
    problems: walk.problems,
  })
  const tooDeepAt = offsetOfDeepNesting(text)
  if (tooDeepAt !== undefined) {
    const line = text.slice(0, tooDeepAt).split('\n').length
    walk.refuse({ line, column: 1 }, ...tooDeep)
    return answer(undefined)
  }
  // Duplicate keys are found by the walk: the parser compares every pair of keys.
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
  })
  for (const error of [...document.errors, ...document.warnings]) {
    walk.refuseSyntax(error.code, error.message, walk.placeAt(error.pos[0]))
  }
  if (walk.problems.length > 0) return answer(undefined)
  return answer(walk.plainOf(document.contents, [], start))
}

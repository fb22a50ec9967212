import type { Mutation } from './mutations.ts'

/**
 * How a mutant ended. Killed: a test failed. Timeout: no test ended in time, which counts as killed. Equivalent: the same bytecode.
 * Uncompilable: solc refuses it. Survived: every test of the table passed.
 */
export type Status = 'killed' | 'timeout' | 'survived' | 'uncompilable' | 'equivalent'

/** One line of the results file. */
export interface Result {
  readonly key: string
  readonly file: string
  readonly line: number
  readonly kind: Mutation['kind']
  readonly from: string
  readonly to: string
  readonly status: Status
  /** The test file that failed. */
  readonly by?: string
}

/** A mutation with its key. */
export interface Keyed {
  readonly key: string
  readonly mutation: Mutation
}

export const resultOf = ({ key, mutation }: Keyed, status: Status, by?: string): Result => ({
  key,
  file: mutation.file,
  line: mutation.line,
  kind: mutation.kind,
  from: mutation.original,
  to: mutation.replacement,
  status,
  ...(by === undefined ? {} : { by }),
})

/** One result a line; the last one of a key counts. Half a line, which a killed run left, is no result. */
export function parseResults(text: string): ReadonlyMap<string, Result> {
  const results = new Map<string, Result>()
  for (const line of text.split('\n')) {
    if (!line.startsWith('{') || !line.endsWith('}')) continue
    const result = JSON.parse(line) as Result
    results.set(result.key, result)
  }
  return results
}

export const resultLine = (result: Result): string => `${JSON.stringify(result)}\n`

/** `2/5`: every fifth one, from the second on. */
export interface Shard {
  readonly index: number
  readonly of: number
}

export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  if (!(shard.index >= 1 && shard.index <= shard.of)) throw new Error(`No shard: ${text}, but 1/5`)
  return shard
}

/** What this run has to do: the shard's part of what has no result, or only survived where those come again. */
export function pendingOf(
  all: readonly Keyed[],
  results: ReadonlyMap<string, Result>,
  { shard, again = false }: { readonly shard: Shard; readonly again?: boolean },
): readonly Keyed[] {
  return all
    .filter((_, place) => place % shard.of === shard.index - 1)
    .filter(({ key }) => {
      const status = results.get(key)?.status
      return status === undefined || (again && status === 'survived')
    })
}

/** Test files in the order in which they are most likely to kill: those that have killed most mutants first. */
export function byKills(files: readonly string[], results: Iterable<Result>): readonly string[] {
  const kills = new Map<string, number>()
  for (const { by } of results) if (by !== undefined) kills.set(by, (kills.get(by) ?? 0) + 1)
  const place = new Map(files.map((file, index) => [file, index]))
  return [...files].sort(
    (a, b) =>
      (kills.get(b) ?? 0) - (kills.get(a) ?? 0) || (place.get(a) ?? 0) - (place.get(b) ?? 0),
  )
}

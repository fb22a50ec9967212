import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { projectFolder } from '../support/projectFolder.ts'
import { Compiler } from './compiler.ts'
import { functionNames, keyOf, mutationsOf } from './mutations.ts'
import {
  type Keyed,
  parseResults,
  parseShard,
  pendingOf,
  type Result,
  resultLine,
  resultOf,
} from './results.ts'
import { openScratch, type Scratch } from './scratch.ts'
import { summaryOf, withSummary } from './summary.ts'
import type { SyntaxNode } from './syntax.ts'
import { Trial } from './trial.ts'

const here = join(projectFolder, 'test/mutation')
const resultsFile = join(here, 'results.jsonl')
const readmeFile = join(here, 'README.md')
const rooms = ['core', 'oracle', 'liquidation', 'libraries']

const { values: options } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    summary: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    kind: { type: 'string', multiple: true, default: [] },
    shard: { type: 'string', default: '1/1' },
    minutes: { type: 'string', default: '0' },
    most: { type: 'string', default: '0' },
    scratch: { type: 'string' },
  },
})

const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

/** The results of all runs so far, those of other shards included. */
const readResults = async (): Promise<ReadonlyMap<string, Result>> =>
  parseResults(await readFile(resultsFile, 'utf8').catch(() => ''))

/** Every mutation of the project, in the order of the sources. */
async function allMutations(trees: ReadonlyMap<string, SyntaxNode>): Promise<readonly Keyed[]> {
  const functions = new Set([...trees.values()].flatMap(functionNames))
  const found: Keyed[] = []
  for (const [source, tree] of trees) {
    const file = source.replace(/^project\//, '')
    if (!rooms.some((room) => file.startsWith(`contracts/${room}/`))) continue
    const text = await readFile(join(projectFolder, file))
    for (const mutation of mutationsOf({ file, text, tree, functions })) {
      found.push({ key: keyOf(text, mutation), mutation })
    }
  }
  return found
}

/** The project's own sources as a fresh compiler reads them: enough for listing, without a copy or a build. */
async function parseProject(): Promise<ReadonlyMap<string, SyntaxNode>> {
  const names = await readdir(join(projectFolder, 'contracts'), { recursive: true })
  const files = names.filter((name) => name.endsWith('.sol')).sort()
  const sources: Record<string, { content: string }> = {}
  for (const name of files) {
    const content = await readFile(join(projectFolder, 'contracts', name), 'utf8')
    sources[`project/contracts/${name}`] = { content }
  }
  return new Compiler({ settings: {}, sources }).parse(Object.keys(sources))
}

const isWanted = ({ mutation: { file, kind } }: Keyed): boolean =>
  (options.only.length === 0 || options.only.some((path) => file.startsWith(path))) &&
  (options.kind.length === 0 || options.kind.includes(kind))

async function writeSummary(all: readonly Keyed[]): Promise<void> {
  const summary = summaryOf(all, await readResults())
  await writeFile(readmeFile, withSummary(await readFile(readmeFile, 'utf8'), summary))
}

async function runAll(pending: readonly Keyed[], scratch: Scratch): Promise<void> {
  const minutes = Number(options.minutes)
  const until = minutes === 0 ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000
  const trial = await Trial.open(scratch, { quick: options.quick, say })
  try {
    for (const [place, keyed] of pending.entries()) {
      if (Date.now() > until) return say(`${pending.length - place} are left`)
      const { file, line, kind, original, replacement } = keyed.mutation
      const started = Date.now()
      const { status, by } = await trial.of(keyed.mutation, [...(await readResults()).values()])
      await appendFile(resultsFile, resultLine(resultOf(keyed, status, by)))
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      say(
        `${place + 1}/${pending.length} ${status} ${seconds}s ${file}:${line} ${kind} ${original} => ${replacement} ${by ?? ''}`,
      )
    }
  } finally {
    await trial.close()
  }
}

const shard = parseShard(options.shard)
const every = await allMutations(await parseProject())
const wanted = every.filter(isWanted)
if (options.list) {
  for (const { key, mutation } of wanted) {
    const { file, line, kind, original, replacement } = mutation
    process.stdout.write(`${key} ${file}:${line} ${kind} ${original} => ${replacement}\n`)
  }
} else if (options.summary) {
  await writeSummary(every)
} else {
  const pending = pendingOf(wanted, await readResults(), { shard, again: options.again })
  const most = Number(options.most)
  const chosen = most === 0 ? pending : pending.slice(0, most)
  const folder = options.scratch ?? join(tmpdir(), `ballast-mutants-${shard.index}-of-${shard.of}`)
  if (chosen.length > 0) await runAll(chosen, await openScratch(folder, say))
  await writeSummary(every)
}

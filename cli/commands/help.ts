import type { Command } from './command.ts'
import { type Topic, topics } from './topics.ts'

/** The verbs as people need them: to set up, to look, then along a proposal's way. */
const verbGroups: readonly { readonly title: string; readonly verbs: readonly string[] }[] = [
  { title: 'Try it', verbs: ['demo'] },
  { title: 'Set up', verbs: ['init', 'devnet', 'deploy', 'account', 'warp'] },
  { title: 'Look', verbs: ['status', 'show', 'params', 'power', 'hashes'] },
  {
    title: 'Propose',
    verbs: ['draft', 'check', 'encode', 'simulate', 'report', 'snapshot', 'submit'],
  },
  {
    title: 'Decide',
    verbs: [
      'delegate',
      'vote',
      'relay',
      'queue',
      'execute',
      'cancel',
      'guardian',
      'steward',
      'pending',
      'safe',
    ],
  },
  { title: 'Keep', verbs: ['keeper'] },
]

const usageOf = ({ name, positional }: Command): string =>
  ['ballast', name, positional].filter(Boolean).join(' ')

type Row = readonly [usage: string, summary: string]

/** A row in two columns, the second one cut into further lines at `width`. */
function rowLines([usage, summary]: Row, left: number, width: number): readonly string[] {
  const [first = '', ...more] = wrapped(summary, Math.max(width - left - 2, 24))
  return [`  ${usage.padEnd(left)}${first}`, ...more.map((line) => `  ${' '.repeat(left)}${line}`)]
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const completionRow: Row = [
  'ballast completion',
  'Print the script that completes verbs in your shell',
]

const topicRow = ({ name, summary }: Topic): Row => [`ballast help ${name}`, summary]

/** The topic that `help <topic>` asks for; a verb of that name would come first. */
export const topicIn = (args: readonly string[]): Topic | undefined =>
  args[0] === 'help' ? topics.find(({ name }) => name === args[1]) : undefined

/** Every verb under its group; one that no group names comes last. */
function globalHelp(commands: readonly Command[], width: number): string {
  const rowsOf = (verbs: readonly string[]): readonly Row[] =>
    verbs.flatMap((verb) =>
      commands
        .filter(({ name }) => name === verb)
        .map((command): Row => [usageOf(command), command.summary]),
    )
  const named = new Set(verbGroups.flatMap(({ verbs }) => verbs))
  const rest = commands.map(({ name }) => name).filter((name) => !named.has(name))
  const sections = [
    ...verbGroups.map(({ title, verbs }) => ({ title, rows: rowsOf(verbs) })),
    { title: 'More', rows: [...rowsOf(rest), completionRow] },
    { title: 'Topics', rows: topics.map(topicRow) },
  ].filter(({ rows }) => rows.length > 0)
  const usages = sections.flatMap(({ rows }) => rows.map(([usage]) => usage.length))
  const left = Math.max(...usages) + 2
  return [
    'ballast <verb>: change the risk parameters of a protocol with evidence',
    [
      'Without a verb, in a terminal, it opens the interface: draft, preview, submit, vote, watch.',
      'ballast <file.yaml> opens it on that proposal.',
    ].join('\n'),
    ...sections.map(({ title, rows }) =>
      [`${title}:`, ...rows.flatMap((row) => rowLines(row, left, width))].join('\n'),
    ),
  ].join('\n\n')
}

/** What one verb does: its examples first. */
const verbHelp = (command: Command, width: number): string =>
  [
    `${command.summary}.`,
    ['Examples:', ...examplesOf(command, width)].join('\n'),
    `Usage: ${usageOf(command)} [flags]`,
    ...partsOf(command, width),
  ].join('\n\n')

function partsOf({ name, parts = [] }: Command, width: number): readonly string[] {
  if (parts.length === 0) return []
  const left = Math.max(...parts.map(([part]) => part.length)) + 2
  const lines = parts.flatMap((part) => rowLines(part, left, width))
  return [[`What ballast ${name} does:`, ...lines].join('\n')]
}

const examplesOf = ({ examples }: Command, width: number): readonly string[] =>
  examples.flatMap(([line, does]) => [
    `  ${line}`,
    ...wrapped(does, width - 6).map((words) => `      ${words}`),
  ])

/** Where our own part of help goes in what yargs writes, which cannot group verbs or put examples first. */
export const HELP = '{help}'

/** Whether the words ask for help instead of doing anything: `--help`, `-h`, `help`. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  return args[0] === 'help' || own.includes('--help') || own.includes('-h')
}

/** Help of a verb, or of all: ours, then the flags as yargs lists them. */
export function helpFor(
  asked: {
    readonly commands: readonly Command[]
    readonly verb: Command | undefined
    readonly width: number
  },
  ofYargs: string,
): string {
  const { commands, verb, width } = asked
  const own = verb === undefined ? globalHelp(commands, width) : verbHelp(verb, width)
  return ofYargs.replace(HELP, () => own)
}

/** The flags that help lists. */
export const flagsIn = (ofYargs: string): readonly string[] =>
  [...ofYargs.matchAll(/^ {2,}(?:-\w, +)?(--[\w-]+)/gm)].flatMap(([, flag]) => flag ?? [])

import type { Keyed, Result, Status } from './results.ts'

const statuses: readonly Status[] = ['killed', 'timeout', 'survived', 'equivalent', 'uncompilable']

/** The part of the README that the script writes: what became of the mutants that the sources have today. */
export function summaryOf(all: readonly Keyed[], results: ReadonlyMap<string, Result>): string {
  const files = [...new Set(all.map(({ mutation }) => mutation.file))]
  const rows = files.map((file) => countsOf(all.filter(({ mutation }) => mutation.file === file)))
  const sum = countsOf(all)
  return [
    '| file | mutants | killed | timeout | survived | equivalent | uncompilable | to do |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map((counts, index) => row(`\`${files[index]}\``, counts)),
    row('**all**', sum),
    '',
    ...survivorsOf(all, results),
  ].join('\n')

  function countsOf(some: readonly Keyed[]): readonly number[] {
    const ends = some.map(({ key }) => results.get(key)?.status)
    const each = statuses.map((status) => ends.filter((end) => end === status).length)
    return [some.length, ...each, ends.filter((end) => end === undefined).length]
  }
}

const row = (name: string, counts: readonly number[]): string =>
  `| ${name} | ${counts.join(' | ')} |`

function survivorsOf(
  all: readonly Keyed[],
  results: ReadonlyMap<string, Result>,
): readonly string[] {
  const survivors = all.filter(({ key }) => results.get(key)?.status === 'survived')
  if (survivors.length === 0) return ['No mutant has survived.']
  return [
    '| survivor | kind | is | becomes |',
    '|---|---|---|---|',
    ...survivors.map(({ mutation: { file, line, kind, original, replacement } }) => {
      const [is, becomes] = [original, replacement === '' ? ' ' : replacement].map(cell)
      return `| \`${file}:${line}\` | ${kind} | ${is} | ${becomes} |`
    }),
  ]
}

const cell = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

const START = '<!-- mutants -->'
const END = '<!-- /mutants -->'

/** The README with another summary between its marks. */
export function withSummary(readme: string, summary: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`The README has no ${START} … ${END}.`)
  return `${readme.slice(0, start + START.length)}\n${summary}\n${readme.slice(end)}`
}

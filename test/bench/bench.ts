import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { plainTable } from '../../cli/report/table.ts'

/**
 * One measured figure. `bar` is the most it may be; without one it is there for comparison only. What could not be measured
 * has no figure and a note that says why.
 */
export interface Row {
  readonly name: string
  readonly figure: number | null
  readonly unit: string
  readonly bar?: number
  readonly note?: string
}

/** The document of every bench (DESIGN.md §8). */
interface BenchDocument {
  readonly schema: 'ballast.bench/1'
  readonly machine: string
  readonly rows: readonly (Row & { readonly holds: boolean | null })[]
}

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`

/**
 * Prints a bench: a table, or with `--json` one document. With `--write` the table also goes into the README, between
 * the markers that carry the bench's name. Bars that do not hold are shown, and are no failure of the bench.
 *
 * @param readme the README that the table goes into, from the root
 */
export async function report(
  name: string,
  rows: readonly Row[],
  readme = 'README.md',
): Promise<void> {
  const document: BenchDocument = {
    schema: 'ballast.bench/1',
    machine: machine(),
    rows: rows.map((row) => ({
      ...row,
      holds: row.bar === undefined || row.figure === null ? null : row.figure <= row.bar,
    })),
  }
  const isJson = process.argv.includes('--json')
  process.stdout.write(`${isJson ? JSON.stringify(document, null, 2) : textOf(document)}\n`)
  if (process.argv.includes('--write')) await writeTable(name, document, readme)
}

const shown = (figure: number): string =>
  figure >= 100 ? Math.round(figure).toLocaleString('en-US') : figure.toPrecision(3)

const verdict = ({ holds, note = '' }: BenchDocument['rows'][number]): string =>
  holds === null ? note : holds ? 'holds' : 'does not hold'

const cellsOf = ({ rows }: BenchDocument): readonly (readonly string[])[] =>
  rows.map((row) => [
    row.name,
    row.figure === null ? '–' : `${shown(row.figure)} ${row.unit}`,
    row.bar === undefined ? '' : `${row.bar.toLocaleString('en-US')} ${row.unit}`,
    verdict(row),
  ])

const textOf = (document: BenchDocument): string =>
  `${plainTable(
    [
      { title: 'What' },
      { title: 'Figure', isNumber: true },
      { title: 'Bar', isNumber: true },
      { title: '' },
    ],
    cellsOf(document),
  )}\n\n${document.machine}`

async function writeTable(name: string, document: BenchDocument, file: string): Promise<void> {
  const path = join(import.meta.dirname, '..', '..', file)
  const readme = await readFile(path, 'utf8')
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const from = readme.indexOf(start)
  const to = readme.indexOf(end)
  if (from === -1 || to === -1) throw new Error(`${file} has no markers ${start} … ${end}.`)
  const rows = cellsOf(document).map((cells) => `| ${cells.join(' | ')} |`)
  const table = ['| what | figure | bar | |', '|---|---:|---:|---|', ...rows].join('\n')
  const text = `${start}\n${table}\n\nMeasured on ${document.machine}.\n`
  await writeFile(path, readme.slice(0, from) + text + readme.slice(to))
}

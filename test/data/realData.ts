import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder =
  process.env['BALLAST_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))

/** A suite over the folder of real data; where the folder does not exist, one skipped test says so. */
export function describeWithData(title: string, suite: () => void): void {
  if (existsSync(folder)) describe(title, suite)
  else
    describe(title, () => {
      it.skip(
        `is skipped: there is no folder ${folder}; set BALLAST_DATA to the folder of real data`,
      )
    })
}

/** A file of the folder. */
export const readData = (path: string): string => readFileSync(`${folder}/${path}`, 'utf8')

/** The rows of a CSV file with a header, by column name. */
export function readRows(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...rows] = readData(path).trimEnd().split(/\r?\n/)
  const names = header.split(',')
  return rows.map((row) => {
    const cells = row.split(',')
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

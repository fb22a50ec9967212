import { join } from 'node:path'
import process from 'node:process'
import { softwareVersions } from '../workspace/versions.ts'
import { writeWhole } from '../workspace/wholeFile.ts'

/**
 * Writes down what is needed to find a bug: what failed, where, and with which versions.
 *
 * @param at a time, ISO 8601
 * @returns the file, or undefined where nothing can be written
 */
export async function noteCrash(
  folder: string,
  error: unknown,
  at: string,
): Promise<string | undefined> {
  const path = join(folder, '.ballast', 'crashes', `${at.replaceAll(':', '-')}.txt`)
  const versions = { ...(await softwareVersions()), platform: process.platform }
  const text = [
    at,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    `terminal ${process.env['TERM'] ?? '?'}, ${process.stdout.columns} x ${process.stdout.rows}`,
    '',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    '',
  ].join('\n')
  return writeWhole(path, text, { mode: 0o600 }).then(
    () => path,
    () => undefined,
  )
}

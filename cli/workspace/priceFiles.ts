import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { UsageError } from '../shared/errors.ts'
import { packageFolder } from './versions.ts'

/** The folder of real data: `$BALLAST_DATA`, by default `shared/data` beside the project's folder, wherever the command runs. */
export const dataFolder = async (): Promise<string> =>
  resolve(process.env['BALLAST_DATA'] ?? join(dirname(await packageFolder()), 'shared', 'data'))

/** A CSV file of prices that cannot be read. */
export class PriceFileNotFoundError extends UsageError {
  constructor(path: string) {
    super(
      `There is no price file at ${path}.`,
      'Name a CSV with the columns timestamp and close or price.',
    )
  }
}

/** @throws PriceFileNotFoundError */
export async function readPriceFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new PriceFileNotFoundError(path)
  }
}

/** The text of a file in the folder of real data; undefined if the folder or the file is not there. */
export async function readDataFile(name: string): Promise<string | undefined> {
  return readFile(join(await dataFolder(), name), 'utf8').catch(() => undefined)
}

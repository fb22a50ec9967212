import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../shared/errors.ts'
import { writeWhole } from './wholeFile.ts'

/** There is a file already, with something else in it. */
export class FileInTheWayError extends UsageError {
  constructor(path: string) {
    super(
      `There is a ${path} here already, and it is not as it would be written; it was left as it is.`,
      'Go on with it, move it away, or start in an empty folder.',
    )
  }
}

/**
 * Writes a file that is not there yet. What somebody wrote is never touched.
 *
 * @returns `kept` if the very same text is there already
 * @throws FileInTheWayError, FileNotWrittenError
 */
export async function writeNew(
  folder: string,
  name: string,
  text: string,
): Promise<'written' | 'kept'> {
  const path = join(folder, name)
  const present = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new FileInTheWayError(name)
  })
  if (present === text) return 'kept'
  if (present !== undefined) throw new FileInTheWayError(name)
  await writeWhole(path, text)
  return 'written'
}

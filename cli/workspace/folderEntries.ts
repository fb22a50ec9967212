import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

/** What lies in a folder is not known, which is not the same as that nothing does. */
export class UnreadableFolderError extends UsageError {
  constructor(path: string, cause: NodeJS.ErrnoException) {
    super(
      `What was signed before is not known: ${printable(path)} cannot be read (${cause.code ?? cause.message}).`,
      'Make it a folder that you may read, or move it out of the workspace, and repeat the command.',
      { cause },
    )
  }
}

const ABSENT: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR']

/** What lies in a folder; nothing where there is no folder, or none any more. @throws UnreadableFolderError */
export const entriesIn = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (ABSENT.includes(error.code)) return []
    throw new UnreadableFolderError(folder, error)
  })

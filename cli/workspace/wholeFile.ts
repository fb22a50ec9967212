import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import { UsageError } from '../shared/errors.ts'

/** Something could not be put where it was to go. */
export class FileNotWrittenError extends UsageError {
  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Choose a place that you may write to.',
      { cause },
    )
  }
}

/**
 * Makes sure that a file is not there.
 *
 * @throws FileNotWrittenError
 */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw new FileNotWrittenError(path, error)
  })
}

/**
 * Writes a file whole or not at all: beside its place first, then moved there, so that a crash leaves the old one.
 *
 * @param options.mode permissions, such as 0o600 for what others must not read
 * @throws FileNotWrittenError
 */
export async function writeWhole(
  path: string,
  text: string,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(unfinished, text, options)
    await rename(unfinished, path)
  } catch (error) {
    // What failed is the news; a leftover that cannot be removed either would only hide it.
    await rm(unfinished, { force: true }).catch(() => {})
    throw new FileNotWrittenError(path, error)
  }
}

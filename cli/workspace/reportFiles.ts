import { mkdir, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { UsageError } from '../shared/errors.ts'
import { writeWhole } from './wholeFile.ts'

/** One rendered file of a report. */
export interface ReportFile {
  readonly name: string
  readonly text: string
}

/** The report could not be put where it was to go. */
export class ReportNotWrittenError extends UsageError {
  constructor(path: string, cause: unknown) {
    super(
      `The report cannot be written to ${path}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Name a folder that you may write to with --out.',
      { cause },
    )
  }
}

/**
 * Writes the files of a report into a folder, each whole or not at all: it is written beside its place
 * and moved there, so that a crash leaves the old one.
 *
 * @returns the paths, relative to the working directory
 * @throws ReportNotWrittenError
 */
export async function writeReport(
  folder: string,
  files: readonly ReportFile[],
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new ReportNotWrittenError(folder, error)
  })
  const paths: string[] = []
  for (const { name, text } of files) {
    const path = join(folder, name)
    await writeWhole(path, text).catch((error: unknown) => {
      throw new ReportNotWrittenError(path, error instanceof Error ? error.cause : error)
    })
    paths.push(relative(process.cwd(), path))
  }
  return paths
}

/** Where the report of a proposal belongs: its folder, or the folder of its file. */
export async function reportFolder(proposalPath: string): Promise<string> {
  const found = await stat(proposalPath).catch(() => undefined)
  return found?.isDirectory() ? proposalPath : dirname(proposalPath)
}

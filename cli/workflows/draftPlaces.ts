import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'
import { isThere, proposalFile } from '../workspace/proposalFiles.ts'

/** The folder that `proposals/` and what is kept lie in. */
export interface DraftPlace {
  readonly folder: string
}

/** As people would type it from where they are. */
export const shownPath = (file: string): string => {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}

/**
 * A place for a new draft that is nobody else's, whether or not anything is kept there yet: the draft is known by it
 * until it gets its name from its title, when it is first written.
 */
export const placeForNew = ({ folder }: DraftPlace, date: string): string =>
  shownPath(
    proposalFile(join(folder, 'proposals', `${date}-new-draft-${randomUUID().slice(0, 8)}`)),
  )

/** The file that a path means, from where people are or else from the workspace; of a folder the proposal in it. */
export async function draftFileAt({ folder }: DraftPlace, path: string): Promise<string> {
  const own = resolve(path)
  const file = (await firstThere([own, resolve(folder, path), ...ofHome(path)])) ?? own
  const found = await stat(file).catch(() => undefined)
  return found?.isDirectory() ? proposalFile(file) : file
}

/** Typed where no shell has put the folder in its place. */
const ofHome = (path: string): readonly string[] =>
  path.startsWith('~/') ? [join(homedir(), path.slice(2))] : []

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await isThere(file)) return file
  return undefined
}

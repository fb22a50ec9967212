import { dirname, join, resolve, sep } from 'node:path'
import process from 'node:process'
import { entriesIn } from './folderEntries.ts'

/** The folder of a workspace for ballots on proposals that have none. */
export const BALLOTS = 'ballots'

/** The folder of a workspace for delegations. */
export const DELEGATIONS = 'delegations'

/** The folder for proposals, of a workspace or wherever people are. */
const PROPOSALS = 'proposals'

/**
 * Where what one signer has signed may lie: the numbers of a signer go through all of these, whatever is signed next and
 * wherever it is put. They are the workspace, its folders, everything below its proposals, and what is named.
 *
 * @param named folders that matter to whoever asks, and those beside them (each proposal has one of its own)
 * @throws UnreadableFolderError: a number that is given twice is worse than none
 */
export async function signedPlaces(
  workspace: string,
  ...named: readonly string[]
): Promise<readonly string[]> {
  const whole = resolve(workspace)
  const own = named.map((folder) => resolve(folder))
  const beside = own.map(dirname).filter((around) => isWithin(around, whole))
  const usual = [join(whole, BALLOTS), join(whole, DELEGATIONS)]
  const proposals = [...new Set([whole, process.cwd()])].map((root) => join(root, PROPOSALS))
  const found = await Promise.all([
    ...[whole, ...beside].map(foldersIn),
    ...proposals.map(foldersBelow),
  ])
  return [...new Set([...own, whole, ...usual, ...proposals, ...found.flat()])]
}

const isWithin = (folder: string, whole: string): boolean =>
  folder === whole || folder.startsWith(`${whole}${sep}`)

/** @throws UnreadableFolderError */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await entriesIn(folder)
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
}

/** Folder by folder: of one that is removed meanwhile only what was in it is missing. @throws UnreadableFolderError */
async function foldersBelow(folder: string): Promise<readonly string[]> {
  const inside = await foldersIn(folder)
  const deeper = await Promise.all(inside.map(foldersBelow))
  return [...inside, ...deeper.flat()]
}

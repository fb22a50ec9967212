import { readdir } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import process from 'node:process'

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
    ...[whole, ...beside].map((around) => foldersIn(around)),
    ...proposals.map((folder) => foldersIn(folder, { recursive: true })),
  ])
  return [...new Set([...own, whole, ...usual, ...proposals, ...found.flat()])]
}

const isWithin = (folder: string, whole: string): boolean =>
  folder === whole || folder.startsWith(`${whole}${sep}`)

async function foldersIn(
  folder: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
}

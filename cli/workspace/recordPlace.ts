import { basename, join, resolve } from 'node:path'

/**
 * Where a record of a proposal lies: under its plain name in the proposal's own folder, and with the file's name in front where
 * several files share a folder, so that none wipes out the other's.
 *
 * @param slug what people call the proposal, as `slugOf` has it
 */
export const recordPlace = (folder: string, slug: string, name: string): string =>
  join(folder, slug === basename(resolve(folder)) ? name : `${slug}.${name}`)

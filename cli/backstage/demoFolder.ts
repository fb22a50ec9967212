import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { temporaryPrefix } from '../shared/temporaryName.ts'

/** Where a demonstration keeps its files. */
export const makeDemoFolder = (): string =>
  mkdtempSync(
    join(tmpdir(), temporaryPrefix('demonstration', { host: hostname(), pid: process.pid })),
  )

/** Proposals, reports and what a crash left are worth keeping; the rest means nothing without the chain. */
export const hasOwnFiles = (folder: string): boolean =>
  ['proposals', join('.ballast', 'reports'), join('.ballast', 'crashes')].some((name) => {
    const own = join(folder, name)
    return existsSync(own) && readdirSync(own).length > 0
  })

/** Removes the folder, unless somebody wrote something there. */
export function tidyDemoFolder(folder: string): void {
  if (!hasOwnFiles(folder)) rmSync(folder, { recursive: true, force: true })
}

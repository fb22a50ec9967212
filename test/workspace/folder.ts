import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** Runs `work` in a new, empty working directory that is removed afterwards. */
export async function inNewFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const before = process.cwd()
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ballast-test-')))
  process.chdir(folder)
  try {
    return await work(folder)
  } finally {
    process.chdir(before)
    await rm(folder, { recursive: true })
  }
}

/** What a promise is rejected with; undefined if it is not. */
export const rejectionOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )

import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './wholeFile.ts'

/** What is written down about a transaction whose end nobody has seen. */
interface Entry {
  readonly key: string
}

/**
 * Unfinished transactions as files below the workspace, one each, so that a repeated command finds what a crashed
 * one had sent. They hold no secret.
 */
export function outboxIn<E extends Entry>(folder: string) {
  const outbox = join(folder, '.ballast', 'outbox')
  const fileOf = (key: string) => join(outbox, `${key.slice(2, 34)}.json`)
  return {
    async find(key: string): Promise<E | undefined> {
      const text = await readFile(fileOf(key), 'utf8').catch(() => undefined)
      if (text === undefined) return undefined
      const entry = JSON.parse(text) as E
      return entry.key === key ? entry : undefined
    },
    async put(entry: E): Promise<void> {
      await mkdir(outbox, { recursive: true })
      await writeWhole(fileOf(entry.key), JSON.stringify(entry))
    },
    async remove(key: string): Promise<void> {
      await rm(fileOf(key), { force: true })
    },
  }
}

import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SentEntry } from '../governance/sentEntry.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { withLock } from './lockFile.ts'

import { sentEntrySchema } from './sentEntrySchema.ts'
import { FileNotWrittenError, removeFile, writeWhole } from './wholeFile.ts'

/** A record that cannot be read must not be taken for none: the transaction it tells of would be sent again. */
export class UnreadableOutboxError extends UsageError {
  constructor(path: string, cause?: unknown) {
    super(
      `${path} is the record of an unfinished transaction, and it cannot be read.`,
      'Look whether the chain has the transaction (ballast status, ballast show), then delete the file and repeat the command.',
      { cause },
    )
  }
}

/** The records cannot be listed, which is not the same as that there are none. */
export class UnreadableOutboxFolderError extends UsageError {
  constructor(path: string, cause: NodeJS.ErrnoException) {
    super(
      `What is unfinished is not known: ${path} cannot be read (${cause.code ?? cause.message}).`,
      'Make it a folder that you may read, and repeat the command.',
      { cause },
    )
  }
}

/** Another ballast is at it. */
export class AlreadySendingError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(holder: string, path: string) {
    super(
      `Another ballast (${holder}) is sending exactly this.`,
      `Wait until it has finished and repeat the command. If there is none any more, delete ${path}.`,
    )
  }
}

/** Another ballast sends something else from the same account, and takes longer than we wait. */
export class AccountBusyError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(from: string, holder: string, path: string) {
    super(
      `Another ballast (${holder}) is sending from ${from}.`,
      `Wait until it has finished and repeat the command. If there is none any more, delete ${path}.`,
    )
  }
}

/**
 * Unfinished transactions as files below the workspace, one each, so that a repeated command finds what a crashed
 * one had sent. They hold no secret. One process at a time sends from an account; another one waits for its turn, or is
 * told at once if it wishes the same.
 *
 * @param waitSeconds how long to wait for a turn
 */
export function outboxIn(folder: string, waitSeconds = 30) {
  const outbox = join(folder, '.ballast', 'outbox')
  const fileOf = (key: string) => join(outbox, `${key.slice(2, 34)}.json`)
  return {
    wishesRecur: true,

    /** @throws UnreadableOutboxError */
    async find(key: string): Promise<SentEntry | undefined> {
      const path = fileOf(key)
      const entry = await readEntry(path)
      if (entry !== undefined && entry.key !== key) throw new UnreadableOutboxError(path)
      return entry
    },

    /** Everything unfinished, on every chain. @throws UnreadableOutboxError, UnreadableOutboxFolderError */
    async list(): Promise<readonly SentEntry[]> {
      const names = await readdir(outbox).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw new UnreadableOutboxFolderError(outbox, error)
      })
      const files = names.filter((name) => name.endsWith('.json')).sort()
      const entries = await Promise.all(files.map((name) => readEntry(join(outbox, name))))
      return entries.filter((entry) => entry !== undefined)
    },

    /** @throws FileNotWrittenError */
    put: (entry: SentEntry): Promise<void> => writeWhole(fileOf(entry.key), JSON.stringify(entry)),

    /** @throws FileNotWrittenError */
    remove: (key: string): Promise<void> => removeFile(fileOf(key)),

    /** @throws AlreadySendingError, AccountBusyError, FileNotWrittenError */
    async alone<T>(
      { key, chainId, from }: { readonly key: string; readonly chainId: number; from: string },
      work: () => Promise<T>,
    ): Promise<T> {
      const path = join(outbox, `${chainId}-${from.toLowerCase()}.lock`)
      await mkdir(outbox, { recursive: true }).catch((error: unknown) => {
        throw new FileNotWrittenError(path, error)
      })
      return withLock({ path, about: key, waitSeconds }, work, ({ holder, about, isOver }) => {
        if (about === key) throw new AlreadySendingError(holder, path)
        if (isOver) throw new AccountBusyError(from, holder, path)
      })
    },
  }
}

/** @throws UnreadableOutboxError */
async function readEntry(path: string): Promise<SentEntry | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UnreadableOutboxError(path, error)
  })
  if (text === undefined) return undefined
  const { data } = sentEntrySchema.safeParse(parseJson(text))
  if (data === undefined) throw new UnreadableOutboxError(path)
  return data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

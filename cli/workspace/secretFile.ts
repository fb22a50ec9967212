import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, link, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import { UsageError } from '../shared/errors.ts'
import { shellWord } from '../shared/format.ts'
import { FileInTheWayError } from './newFiles.ts'
import { FileNotWrittenError } from './wholeFile.ts'

/** A file with a secret in it that cannot be used, or must not be. */
export class SecretFileError extends UsageError {}

/** More than any keystore or passphrase; reading more would only fill the memory. */
const MOST_BYTES = 64 * 1024

/** What `chmod` calls reading, writing and running by anybody but the owner. */
const OTHERS = 0o077

/**
 * The bytes of a file that only its owner may read. A link is followed, and what it leads to is judged: the very file
 * that is read, so that nobody can exchange it in between.
 *
 * @throws SecretFileError; nothing of the file's content is in it
 */
export async function readSecretFile(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw notReadable(path, error)
  })
  try {
    const found = await file.stat()
    requireOwn(path, found)
    return await bytesOf(path, file, found)
  } finally {
    await file.close()
  }
}

function notReadable(path: string, { code, message }: NodeJS.ErrnoException): SecretFileError {
  if (code === 'ENOENT') {
    return new SecretFileError(
      `There is no file ${path}.`,
      'Correct its path in ballast.yaml or in the variable that names it; ballast account list shows what is named.',
    )
  }
  return new SecretFileError(
    `${path} cannot be read: ${message}.`,
    'It has to be a file of yours that you may read.',
  )
}

/** Where owners and permissions of files are kept elsewhere (Windows) there is nothing to look at. */
function requireOwn(path: string, { uid, mode }: Stats): void {
  const own = process.getuid?.()
  if (own === undefined) return
  if (uid !== own) {
    throw new SecretFileError(
      `${path} belongs to somebody else (user ${uid}), who can read it and exchange it.`,
      `Make a copy of your own, if you trust what is in it: install -m 600 ${shellWord(path)} <copy>`,
    )
  }
  if ((mode & OTHERS) === 0) return
  throw new SecretFileError(
    `${path} may be used by others than you (mode ${(mode & 0o777).toString(8).padStart(3, '0')}).`,
    `Take that from them: chmod 600 ${shellWord(path)}. If they may have read it, use another key or passphrase.`,
  )
}

/** A pipe is good as well: `BALLAST_PASSWORD_FILE=<(pass show alice)`. */
async function bytesOf(path: string, file: FileHandle, found: Stats): Promise<Uint8Array> {
  if (!found.isFile() && !found.isFIFO()) {
    throw new SecretFileError(`${path} is no file.`, 'Name the file itself.')
  }
  const chunks: Uint8Array[] = []
  let size = 0
  while (size <= MOST_BYTES) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(MOST_BYTES + 1))
    if (bytesRead === 0) return Buffer.concat(chunks)
    chunks.push(buffer.subarray(0, bytesRead))
    size += bytesRead
  }
  throw new SecretFileError(
    `${path} is larger than ${MOST_BYTES / 1024} KiB.`,
    'It is neither a keystore nor a passphrase: look what it is.',
  )
}

/**
 * Writes a secret into a new file: readable by its owner alone from the first byte on, whole or not at all, and on the
 * disk before anybody relies on it. What is there already is never overwritten.
 *
 * @throws FileInTheWayError, FileNotWrittenError
 */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeAndSync(unfinished, text)
    await link(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FileInTheWayError(path)
    throw new FileNotWrittenError(path, error)
  } finally {
    await rm(unfinished, { force: true }).catch(() => {})
  }
}

async function writeAndSync(path: string, text: string): Promise<void> {
  // `wx`: a file that waits there could have other permissions.
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

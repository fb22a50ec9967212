import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import process from 'node:process'
import {
  type CollectedTransaction,
  parseSafeTransaction,
  safeTransactionText,
} from '../governance/safeTransactionFile.ts'
import type { TransactionBuilderFile } from '../governance/transactionBuilder.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { removeFile, writeWhole } from './wholeFile.ts'

/** A file of signatures that cannot be relied on. */
export class UnreadableSafeFileError extends UsageError {
  constructor(path: string, problem: string, nextStep?: string) {
    super(
      `${printable(path)} is no Safe transaction that can be signed or executed: ${printable(problem)}.`,
      nextStep ??
        'Somebody changed it, or it is another file. Get it again from whoever made it, or make it anew with the verb that wrote it.',
    )
  }
}

/** @throws UnreadableSafeFileError, also for a file that is not there */
export async function readSafeTransaction(path: string): Promise<CollectedTransaction> {
  const found = await findSafeTransaction(path)
  if (found === undefined) {
    const nextStep =
      'Name the .signatures.json file that a verb wrote when it acted through the Safe.'
    throw new UnreadableSafeFileError(path, 'there is no such file', nextStep)
  }
  return found
}

async function findSafeTransaction(path: string): Promise<CollectedTransaction | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UnreadableSafeFileError(path, error.message)
  })
  if (text === undefined) return undefined
  const parsed = parseSafeTransaction(text)
  if ('problem' in parsed) throw new UnreadableSafeFileError(path, parsed.problem)
  return parsed
}

/** @throws FileNotWrittenError */
export const writeSafeTransaction = (path: string, collected: CollectedTransaction) =>
  writeWhole(path, safeTransactionText(collected))

/** The two files of a Safe transaction: one that collects signatures, one for the Safe app. */
export interface SafePlace {
  readonly signatures: string
  readonly builder: string
}

/** Where a verb at a nonce of the Safe is written; several Safes, and one on several chains, share a folder. */
export function safePlace(
  folder: string,
  { safe, verb, transaction }: Pick<CollectedTransaction, 'safe' | 'verb' | 'transaction'>,
): SafePlace {
  const digits = safe.address.slice(2, 10).toLowerCase()
  const name = `safe-${safe.chainId}-${digits}-${transaction.nonce}-${verb}`
  const path = (ending: string) => {
    const whole = join(folder, `${name}${ending}`)
    const short = relative(process.cwd(), whole)
    return short.startsWith('..') ? whole : short
  }
  return { signatures: path('.signatures.json'), builder: path('.json') }
}

/**
 * The signatures that others have put into the file of the same transaction.
 *
 * @throws UnreadableSafeFileError if the file is about another one: its signatures would be lost
 */
export async function knownSignatures({ signatures: path }: SafePlace, own: CollectedTransaction) {
  const found = await findSafeTransaction(path)
  if (found === undefined) return []
  if (found.safeTxHash === own.safeTxHash) return found.signatures
  throw new UnreadableSafeFileError(
    path,
    'it holds another transaction with the same nonce of the Safe',
    'Only one of the two can be executed. Execute that one first (ballast safe execute), or move the file away.',
  )
}

/** @throws FileNotWrittenError */
export async function writeSafeFiles(
  place: SafePlace,
  collected: CollectedTransaction,
  builder: TransactionBuilderFile,
): Promise<void> {
  await writeSafeTransaction(place.signatures, collected)
  await writeWhole(place.builder, `${JSON.stringify(builder, undefined, 2)}\n`)
}

/**
 * What left through a Safe and was not seen to end, below the workspace: nonce and signatures, so that a repeated command
 * sends the very same transaction, which the Safe executes once.
 */
export function safeRecordsIn(folder: string) {
  const records = join(folder, '.ballast', 'safe')
  const fileOf = (key: string) => join(records, `${key.slice(2, 34)}.json`)
  return {
    /** @throws UnreadableSafeFileError */
    find: (key: string) => findSafeTransaction(fileOf(key)),
    /** @throws FileNotWrittenError */
    put: (key: string, collected: CollectedTransaction) =>
      writeSafeTransaction(fileOf(key), collected),
    /** @throws FileNotWrittenError */
    remove: (key: string) => removeFile(fileOf(key)),
  }
}

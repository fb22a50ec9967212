import { resolve } from 'node:path'
import process from 'node:process'
import type { ConnectLedger } from '../chain/ledgerLink.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { readSecretFile, SecretFileError } from '../workspace/secretFile.ts'

/**
 * Asks somebody for what nobody else may see; answers what was typed.
 *
 * @param instead what to do where nobody can be asked
 * @throws what says that nobody can be asked
 */
export type AskSecret = (question: string, instead: string) => Promise<string>

/** What opening a locked account needs. */
export interface Unlocking {
  /** Absent where nobody can be asked. */
  readonly ask?: AskSecret | undefined
  readonly progress: Progress
  /** How a Ledger is reached; by USB if absent. */
  readonly connectLedger?: ConnectLedger
}

/** How a passphrase is given where it cannot be asked for. @param variable of the account whose it is */
export const passphraseByFile = (variable: string): string =>
  `Put the passphrase into a file that only you can read (chmod 600) and name that file: export ${variable}=<file>.`

/** A passphrase is needed, and there is nobody to ask for it. */
export class PassphraseMissingError extends UsageError {
  constructor(what: string, variable: string) {
    super(
      `${what} is locked, and its passphrase cannot be asked for here.`,
      `${passphraseByFile(variable)} In a terminal the command line asks for it.`,
    )
  }
}

/** Nobody knew the passphrase. */
export class WrongPassphraseError extends BallastError {
  override readonly exitCode = ExitCode.usage
  constructor(what: string, from: string | undefined) {
    super(
      from === undefined
        ? `None of what was typed is the passphrase of ${what}; it stays locked, and nothing was sent.`
        : `What ${from} holds is not the passphrase of ${what}; nothing was sent.`,
      'Try again with the right one. Nobody can restore a passphrase: without it only a copy of the key helps.',
    )
  }
}

/** The variable that names the file with the passphrase, unless an account names one of its own. */
export const PASSWORD_FILE = 'BALLAST_PASSWORD_FILE'

/**
 * The passphrase in the file that a variable names: its one line, without the line break that editors put behind it.
 *
 * @returns undefined if the variable is not set
 * @throws SecretFileError; nothing of the passphrase is in it
 */
export async function passphraseFromFile(variable: string): Promise<string | undefined> {
  const named = process.env[variable]
  if (named === undefined || named === '') return undefined
  const path = resolve(named)
  const text = decoded(path, await readSecretFile(path)).replace(/\r?\n$/, '')
  if (!/[\r\n]/.test(text)) return text
  throw new SecretFileError(
    `${path} holds more than one line, and a passphrase is one.`,
    'Leave the passphrase alone in it.',
  )
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw new SecretFileError(
      `${path} is no text (UTF-8).`,
      'Write the passphrase into it as text.',
    )
  }
}

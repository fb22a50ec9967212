import { readFile, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { computeAddress, hexlify, randomBytes } from 'ethers'
import { isPrivateKey } from '../chain/account.ts'
import { decryptKey, encryptKey, readKeystore } from '../chain/keystore.ts'
import { withAccount } from '../governance/accountEdits.ts'
import type { Address, Hex } from '../governance/addressBook.ts'
import { BallastError, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { type Config, configName, parseConfig } from '../workspace/config.ts'
import { FileInTheWayError, writeNew } from '../workspace/newFiles.ts'
import { isThere } from '../workspace/proposalFiles.ts'
import { writeSecretFile } from '../workspace/secretFile.ts'
import { writeWhole } from '../workspace/wholeFile.ts'
import { refuseSecret } from './accountReference.ts'
import { shownPath } from './keystoreAccount.ts'
import { keyFromEnvironment, keyIn, whatIsWrong } from './privateKeys.ts'
import {
  PASSWORD_FILE,
  PassphraseMissingError,
  passphraseByFile,
  passphraseFromFile,
  type Unlocking,
} from './secrets.ts'

/** Keystores of the workspace, below the folder of ballast.yaml. */
const KEYS = 'keys'

/** What was made. */
export interface NewAccount {
  readonly name: string
  readonly address: Address
  /** As people name it from here. */
  readonly file: string
  /** `alice: keystore:keys/alice.json`. */
  readonly line: string
  /** Whether that line was added to ballast.yaml; else somebody has to. */
  readonly isAdded: boolean
  readonly config: string
}

/** The passphrase is too easy to guess, or was typed in two ways. */
class UnfitPassphraseError extends UsageError {
  constructor(why: string) {
    super(
      `${why}; nothing was written.`,
      `Take at least ${LEAST_CHARACTERS} characters, such as five words that nobody would put together.`,
    )
  }
}

const LEAST_CHARACTERS = 12

/**
 * Makes a key, encrypts it into keys/<name>.json and names it in ballast.yaml. Nothing that is there is overwritten.
 *
 * @throws UsageError, FileInTheWayError, FileNotWrittenError
 */
export const createAccount = (
  config: Config,
  name: string,
  unlocking: Unlocking,
): Promise<NewAccount> => addAccount(config, name, { giveKey: async () => newKey(), unlocking })

/**
 * The same with a key that somebody has: from the environment variable of that name, or asked for.
 *
 * @throws UsageError, FileInTheWayError, FileNotWrittenError; never with anything of the key in it
 */
export const importAccount = (
  config: Config,
  name: string,
  { variable, unlocking }: { readonly variable: string | undefined; readonly unlocking: Unlocking },
): Promise<NewAccount> =>
  addAccount(config, name, {
    giveKey: async () =>
      variable === undefined ? askedKey(unlocking) : keyFromEnvironment(variable),
    unlocking,
  })

/** Bytes and nothing else: a wallet made by words would keep its words, and show them to whoever prints it. */
function newKey(): Hex {
  for (;;) {
    const key = hexlify(randomBytes(32))
    if (isPrivateKey(key)) return key
  }
}

const KEY_BY_VARIABLE = 'Put the key into an environment variable and name that: --from-env NAME'

async function askedKey({ ask }: Unlocking): Promise<Hex> {
  if (ask === undefined)
    throw new UsageError('There is nobody to ask for the key.', KEY_BY_VARIABLE)
  const text = await ask('Private key (not shown): ', KEY_BY_VARIABLE)
  const key = keyIn(text)
  if (key !== undefined) return key
  throw new UsageError(
    `That is no private key: ${whatIsWrong(text)}; nothing was written.`,
    'Paste the 64 hex digits of the key, with or without 0x.',
  )
}

async function addAccount(
  config: Config,
  name: string,
  { giveKey, unlocking }: { readonly giveKey: () => Promise<Hex>; readonly unlocking: Unlocking },
): Promise<NewAccount> {
  requireFreeName(config, name)
  const relative = `${KEYS}/${name}.json`
  const line = `${name}: keystore:${relative}`
  const path = join(config.folder, KEYS, `${name}.json`)
  const file = shownPath(path)
  if (await isThere(path)) throw keyInTheWay(file, line)
  const key = await giveKey()
  const passphrase = await choosePassphrase(file, unlocking)
  const address = computeAddress(key)
  const text = await encrypted({ key, address }, { file, passphrase, progress: unlocking.progress })
  await ignoreKeys(config.folder)
  await writeSecretFile(path, text)
  const isAdded = await nameInConfig(config, name, `keystore:${relative}`)
  return { name, address, file, line, isAdded, config: shownPath(resolve(config.path)) }
}

function requireFreeName({ accounts, path }: Config, name: string): void {
  refuseSecret(name)
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) {
    throw new UsageError(
      `"${printable(name)}" is no name of an account.`,
      'Write a name in lower-case letters, digits and hyphens.',
    )
  }
  if (accounts[name] === undefined) return
  throw new UsageError(
    `${path} has an account ${name} already; it was left as it is.`,
    `Look at it: ballast account show ${name}; or choose another name.`,
  )
}

/** Also where an earlier attempt ended between the file and its line. */
const keyInTheWay = (file: string, line: string): UsageError =>
  new UsageError(
    `There is a key in ${file} already; it is never overwritten.`,
    `To use it, add under accounts: in ${configName}: ${line}. For another key choose another name.`,
  )

async function choosePassphrase(file: string, { ask }: Unlocking): Promise<string> {
  const written = await passphraseFromFile(PASSWORD_FILE)
  if (written !== undefined) return requireLong(written, `The passphrase in $${PASSWORD_FILE}`)
  if (ask === undefined) throw new PassphraseMissingError(file, PASSWORD_FILE)
  const instead = passphraseByFile(PASSWORD_FILE)
  const first = await ask(
    `New passphrase for ${file} (not shown, at least ${LEAST_CHARACTERS} characters): `,
    instead,
  )
  requireLong(first, 'The passphrase')
  if ((await ask('The same once more: ', instead)) === first) return first
  throw new UnfitPassphraseError('You typed two different passphrases')
}

function requireLong(passphrase: string, what: string): string {
  const { length } = [...passphrase]
  if (length >= LEAST_CHARACTERS) return passphrase
  throw new UnfitPassphraseError(`${what} has ${length} characters`)
}

/** The key as a keystore that was opened once to see that it can be. */
async function encrypted(
  it: { readonly key: Hex; readonly address: Address },
  { file, passphrase, progress }: { file: string; passphrase: string; progress: Progress },
): Promise<string> {
  const half = (from: number) => (share: number) =>
    progress.step(Math.round(50 * share) + from, 100)
  progress.stage('encrypt')
  const text = await encryptKey(it, passphrase, half(0))
  const keystore = readKeystore(file, new TextEncoder().encode(text))
  const opened = await decryptKey(file, keystore, { passphrase, onProgress: half(50) })
  if (opened?.key !== it.key) throw new Error('The keystore cannot be opened again.')
  progress.finish('and opened again')
  return text
}

/** Encrypted or not, keys do not belong into a repository. Somebody else's .gitignore is left as it is. */
async function ignoreKeys(folder: string): Promise<void> {
  try {
    await writeNew(join(folder, KEYS), '.gitignore', '*\n')
  } catch (error) {
    if (!(error instanceof FileInTheWayError)) throw error
  }
}

/** Adds the line, if that changes nothing else. A link is followed: what it leads to is written. */
async function nameInConfig(config: Config, name: string, reference: string): Promise<boolean> {
  const path = await realpath(config.path)
  const after = withAccount(await readFile(path, 'utf8'), name, reference)
  if (after === undefined || !isOneMore(config, name, after)) return false
  await writeWhole(path, after)
  return true
}

/** Whether the text says what the workspace says, and names the new account besides. */
function isOneMore(config: Config, name: string, text: string): boolean {
  const { path, folder, accounts } = config
  try {
    const now = parseConfig(text, { path, folder })
    const keystore = join(folder, KEYS, `${name}.json`)
    return isDeepStrictEqual(now.accounts, { ...accounts, [name]: { keystore } })
  } catch (error) {
    if (error instanceof BallastError) return false
    throw error
  }
}

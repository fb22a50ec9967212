import { relative } from 'node:path'
import process from 'node:process'
import { computeAddress, getAddress } from 'ethers'
import { type Account, keyAccount, lockedAccount } from '../chain/account.ts'
import type { Chain } from '../chain/client.ts'
import { decryptKey, type Keystore, KeystoreError, readKeystore } from '../chain/keystore.ts'
import type { Address, Hex } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import type { KeystoreEntry } from '../workspace/accountSchema.ts'
import { readSecretFile } from '../workspace/secretFile.ts'
import {
  PASSWORD_FILE,
  PassphraseMissingError,
  passphraseByFile,
  passphraseFromFile,
  type Unlocking,
  WrongPassphraseError,
} from './secrets.ts'

/** Nothing says whose key it is, so its passphrase would be needed only to find out. */
class AddressLockedError extends UsageError {
  constructor(path: string) {
    super(
      `${path} does not say whose key it holds, and it is locked.`,
      'Write the address beside it in ballast.yaml: {keystore: <file>, address: "0x…"}.',
    )
  }
}

/** A keystore that was read and not opened. */
export interface FoundKeystore extends Keystore {
  /** As people name it from here. */
  readonly path: string
  /** The variable that names the file with its passphrase. */
  readonly variable: string
}

/** A path as it is shortest from the working directory. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere
}

/**
 * The keystore of an account, and whose it is; ballast.yaml and the file must not contradict each other.
 *
 * @throws SecretFileError, KeystoreError
 */
export async function findKeystore(entry: KeystoreEntry): Promise<FoundKeystore> {
  const path = shownPath(entry.keystore)
  const keystore = readKeystore(path, await readSecretFile(path))
  const variable = entry.passwordFileEnv ?? PASSWORD_FILE
  if (entry.address === undefined) return { ...keystore, path, variable }
  const address = getAddress(entry.address.toLowerCase())
  if (keystore.address !== undefined && keystore.address !== address) {
    throw new KeystoreError(path, `it is of ${keystore.address}, and ballast.yaml says ${address}`)
  }
  return { ...keystore, address, path, variable }
}

/** Whose key it is, without its passphrase. @throws AddressLockedError, SecretFileError, KeystoreError */
export async function keystoreAddress(entry: KeystoreEntry): Promise<Address> {
  const { address, path } = await findKeystore(entry)
  if (address === undefined) throw new AddressLockedError(path)
  return address
}

/**
 * An account whose key is in a keystore. It is opened for the first signature, after the plan was shown; at once only if
 * nothing else says whose it is. The key never leaves what signs with it.
 *
 * @throws SecretFileError, KeystoreError, PassphraseMissingError, WrongPassphraseError
 */
export async function openKeystore(
  chain: Chain,
  entry: KeystoreEntry,
  unlocking: Unlocking,
): Promise<Account> {
  const found = await findKeystore(entry)
  const { address, path, variable } = found
  const source = `keystore ${path}`
  if (unlocking.ask === undefined && !process.env[variable]) {
    throw new PassphraseMissingError(path, variable)
  }
  const readKey = () => unlock(found, unlocking)
  if (address === undefined) return keyAccount(chain, await readKey(), source)
  return lockedAccount(chain, address, { source, readKey })
}

/** Opens a keystore to see that it can be; the key is dropped. @returns whose it is */
export async function unlockKeystore(entry: KeystoreEntry, unlocking: Unlocking): Promise<Address> {
  const found = await findKeystore(entry)
  return computeAddress(await unlock(found, unlocking))
}

const ATTEMPTS = 3

async function unlock(found: FoundKeystore, { ask, progress }: Unlocking): Promise<Hex> {
  const { path, variable } = found
  const open = async (passphrase: string): Promise<Hex | undefined> => {
    progress.stage('unlock')
    const opened = await decryptKey(path, found, {
      passphrase,
      onProgress: (share) => progress.step(Math.round(100 * share), 100),
    })
    if (opened === undefined) {
      progress.say(`That is not the passphrase of ${path}.`)
      return undefined
    }
    requireSame(found, opened.address)
    progress.finish(`keystore ${path}`)
    return opened.key
  }
  const written = await passphraseFromFile(variable)
  if (written !== undefined) {
    const key = await open(written)
    if (key === undefined) throw new WrongPassphraseError(path, `the file in $${variable}`)
    return key
  }
  if (ask === undefined) throw new PassphraseMissingError(path, variable)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const count = attempt === 1 ? '' : ` (${attempt} of ${ATTEMPTS})`
    const question = `Passphrase of ${path}${count}: `
    const key = await open(await ask(question, passphraseByFile(variable)))
    if (key !== undefined) return key
  }
  throw new WrongPassphraseError(path, undefined)
}

/** What ballast.yaml says of a key that does not say it itself. */
function requireSame({ path, address }: FoundKeystore, opened: Address): void {
  if (address === undefined || address === opened) return
  throw new KeystoreError(path, `its key is of ${opened}, and ballast.yaml says ${address}`)
}

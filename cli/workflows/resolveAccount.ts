import { getAddress } from 'ethers'
import { type Account, keyAccount, nodeAccount } from '../chain/account.ts'
import { type Chain, nodeAccounts } from '../chain/client.ts'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { silence } from '../shared/progress.ts'
import { advise } from '../shared/remedy.ts'
import { isLedgerReference } from '../workspace/ledgerSchema.ts'
import { type Accounts, referenceOf } from './accountReference.ts'
import { keystoreAddress, openKeystore } from './keystoreAccount.ts'
import { openLedger, writtenLedgerAddress } from './openLedger.ts'
import { openSafe } from './openSafe.ts'
import { keyFromEnvironment } from './privateKeys.ts'
import type { Unlocking } from './secrets.ts'

/**
 * The account that acts: by its name in ballast.yaml, or by reference (`node:0`, `node:0x…`, `env:NAME`,
 * `keystore:<file>`, `safe:0x…`, `ledger:<path>`).
 *
 * @param unlocking how to open what is locked; without it only a passphrase in a file opens anything
 * @throws UsageError if there is no such account, or its key is not there; never with anything of a key in it
 */
export async function resolveAccount(
  chain: Chain,
  config: Accounts,
  name: string | undefined,
  unlocking: Unlocking = { progress: silence },
): Promise<Account> {
  if (name === undefined) {
    throw new UsageError(
      'No account was named to act.',
      advise`Name one: ${{ act: 'act as another' }}; or set \`account\` of the network in ballast.yaml.`,
    )
  }
  const entry = referenceOf(config, name)
  if (typeof entry !== 'string') return openKeystore(chain, entry, unlocking)
  return isLedgerReference(entry)
    ? openLedger(chain, entry, unlocking)
    : fromReference(chain, entry, (owner) => resolveAccount(chain, config, owner, unlocking))
}

async function fromReference(
  chain: Chain,
  reference: string,
  resolveOwner: (name: string) => Promise<Account>,
): Promise<Account> {
  const [kind, rest = ''] = reference.split(/:(.*)/s)
  if (kind === 'node') return fromNode(chain, rest)
  if (kind === 'env') return keyAccount(chain, keyFromEnvironment(rest), `key in $${rest}`)
  if (kind === 'safe') return openSafe(chain, rest, resolveOwner)
  throw new UsageError(
    `"${printable(kind ?? '')}:" is no way to sign.`,
    'Write node:0, node:0x… for an account of the node, env:NAME for a key in the environment, keystore:<file> for an encrypted one, safe:0x… for a Safe, ledger:<path> for a Ledger.',
  )
}

/**
 * Somebody's address: written out, or an account by name or reference, for which nobody has to sign.
 *
 * @throws UsageError
 */
export async function resolveAddress(
  chain: Chain,
  config: Accounts,
  text: string,
): Promise<Address> {
  if (!/^0x[0-9a-f]{40}$/i.test(text)) return addressOf(chain, config, text)
  try {
    return getAddress(text)
  } catch {
    throw new UsageError(
      `${text} is no address: its capital letters do not fit its digits.`,
      'Copy it again, and compare it with where it came from.',
    )
  }
}

/** The address of a named account; nothing is unlocked for it, and no device is asked. @throws UsageError */
export async function addressOf(chain: Chain, config: Accounts, name: string): Promise<Address> {
  const entry = referenceOf(config, name)
  if (typeof entry !== 'string') return keystoreAddress(entry)
  return isLedgerReference(entry)
    ? writtenLedgerAddress(entry)
    : (await fromReference(chain, withoutOwners(entry), noOwner)).address
}

/** A Safe's address needs nobody's key. */
const withoutOwners = (reference: string): string =>
  reference.startsWith('safe:') ? reference.split(':').slice(0, 2).join(':') : reference

const noOwner = (name: string): Promise<Account> => {
  throw new Error(`${name} is not asked for where only the address matters.`)
}

const fromNode = async (chain: Chain, which: string): Promise<Account> =>
  nodeAccount(chain, await nodeAddressOf(chain, which))

/** An account of the node, by its place or its address. @throws UsageError if the node does not sign for it */
export async function nodeAddressOf(chain: Chain, which: string): Promise<Address> {
  const accounts = await nodeAccounts(chain)
  const address = /^\d{1,9}$/.test(which)
    ? accounts[Number(which)]
    : accounts.find((account) => account.toLowerCase() === which.toLowerCase())
  if (address !== undefined) return address
  throw new UsageError(
    `The node does not sign for node:${printable(which)}.`,
    accounts.length === 0
      ? 'This node has no accounts of its own; use env:NAME.'
      : `It signs for node:0 to node:${accounts.length - 1}.`,
  )
}

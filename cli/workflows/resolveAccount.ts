import process from 'node:process'
import { getAddress } from 'ethers'
import { type Account, isPrivateKey, keyAccount, nodeAccount } from '../chain/account.ts'
import { type Chain, nodeAccounts } from '../chain/client.ts'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { type Accounts, referenceOf } from './accountReference.ts'
import { openSafe } from './openSafe.ts'

/**
 * The account that acts: by its name in ballast.yaml, or by reference (`node:0`, `node:0x…`, `env:NAME`,
 * `safe:0x…`).
 *
 * @throws UsageError if there is no such account, or its key is not there; never with anything of a key in it
 */
export async function resolveAccount(
  chain: Chain,
  config: Accounts,
  name: string | undefined,
): Promise<Account> {
  if (name === undefined) {
    throw new UsageError(
      'No account was named to act.',
      advise`Name one: ${{ act: 'act as another' }}; or set \`account\` of the network in ballast.yaml.`,
    )
  }
  const reference = referenceOf(config, name)
  const [kind, rest = ''] = reference.split(/:(.*)/s)
  if (kind === 'node') return fromNode(chain, rest)
  if (kind === 'env') return fromEnvironment(chain, rest)
  if (kind === 'safe') {
    return openSafe(chain, rest, (owner) => resolveAccount(chain, config, owner))
  }
  throw new UsageError(
    `"${printable(kind ?? '')}:" is no way to sign.`,
    'Write node:0, node:0x… for an account of the node, env:NAME for a key in the environment, or safe:0x… for a Safe.',
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
  if (!/^0x[0-9a-f]{40}$/i.test(text)) return (await resolveAccount(chain, config, text)).address
  try {
    return getAddress(text)
  } catch {
    throw new UsageError(
      `${text} is no address: its capital letters do not fit its digits.`,
      'Copy it again, and compare it with where it came from.',
    )
  }
}

async function fromNode(chain: Chain, which: string): Promise<Account> {
  const accounts = await nodeAccounts(chain)
  const address = /^\d{1,9}$/.test(which)
    ? accounts[Number(which)]
    : accounts.find((account) => account.toLowerCase() === which.toLowerCase())
  if (address !== undefined) return nodeAccount(chain, address)
  throw new UsageError(
    `The node does not sign for node:${printable(which)}.`,
    accounts.length === 0
      ? 'This node has no accounts of its own; use env:NAME.'
      : `It signs for node:0 to node:${accounts.length - 1}.`,
  )
}

function fromEnvironment(chain: Chain, variable: string): Account {
  if (!/^[A-Za-z_]\w{0,99}$/.test(variable)) {
    throw new UsageError(
      'What stands behind env: is no name of an environment variable.',
      'Name the variable that holds the key, such as --account env:BALLAST_KEY.',
    )
  }
  const text = process.env[variable]?.trim()
  const key = text?.startsWith('0x') ? text : `0x${text ?? ''}`
  if (text === undefined || !isPrivateKey(key)) {
    throw new UsageError(
      `$${variable} ${text === undefined ? 'is not set' : `holds no private key: ${whatIsWrong(key)}`}.`,
      `Put the key into the environment variable ${variable} of this shell; never into a file or a flag.`,
    )
  }
  return keyAccount(chain, key, `key in $${variable}`)
}

/** What is wrong with a key, without saying anything about the key. */
function whatIsWrong(text: string): string {
  if (text === '0x') return 'it is empty'
  if (!/^0x[0-9a-f]*$/i.test(text)) return 'a key is written in hex digits'
  if (text.length !== 66) return `a key has 64 hex digits, this has ${text.length - 2}`
  return 'a key is a number from 1 to below the order of the curve'
}

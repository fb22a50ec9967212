import process from 'node:process'
import { getAddress, isHexString } from 'ethers'
import { type Account, keyAccount, nodeAccount } from '../chain/account.ts'
import { type Chain, nodeAccounts } from '../chain/client.ts'
import { forkNetwork } from '../chain/fork.ts'
import { connectNetwork } from '../chain/network.ts'
import { DeploymentMissingError } from '../chain/nodeErrors.ts'
import type { OutboxEntry } from '../chain/outbox.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { readAddressBook } from '../workspace/addressBookFiles.ts'
import type { Config, NetworkConfig } from '../workspace/config.ts'
import { outboxIn } from '../workspace/outboxFile.ts'
import type { Acting, Protocol } from './protocol.ts'

/**
 * Opens the protocol of a network: the node must be on the right chain, and the contracts must be there.
 *
 * @throws NodeError, AddressBookMissingError, UsageError
 */
export async function openNetwork(config: Config, network: NetworkConfig): Promise<Protocol> {
  const book = await readAddressBook(network.name, network.addresses)
  requireSameChain(network, book)
  const chain = await connectNetwork(network)
  await requireGovernor(chain, network.name, book)
  return {
    network: network.name,
    chain,
    book,
    risk: config.risk,
    fork: (block) => forkNetwork(network, block),
    close: async () => chain.provider.destroy(),
  }
}

function requireSameChain(network: NetworkConfig, book: AddressBook): void {
  if (book.chainId !== network.chainId) {
    throw new UsageError(
      `The address book ${network.addresses} is of chain ${book.chainId}; the network ${network.name} is chain ${network.chainId}.`,
      'Correct `addresses` or `chainId` in ballast.yaml.',
    )
  }
  const pinned = network.governor
  if (pinned !== undefined && getAddress(pinned.toLowerCase()) !== book.contracts.governor) {
    throw new UsageError(
      `ballast.yaml pins the governor ${pinned}; the address book says ${book.contracts.governor}.`,
      'Find out which one is right before you go on: somebody may have replaced the file.',
    )
  }
}

async function requireGovernor(chain: Chain, network: string, book: AddressBook): Promise<void> {
  const { governor } = book.contracts
  const code = await chain.provider.getCode(governor)
  if (code === '0x') throw new DeploymentMissingError(network, 'governor', governor)
}

/** How long a sending command waits for its transaction to be mined, unless the environment says otherwise. */
const RECEIPT_SECONDS = 120

/**
 * Opens the account that acts: by its name in ballast.yaml, or by reference (`node:0`, `env:NAME`).
 *
 * @param name defaults to the network's own
 * @throws UsageError if there is no such account, or its key is not there
 */
export async function openActing(
  protocol: Protocol,
  config: Config,
  name: string | undefined,
): Promise<Acting> {
  const account = await resolveAccount(protocol.chain, config, name)
  const waitFor = Number(process.env['BALLAST_RECEIPT_TIMEOUT'] ?? RECEIPT_SECONDS)
  const outbox = outboxIn<OutboxEntry>(config.folder)
  const { chain, book } = protocol
  const sender = { chain, account, outbox, receiptSeconds: waitFor, book }
  return { protocol, sender, folder: config.folder }
}

/** @throws UsageError */
export async function resolveAccount(
  chain: Chain,
  config: Pick<Config, 'accounts'>,
  name: string | undefined,
): Promise<Account> {
  if (name === undefined) {
    throw new UsageError(
      'No account was named to act.',
      'Name one with --account, or set `account` of the network in ballast.yaml.',
    )
  }
  const reference = name.includes(':') ? name : config.accounts[name]
  if (reference === undefined) {
    throw new UsageError(
      `There is no account "${name}" in ballast.yaml.`,
      `Use one of: ${Object.keys(config.accounts).join(', ') || '(none)'}, or a reference such as node:0 or env:NAME.`,
    )
  }
  const [kind, rest = ''] = reference.split(/:(.*)/s)
  if (kind === 'node') return fromNode(chain, rest)
  if (kind === 'env') return fromEnvironment(chain, rest)
  throw new UsageError(
    `"${kind}:" is no way to sign.`,
    'Write node:0, node:0x… for an account of the node, or env:NAME for a key in the environment.',
  )
}

async function fromNode(chain: Chain, which: string): Promise<Account> {
  const accounts = await nodeAccounts(chain)
  const address = /^\d+$/.test(which)
    ? accounts[Number(which)]
    : accounts.find((account) => account.toLowerCase() === which.toLowerCase())
  if (address !== undefined) return nodeAccount(chain, address)
  throw new UsageError(
    `The node does not sign for node:${which}.`,
    accounts.length === 0
      ? 'This node has no accounts of its own; use env:NAME.'
      : `It signs for node:0 to node:${accounts.length - 1}.`,
  )
}

function fromEnvironment(chain: Chain, variable: string): Account {
  const key = process.env[variable]
  const withPrefix = key?.startsWith('0x') ? key : `0x${key ?? ''}`
  if (key === undefined || !isHexString(withPrefix, 32)) {
    throw new UsageError(
      `$${variable} ${key === undefined ? 'is not set' : 'is no private key (32 bytes in hex)'}.`,
      `Put the key into the environment variable ${variable} of this shell; never into a file or a flag.`,
    )
  }
  return keyAccount(chain, withPrefix, `key in $${variable}`)
}

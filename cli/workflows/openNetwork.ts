import process from 'node:process'
import { getAddress, parseUnits } from 'ethers'
import type { Chain } from '../chain/client.ts'
import { forksOf } from '../chain/forks.ts'
import { connectNetwork } from '../chain/network.ts'
import { DeploymentMissingError } from '../chain/nodeErrors.ts'
import type { Sender } from '../chain/transaction.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { readAddressBook } from '../workspace/addressBookFiles.ts'
import type { Config, NetworkConfig } from '../workspace/config.ts'
import { outboxIn } from '../workspace/outboxFile.ts'
import type { Acting, Protocol } from './protocol.ts'
import { resolveAccount } from './resolveAccount.ts'
import type { Unlocking } from './secrets.ts'

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
  const forks = forksOf(network)
  return {
    network: network.name,
    chain,
    book,
    risk: config.risk,
    ...snapshotOf(network),
    fork: forks.open,
    async close() {
      await forks.closeAll()
      chain.provider.destroy()
    },
  }
}

/** Where the network's off-chain votes are held; whoever is patient with the node is as patient with Snapshot. */
const snapshotOf = ({ snapshot, timeoutSeconds }: NetworkConfig): Pick<Protocol, 'snapshot'> =>
  snapshot === undefined ? {} : { snapshot: { ...snapshot, timeoutSeconds } }

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
const LONGEST_RECEIPT_SECONDS = 86_400

/** How a network wants to be sent to, unless a flag says otherwise. */
export interface SendingLimits {
  /** The most to pay for a unit of gas, gwei. */
  readonly maxFee?: number
  /** Blocks that must hold a transaction before it counts; 1 by default. */
  readonly confirmations?: number
}

/**
 * Opens the account that acts: by its name in ballast.yaml, or by reference (`node:0`, `env:NAME`).
 *
 * @param name defaults to the network's own
 * @param unlocking how to open what is locked
 * @throws UsageError if there is no such account, or its key is not there
 */
export async function openActing(
  protocol: Protocol,
  config: Config,
  name: string | undefined,
  { unlocking, ...limits }: SendingLimits & { readonly unlocking?: Unlocking } = {},
): Promise<Acting> {
  const { chain, book } = protocol
  const { folder } = config
  const sending = sendingFrom(folder, limits)
  const account = await resolveAccount(chain, config, name, unlocking)
  return { protocol, sender: { chain, account, book, ...sending }, folder }
}

/**
 * How transactions leave a workspace, whoever sends them.
 *
 * @param folder of the workspace
 * @throws UsageError
 */
export function sendingFrom(
  folder: string,
  { maxFee, confirmations = 1 }: SendingLimits,
): Omit<Sender, 'chain' | 'account' | 'book'> {
  return {
    outbox: outboxIn(folder),
    receiptSeconds: receiptSecondsFrom(process.env['BALLAST_RECEIPT_TIMEOUT']),
    confirmations,
    ...(maxFee === undefined ? {} : { feeCap: feeCapOf(maxFee) }),
  }
}

/** @param maxFee gwei @returns wei @throws UsageError */
function feeCapOf(maxFee: number): bigint {
  const wei = maxFee > 0 && maxFee <= 1e6 ? parseUnits(maxFee.toFixed(9), 'gwei') : 0n
  if (wei > 0n) return wei
  throw new UsageError(
    'The most to pay for a unit of gas is no number of gwei above 0, up to 1000000.',
    'Write it as in --max-fee 30.',
  )
}

/** @throws UsageError for anything but a number of seconds from 1 to a day */
export function receiptSecondsFrom(text: string | undefined): number {
  if (text === undefined) return RECEIPT_SECONDS
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0
  if (seconds >= 1 && seconds <= LONGEST_RECEIPT_SECONDS) return seconds
  throw new UsageError(
    `$BALLAST_RECEIPT_TIMEOUT is "${printable(text)}", which is no number of seconds.`,
    `Set it to seconds from 1 to ${LONGEST_RECEIPT_SECONDS}, or unset it: ${RECEIPT_SECONDS} s is the default.`,
  )
}

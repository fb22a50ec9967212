import process from 'node:process'
import { computeAddress, getAddress } from 'ethers'
import type { ConnectLedger } from '../chain/ledgerLink.ts'
import { connectNetwork } from '../chain/network.ts'
import type { Address } from '../governance/addressBook.ts'
import { BallastError, UsageError } from '../shared/errors.ts'
import { listOf } from '../shared/format.ts'
import type { AccountEntry, KeystoreEntry } from '../workspace/accountSchema.ts'
import { type Config, type NetworkConfig, noWorkspace } from '../workspace/config.ts'
import { isLedgerReference, ledgerPlace } from '../workspace/ledgerSchema.ts'
import { ownersNamedBy } from '../workspace/safeSchema.ts'
import { referenceOf } from './accountReference.ts'
import { findKeystore, shownPath, unlockKeystore } from './keystoreAccount.ts'
import { askLedgerAddress, ledgerPlaceOf } from './openLedger.ts'
import { keyFromEnvironment } from './privateKeys.ts'
import type { FoundWorkspace } from './protocol.ts'
import { nodeAddressOf } from './resolveAccount.ts'
import type { Unlocking } from './secrets.ts'

/** An account as far as it can be seen without opening anything. */
export interface NamedAccount {
  readonly name: string
  readonly kind: 'node' | 'environment' | 'keystore' | 'safe' | 'ledger'
  /** `node:0`, `$BALLAST_KEY`, `keys/alice.json`, the owners of a Safe that are at hand, the path in a Ledger. */
  readonly signsWith: string
  readonly address?: Address
  /** `on device`: a Ledger, which nobody has asked. */
  readonly state: 'ready' | 'locked' | 'on device' | 'unusable'
  /** What is wrong with it, and what to do. */
  readonly trouble?: { readonly message: string; readonly nextStep: string }
  /** Of a keystore: how its passphrase is made a key, and where that comes from. */
  readonly derivation?: string
  readonly passphrase?: string
}

/** The network that was chosen, if one was. @throws UsageError for one that is not there */
export type ChosenNetwork = () => NetworkConfig | undefined

/**
 * The workspace whose accounts are meant, and its network where one is chosen.
 *
 * @throws UsageError without a ballast.yaml
 */
export function whereAccountsAre({ config, named }: FoundWorkspace): {
  readonly config: Config
  readonly network: ChosenNetwork
} {
  if (config === undefined) throw noWorkspace()
  const name = named ?? config.defaultNetwork
  return {
    config,
    network: () => (name === undefined || name === 'demo' ? undefined : config.network(name)),
  }
}

type Seen = Omit<NamedAccount, 'name' | 'kind' | 'signsWith' | 'trouble'>

/**
 * Every account of ballast.yaml. Nothing is unlocked and no device is asked; only what signs in a node is looked up there.
 *
 * @param network where accounts of a node are looked up
 */
export async function listAccounts(
  config: Config,
  network: ChosenNetwork,
): Promise<readonly NamedAccount[]> {
  const node = nodeOf(network)
  try {
    return await Promise.all(
      Object.entries(config.accounts).map(([name, entry]) => describe(name, entry, node)),
    )
  } finally {
    await node.close()
  }
}

/**
 * One account, by name or reference. A Ledger is asked for its address.
 *
 * @param unlocking opens it as well, to see that it can be; absent: nothing is opened
 * @throws UsageError if there is no such account, and what says that it cannot be opened
 */
export async function showAccount(
  config: Config,
  name: string,
  asked: {
    readonly network: ChosenNetwork
    readonly unlocking?: Unlocking | undefined
    readonly connectLedger?: ConnectLedger
  },
): Promise<NamedAccount> {
  const entry = referenceOf(config, name)
  const node = nodeOf(asked.network)
  try {
    const account = await describe(name, entry, {
      ...node,
      askLedger: (reference) => askLedgerAddress(reference, asked.connectLedger),
    })
    if (asked.unlocking === undefined || typeof entry === 'string') return account
    return { ...account, address: await unlockKeystore(entry, asked.unlocking), state: 'ready' }
  } finally {
    await node.close()
  }
}

/** Whoever is asked about an account: the node, connected when first needed, and a Ledger where one account is meant. */
interface Asked {
  readonly addressOf: (which: string) => Promise<Address>
  readonly askLedger?: (reference: string) => Promise<Address>
}

type LazyNode = Asked & { readonly close: () => Promise<void> }

function nodeOf(chosen: ChosenNetwork): LazyNode {
  let connecting: ReturnType<typeof connectNetwork> | undefined
  return {
    async addressOf(which) {
      const network = chosen()
      if (network === undefined) {
        throw new UsageError('No network is chosen to ask.', 'Name one with --network.')
      }
      connecting ??= connectNetwork(network)
      return nodeAddressOf(await connecting, which)
    },
    close: async () => {
      const chain = await connecting?.catch(() => undefined)
      chain?.provider.destroy()
    },
  }
}

async function describe(name: string, entry: AccountEntry, asked: Asked): Promise<NamedAccount> {
  const known = { name, ...wayOf(entry) }
  try {
    return { ...known, ...(await look(entry, asked)) }
  } catch (error) {
    if (!(error instanceof BallastError)) throw error
    const { message, nextStep } = error
    return { ...known, state: 'unusable', trouble: { message, nextStep } }
  }
}

/** How an account signs, as ballast.yaml says it. */
export function wayOf(entry: AccountEntry): Pick<NamedAccount, 'kind' | 'signsWith'> {
  if (typeof entry !== 'string') return { kind: 'keystore', signsWith: shownPath(entry.keystore) }
  if (entry.startsWith('safe:')) {
    return { kind: 'safe', signsWith: listOf(ownersNamedBy(entry)) }
  }
  if (isLedgerReference(entry)) return { kind: 'ledger', signsWith: pathIn(entry) }
  return entry.startsWith('env:')
    ? { kind: 'environment', signsWith: `$${entry.slice('env:'.length)}` }
    : { kind: 'node', signsWith: entry }
}

/** As it is written, also where it is none. */
const pathIn = (reference: string): string => {
  const place = ledgerPlace(reference)
  return 'wrong' in place ? reference : place.path
}

async function look(entry: AccountEntry, { addressOf, askLedger }: Asked): Promise<Seen> {
  if (typeof entry !== 'string') return lookIntoKeystore(entry)
  if (isLedgerReference(entry)) return lookAtLedger(entry, askLedger)
  const [kind, rest = ''] = entry.split(/:(.*)/s)
  if (kind === 'safe')
    return { state: 'ready', address: getAddress(rest.slice(0, 42).toLowerCase()) }
  return kind === 'env'
    ? { state: 'ready', address: computeAddress(keyFromEnvironment(rest)) }
    : { state: 'ready', address: await addressOf(rest) }
}

async function lookAtLedger(reference: string, ask: Asked['askLedger']): Promise<Seen> {
  if (ask !== undefined) return { state: 'ready', address: await ask(reference) }
  const { address } = ledgerPlaceOf(reference)
  return { state: 'on device', ...(address === undefined ? {} : { address }) }
}

async function lookIntoKeystore(entry: KeystoreEntry): Promise<Seen> {
  const { address, derivation, variable } = await findKeystore(entry)
  const passphrase = process.env[variable]
    ? `the file in $${variable}`
    : 'asked for in the terminal'
  return { state: 'locked', derivation, passphrase, ...(address === undefined ? {} : { address }) }
}

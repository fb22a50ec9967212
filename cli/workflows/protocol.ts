import type { Chain } from '../chain/client.ts'
import type { DevChain } from '../chain/devChain.ts'
import type { Fork } from '../chain/fork.ts'
import type { Sender } from '../chain/transaction.ts'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { RiskSettings } from '../governance/proposal.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { Config, NetworkConfig } from '../workspace/config.ts'

/** A protocol to work on: a chain to read, the directory of its contracts, and forks of it for dry runs. */
export interface Protocol {
  /** As ballast.yaml calls it; `demo` for the demonstration in this process. */
  readonly network: string
  readonly chain: Chain
  readonly book: AddressBook
  /** What a proposal that says nothing about risk gets. */
  readonly risk: RiskSettings
  /** Where its off-chain votes are held, if anywhere. */
  readonly snapshot?: SnapshotPlace
  /**
   * The chain at a block, to be warped and executed on; whoever asks closes it. The original is left as it is.
   *
   * @param signal refuses every request from then on
   */
  fork(block: BlockRef, signal?: AbortSignal): Promise<Fork>
  /** Needs no `this`: whoever closes it later need not hold the rest until then. */
  readonly close: () => Promise<void>
}

/** The demonstration's protocol, with the accounts that act in it. */
export interface DemoProtocol extends Protocol {
  readonly chain: DevChain
  readonly delegates: readonly Address[]
  readonly vaultCount: number
  /** Puts answers as old as the newest block into the stand-in feeds: the price of the market stays. */
  refreshFeeds(): Promise<void>
  /** Lets one feed answer that part of its price, as of the newest block. */
  fall(feed: string, factor: number): Promise<void>
  /** May move parameters in small steps. */
  readonly steward: Address
}

/** A workspace and the network that was chosen in it. */
export interface Workspace {
  readonly config: Config
  readonly network: NetworkConfig
}

/** What was found without asking for anything: a workspace, and the network that a flag or the environment names. */
export interface FoundWorkspace {
  readonly config?: Config
  readonly named?: string
}

/** A protocol and somebody who acts on it. */
export interface Acting {
  readonly protocol: Protocol
  readonly sender: Sender
  /** Where what was done is written down. */
  readonly folder: string
}

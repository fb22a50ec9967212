import type { DevChain } from '../chain/devChain.ts'
import type { AddressBook } from '../governance/addressBook.ts'

/** A protocol to work on: its chain and the directory of its contracts. */
export interface Protocol {
  readonly chain: DevChain
  readonly book: AddressBook
  /** Puts fresh answers into the price feeds, where they are ours to move. */
  refreshFeeds(): Promise<void>
  close(): Promise<void>
}

/** What the workflows get from outside. */
export interface Services {
  /** Opens the protocol that the command works on. */
  openProtocol(): Promise<DemoProtocol>
  readonly progress: import('../shared/progress.ts').Progress
}

/** The demonstration's protocol, with the accounts that act in it. */
export interface DemoProtocol extends Protocol {
  readonly delegates: readonly string[]
  readonly vaults: number
  readonly excludedShare: number
}

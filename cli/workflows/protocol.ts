import type { DevChain } from '../chain/devChain.ts'
import type { Address, AddressBook } from '../governance/addressBook.ts'

/** A protocol to work on: a chain that can be rewound for dry runs, and the directory of its contracts. */
export interface Protocol {
  readonly chain: DevChain
  readonly book: AddressBook
  close(): Promise<void>
}

/** The demonstration's protocol, with the accounts that act in it. */
export interface DemoProtocol extends Protocol {
  readonly delegates: readonly Address[]
  readonly vaultCount: number
  /** Puts answers as old as the newest block into the stand-in feeds: the price of the market stays. */
  refreshFeeds(): Promise<void>
}

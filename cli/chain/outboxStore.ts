import type { Address, Hex } from '../governance/addressBook.ts'

import type { SentEntry } from '../governance/sentEntry.ts'

/** A transaction that was about to leave, or left, and whose end nobody has seen yet. */
export type OutboxEntry = SentEntry

/** Who sends what, for a store that lets only one process at a time do so. */
export interface Sealed {
  readonly key: Hex
  readonly chainId: number
  readonly from: Address
}

/** Where entries outlive the process. */
export interface OutboxStore {
  find(key: Hex): Promise<OutboxEntry | undefined>
  put(entry: OutboxEntry): Promise<void>
  remove(key: Hex): Promise<void>
  /** Everything unfinished, on every chain; without it nothing can be listed. */
  list?(): Promise<readonly OutboxEntry[]>
  /**
   * Whether the same wish may come again later and mean something new (delegating to A, to B, and to A once more).
   * Then an earlier transaction counts for it only until the account has acted again.
   */
  readonly wishesRecur?: boolean
  /** Runs `work` while no other process sends from this account; without it the nonce alone guards. */
  alone?<T>(sending: Sealed, work: () => Promise<T>): Promise<T>
}

import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'

export const vaultOrders = ['health', 'distance', 'debt', 'collateral', 'owner'] as const
export type VaultOrder = (typeof vaultOrders)[number]

/** A vault as a row. Amounts as numbers for people: collateral in tokens, debt in derivative. */
export interface VaultRow {
  readonly market: string
  readonly owner: Address
  readonly collateral: number
  readonly debt: number
  /** Infinite without debt. */
  readonly health: number
  /** How far the price may fall until it can be liquidated, 0 to 1; negative if it can be now. */
  readonly distance: number
  /** The same with the open draft executed. */
  readonly after?: { readonly health: number; readonly distance: number }
}

export interface VaultTable {
  readonly block: BlockRef
  readonly count: number
  readonly totalCount: number
  readonly totalDebt: number
  readonly liquidatableCount: number
  /** With the draft. */
  readonly liquidatableAfter?: number
}

export interface VaultPage {
  readonly from: number
  readonly rows: readonly VaultRow[]
}

/** What the draft does to one owner, market by market. */
export interface VaultImpact {
  readonly owner: Address
  readonly vaults: readonly VaultRow[]
  readonly words: readonly string[]
}

import type { Address } from '../governance/addressBook.ts'

/** A vault as a row. Amounts as numbers for people: collateral in tokens, debt in derivative. */
export interface VaultRow {
  readonly market: string
  readonly owner: Address
  readonly collateralSymbol: string
  readonly collateral: number
  readonly debt: number
  /** Infinite without debt. */
  readonly health: number
  /** How far the price may fall until it can be liquidated, 0 to 1; negative if it can be now. */
  readonly distance: number
  /** The same with the open draft, once it has settled; absent where the draft does not change it. */
  readonly after?: { readonly health: number; readonly distance: number }
}

/** What makes a row the same in another book. */
export type VaultIdentity = Pick<VaultRow, 'market' | 'owner'>

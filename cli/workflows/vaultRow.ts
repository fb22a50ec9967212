import type { Address } from '../governance/addressBook.ts'

/** How safe a vault is at one moment, at the price of the block. */
export interface VaultHealth {
  /** Infinite without debt. */
  readonly health: number
  /** How far the price may fall until it can be liquidated, 0 to 1; negative if it can be. */
  readonly distance: number
}

/** A vault as a row. Amounts as numbers for people: collateral in tokens, debt in derivative. */
export interface VaultRow {
  readonly market: string
  readonly owner: Address
  readonly collateralSymbol: string
  readonly collateral: number
  readonly debt: number
  /** Undefined if it owes something and there is no price: then it cannot be liquidated, and nobody can say how safe it is. */
  readonly now: VaultHealth | undefined
  /** With the open draft; absent where that does not change it, and without a price. */
  readonly drafted?: {
    readonly execution: VaultHealth
    /** When the threshold has stopped moving; absent if it does not move after the execution. */
    readonly settled?: VaultHealth
  }
}

/** What makes a row the same in another book. */
export type VaultIdentity = Pick<VaultRow, 'market' | 'owner'>

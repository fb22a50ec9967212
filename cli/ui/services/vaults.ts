import type { VaultImpact, VaultOrder, VaultPage, VaultTable } from '../../workflows/readVaults.ts'

/** What of the vaults to show, in which order. */
export interface VaultQuestion {
  /** A market's label; all markets by default. */
  readonly market?: string
  /** Part of an owner's address or of a market's label, any case. */
  readonly filter: string
  readonly order: VaultOrder
  readonly isReversed: boolean
  /** The draft whose effect is shown beside each vault: its text. */
  readonly draft?: string
}

/** Vaults: read once a block in the background, asked for in pages, so that a hundred thousand scroll smoothly. */
export interface VaultServices {
  /** Counts and totals of what the question finds; reads the book if there is none of this block yet. */
  readonly findVaults: (
    question: VaultQuestion,
    onProgress: (read: number, total: number) => void,
  ) => Promise<VaultTable>
  /** Some rows of it, by position. */
  readonly readVaultPage: (
    question: VaultQuestion,
    range: { readonly from: number; readonly count: number },
  ) => Promise<VaultPage>
  /** What the draft does to one owner. */
  readonly readImpact: (owner: string, draft: string | undefined) => Promise<VaultImpact>
}

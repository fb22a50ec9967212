import type { NearLiquidation } from '../../workflows/nearLiquidation.ts'
import type {
  VaultPage,
  VaultQuestion,
  VaultRange,
  VaultTable,
  VaultView,
} from '../../workflows/readVaults.ts'
import type { VaultImpact } from '../../workflows/vaultImpact.ts'

/** Vaults: read once a block in the background, asked for in pages, so that a hundred thousand scroll smoothly. */
export interface VaultServices {
  /** Counts and totals of what the question finds, and the rows on the screen; reads the book if it is not there yet. */
  readonly findVaults: (
    question: VaultQuestion,
    view: VaultView,
    onProgress: (read: number, total: number) => void,
  ) => Promise<VaultTable>
  /** Some rows of it, by position: of the book that is named, or of the newest if that is gone. */
  readonly readVaultPage: (
    question: VaultQuestion,
    range: VaultRange & { readonly book: string },
  ) => Promise<VaultPage>
  /** How many vaults are close to liquidation; reads the book if it is not there yet. */
  readonly countNear: () => Promise<NearLiquidation>
  /** What the draft does to one owner. @throws UsageError if that is no address */
  readonly readImpact: (owner: string, draft: string | undefined) => Promise<VaultImpact>
}

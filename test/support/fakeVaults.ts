import type { BookReading } from '../../cli/chain/readBook.ts'
import type { Services } from '../../cli/ui/services.ts'
import { openVaults } from '../../cli/workflows/readVaults.ts'

/** Addresses of a book, as far as drafts need them. */
const addressBookOf = ({ markets, derivativeSymbol }: BookReading) => ({
  markets: markets.map(({ label, collateralSymbol }) => ({ label, collateralSymbol })),
  feeds: [],
  derivativeSymbol,
})

/** The vault services on a book of the test instead of a chain's; `read` answers the newest one. */
export function vaultServicesOn(
  read: () => BookReading,
): Pick<Services, 'findVaults' | 'readVaultPage' | 'readImpact'> {
  const protocol = { book: addressBookOf(read()) } as never
  const vaults = openVaults(
    async () => protocol,
    async () => read(),
  )
  return { findVaults: vaults.find, readVaultPage: vaults.page, readImpact: vaults.impact }
}

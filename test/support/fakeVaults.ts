import type { BookReading } from '../../cli/chain/readBook.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import type { Services } from '../../cli/ui/services.ts'
import { type DraftEffect, draftEffect } from '../../cli/workflows/draftEffect.ts'
import { openVaults } from '../../cli/workflows/readVaults.ts'
import { book, parameters } from '../governance/demo.ts'

/** How long governance takes in the tests: ten days. */
export const GOVERNANCE = 864_000

/** What a draft would set in the demonstration, on a book of the test. */
export const effectOn = ({ block }: Pick<BookReading, 'block'>, text: string): DraftEffect =>
  draftEffect(
    text,
    { book, current: parameters(), risk: defaultRisk },
    block.timestamp + GOVERNANCE,
  )

/** The vault services on a book of the test instead of a chain's; `read` answers the newest one. */
export function vaultServicesOn(
  read: () => BookReading,
): Pick<Services, 'findVaults' | 'readVaultPage' | 'readImpact'> {
  const vaults = openVaults(async () => ({}) as never, {
    now: () => 0,
    book: async () => read(),
    effect: async (_, text, at) => effectOn(at, text),
  })
  return { findVaults: vaults.find, readVaultPage: vaults.page, readImpact: vaults.impact }
}

import type { AddressBook, MarketEntry } from '../governance/addressBook.ts'
import { chooseFrom } from '../governance/nearest.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

/** @throws UsageError */
export function guardedMarket(label: string, { markets }: AddressBook): MarketEntry {
  const market = markets.find((entry) => entry.label === label)
  if (market !== undefined) return market
  const known = markets.map((entry) => entry.label)
  throw new UsageError(`There is no market "${printable(label)}".`, chooseFrom(label, known))
}

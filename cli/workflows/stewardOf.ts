import type { Address, AddressBook, MarketEntry } from '../governance/addressBook.ts'
import { chooseFrom } from '../governance/nearest.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

/**
 * Where the RiskSteward of a deployment is.
 *
 * @throws UsageError for a deployment from before there was one
 */
export function riskStewardOf({ contracts }: AddressBook): Address {
  const { riskSteward } = contracts
  if (riskSteward !== undefined) return riskSteward
  throw new UsageError(
    'This deployment has no RiskSteward: its parameters are moved by votes only.',
    'Choose another network with --network, or draft a proposal: ballast draft',
  )
}

/** @throws UsageError */
export function marketCalled(label: string, { markets }: AddressBook): MarketEntry {
  const market = markets.find((entry) => entry.label === label)
  if (market !== undefined) return market
  const known = markets.map((entry) => entry.label)
  throw new UsageError(`There is no market "${printable(label)}".`, chooseFrom(label, known))
}

import type { PoolDeposit } from '../chain/seedPools.ts'
import { numbered } from '../chain/seedVaults.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { demoVaults } from './demoVaults.ts'

/** Every so many owners one lends what it has issued to the stability pool of its collateral, */
const ONE_IN = 10
/** and one to the insurance pool. */
const INSURER_IN = 40

/** The deposits of the demonstration: the same owners of vaults, the same amounts in every run. */
export function demoDeposits({
  markets,
  pools = [],
  contracts,
}: AddressBook): readonly PoolDeposit[] {
  const { insurancePool } = contracts
  return numbered(demoVaults()).flatMap(({ market: label, debt, owner }, index) => {
    const market = markets.find((entry) => entry.label === label)
    const pool = pools.find(({ collateral }) => collateral === market?.collateral)?.address
    if (debt > 0n && pool !== undefined && index % ONE_IN === 3)
      return [{ pool, owner, amount: debt }]
    return debt > 0n && insurancePool !== undefined && index % INSURER_IN === 5
      ? [{ pool: insurancePool, owner, amount: debt }]
      : []
  })
}

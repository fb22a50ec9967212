import type { VaultServices } from '../ui/services/vaults.ts'
import { openVaults } from '../workflows/readVaults.ts'
import type { Opened } from './open.ts'

/** Questions about vaults. */
export function vaultServices({ protocol }: Opened): VaultServices {
  const vaults = openVaults(protocol, { now: () => Math.floor(Date.now() / 1_000) })
  return {
    findVaults: vaults.find,
    readVaultPage: vaults.page,
    countNear: vaults.near,
    readImpact: vaults.impact,
  }
}

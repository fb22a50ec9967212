import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import type { LedgerFixture } from './ledgerFixture.ts'

/** The capability that stops issuing and nothing else. */
export const FREEZE = 3n

/** Puts everything a guardian may do behind `FREEZE`, and gives that to these accounts. */
export async function appointGuardians(
  f: LedgerFixture,
  ...guardians: readonly HardhatEthersSigner[]
): Promise<void> {
  const { ledger, exposures, manager } = f
  const stops = [ledger.freeze, ledger.restrain].map((act) => act.fragment.selector)
  await manager.setTargetFunctionRole(ledger, stops, FREEZE)
  await manager.setTargetFunctionRole(
    exposures,
    [exposures.cutExposureCap.fragment.selector],
    FREEZE,
  )
  for (const guardian of guardians) await manager.grantRole(FREEZE, guardian, 0)
}

import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import type { Addressable } from 'ethers'
import type { AllowanceStruct } from '../../artifacts/typechain/contracts/governance/RiskSteward.ts'
import { roles } from '../../cli/governance/roles.ts'
import type { Connection, TestMarket } from './ledgerFixture.ts'
import { DAY, deployLedger } from './ledgerFixture.ts'

export interface TestAllowance extends AllowanceStruct {
  readonly parameter: number
  readonly relative: boolean
  readonly cooldown: number
  readonly min: bigint
  readonly max: bigint
  readonly maxStep: bigint
}

/** An allowance of absolute steps every three days, unless it says otherwise. */
export const allowance = (
  parameter: number,
  range: readonly [min: bigint, max: bigint],
  maxStep: bigint,
  other: Partial<TestAllowance> = {},
): TestAllowance => ({
  ...{ parameter, min: range[0], max: range[1], maxStep },
  ...{ relative: false, cooldown: 3 * DAY, ...other },
})

/** Who calls with which pairs of parameter and value. */
export type Pair = readonly [parameter: number, value: bigint]

/**
 * The Ledger of `deployLedger` behind an AccessManager whose roles are bound as in a deployment: `admin` plays the timelock, `steward`
 * holds STEWARD and nothing else, `stranger` nothing.
 */
export async function deploySteward(connection: Connection) {
  const ledger = await deployLedger(connection)
  const { ethers } = connection
  const { admin, manager } = ledger
  const riskSteward = await ethers.deployContract('RiskSteward', [ledger.ledger, manager])
  const signers = await ethers.getSigners()
  const [steward, stranger] = signers.slice(5) as [HardhatEthersSigner, HardhatEthersSigner]

  const bind = async (target: Addressable, selector: string, role: bigint) =>
    manager.setTargetFunctionRole(target, [selector], role)
  const ofLedger = ledger.ledger.interface
  await bind(ledger.ledger, ofLedger.getFunction('relax').selector, roles.RELAX)
  await bind(ledger.ledger, ofLedger.getFunction('tighten').selector, roles.TIGHTEN)
  const own = riskSteward.interface
  await bind(riskSteward, own.getFunction('allow').selector, roles.RELAX)
  await bind(riskSteward, own.getFunction('disallow').selector, roles.TIGHTEN)
  await bind(riskSteward, own.getFunction('set').selector, roles.STEWARD)
  for (const role of [roles.RELAX, roles.TIGHTEN]) await manager.grantRole(role, admin, 0)
  await manager.grantRole(roles.RELAX, riskSteward, 0)
  await manager.grantRole(roles.STEWARD, steward, 0)

  const allow = async (market: TestMarket, ...allowances: readonly TestAllowance[]) =>
    riskSteward.allow(market.id, [...allowances])
  const step = async (market: TestMarket, ...pairs: readonly Pair[]) =>
    riskSteward.connect(steward).set(
      market.id,
      pairs.map(([parameter, value]) => ({ parameter, value })),
    )
  const stored = async (market: TestMarket, parameter: number) =>
    ledger.ledger.storedParameter(market.id, parameter)
  const windowOf = async (market: TestMarket, parameter: number) => {
    const answer = await riskSteward.windowOf(market.id, parameter)
    return [answer.stored, answer.lowest, answer.highest, answer.opensAt] as const
  }
  return { ...ledger, riskSteward, steward, stranger, allow, step, stored, windowOf }
}

export type StewardFixture = Awaited<ReturnType<typeof deploySteward>>

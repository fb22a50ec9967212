import type { ContractKind } from './addressBook.ts'

/** The AccessManager's roles: capabilities, not people. ADMIN is held by the timelock alone. */
export const roles = {
  ADMIN: 0n,
  RELAX: 1n,
  TIGHTEN: 2n,
  FREEZE: 3n,
  LIST: 4n,
  ORACLE: 5n,
  MODULE: 6n,
  COMPLIANCE: 7n,
  BRIDGE: 8n,
  STEWARD: 9n,
} as const
export type RoleName = keyof typeof roles

/** The role that everybody holds (type(uint64).max). */
const publicRole = 2n ** 64n - 1n

/** `RELAX (1)`; a number that has no name stays a number. */
export function roleWords(id: bigint): string {
  if (id === publicRole) return `PUBLIC (${id})`
  const named = Object.entries(roles).find(([, value]) => value === id)
  return named === undefined ? String(id) : `${named[0]} (${id})`
}

/** Selectors that need one role on one contract. */
export interface RoleSelectors {
  readonly contract: ContractKind
  readonly role: RoleName
  readonly signatures: readonly string[]
}

/** Which role opens which function. Only roles that stand here are granted; everything else stays with ADMIN. */
export const roleSelectors: readonly RoleSelectors[] = [
  {
    contract: 'ledger',
    role: 'RELAX',
    signatures: ['relax(bytes32,(uint8,uint256)[])', 'unfreeze(bytes32)'],
  },
  { contract: 'ledger', role: 'TIGHTEN', signatures: ['tighten(bytes32,(uint8,uint256)[])'] },
  {
    contract: 'riskSteward',
    role: 'RELAX',
    signatures: ['allow(bytes32,(uint8,bool,uint256,uint256,uint256,uint256)[])'],
  },
  { contract: 'riskSteward', role: 'TIGHTEN', signatures: ['disallow(bytes32,uint8[])'] },
  { contract: 'riskSteward', role: 'STEWARD', signatures: ['set(bytes32,(uint8,uint256)[])'] },
  {
    contract: 'ledger',
    role: 'FREEZE',
    signatures: ['restrain(bytes32,(uint8,uint256)[])', 'freeze(bytes32)'],
  },
  {
    contract: 'ledger',
    role: 'MODULE',
    signatures: [
      'seize(bytes32,address,uint256,address)',
      'settle(bytes32,uint256,uint256,uint256)',
      'mintSurplus(address,uint256,address)',
    ],
  },
  {
    contract: 'auctionHouse',
    role: 'RELAX',
    signatures: [
      'configure(bytes32,(uint8,uint256)[])',
      'setMaxInAuction(address,uint256)',
      'giveUp(uint256)',
    ],
  },
  {
    contract: 'auctionHouse',
    role: 'MODULE',
    signatures: ['sell((address,address,uint256,uint256,uint256))'],
  },
  {
    contract: 'stabilityPool',
    role: 'RELAX',
    signatures: ['setCooldown(uint256)', 'setVesting(uint256)', 'setAbsorbReward(uint256)'],
  },
  {
    contract: 'insurancePool',
    role: 'RELAX',
    signatures: ['setCooldown(uint256)', 'setVesting(uint256)'],
  },
  { contract: 'insurancePool', role: 'MODULE', signatures: ['draw(uint256,address)'] },
  {
    contract: 'backstop',
    role: 'RELAX',
    signatures: [
      'configure(address,(uint8,uint256)[])',
      'setPools(address,address,address)',
      'release(address,uint256,address)',
    ],
  },
  {
    contract: 'exposureCaps',
    role: 'RELAX',
    signatures: [
      'setExposureCap(address,bytes32,uint256)',
      'setRelativeCap(address,bytes32,uint256)',
    ],
  },
  {
    contract: 'exposureCaps',
    role: 'FREEZE',
    signatures: ['cutExposureCap(address,bytes32,uint256)'],
  },
  { contract: 'exposureCaps', role: 'LIST', signatures: ['assignRisks(bytes32,bytes32[3])'] },
  {
    contract: 'ledger',
    role: 'LIST',
    signatures: [
      'createMarket((address,address,bytes32,bytes32),(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256))',
    ],
  },
  {
    contract: 'oracleHub',
    role: 'LIST',
    signatures: [
      'createFeed(bytes32,address[],(uint32,uint16,uint8,uint16,uint16),(address,uint256,uint256))',
    ],
  },
  {
    contract: 'oracleHub',
    role: 'ORACLE',
    signatures: [
      'setSources(bytes32,address[])',
      'setMaxAge(bytes32,uint256)',
      'setMaxDeviation(bytes32,uint256)',
      'setMinSources(bytes32,uint256)',
      'forceSources(bytes32,address[])',
      'setMaxJump(bytes32,uint256)',
      'setMaxSwitchDeviation(bytes32,uint256)',
      'setRateSource(bytes32,address,uint256,uint256)',
      'setGrowthCap(bytes32,uint256)',
      'setYieldDecay(bytes32,uint256)',
    ],
  },
]

/** The roles that open something today, in the order of their ids. */
export const grantedRoles: readonly RoleName[] = (Object.keys(roles) as RoleName[]).filter((role) =>
  roleSelectors.some((entry) => entry.role === role),
)

/** What governance holds itself: MODULE is for contracts that keep its rules, never for a call somebody proposes. */
export const governanceRoles: readonly RoleName[] = grantedRoles.filter((role) => role !== 'MODULE')

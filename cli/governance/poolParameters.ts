import type { ParameterSpec } from './parameter.ts'

const hour = 3_600n
const day = 86_400n

const access = (
  getter: string,
  setter: string,
): Pick<ParameterSpec, 'scope' | 'settles' | 'stored' | 'effective' | 'write'> => {
  const read = {
    contract: 'pools',
    fragment: `function ${getter}() view returns (uint256)`,
    args: [],
  } as const
  return {
    scope: 'pool',
    settles: 'atOnce',
    stored: read,
    effective: read,
    write: {
      kind: 'call',
      contract: 'pools',
      doors: { relax: `function ${setter}(uint256 value)` },
      args: [{ from: 'value' }],
    },
  }
}

/** The governed numbers of every pool. Bounds: contracts/interfaces/IPatientVault.sol and IStabilityPool.sol. */
export const poolParameters: readonly ParameterSpec[] = [
  {
    key: 'cooldown',
    label: 'Cool-down',
    ...access('cooldown', 'setCooldown'),
    unit: 'seconds',
    min: 0n,
    max: 14n * day,
    tightens: 'up',
    riskClass: 'medium',
    summary: 'Time between asking to withdraw from the pool and being able to.',
  },
  {
    key: 'vesting',
    label: 'Vesting',
    ...access('vesting', 'setVesting'),
    unit: 'seconds',
    min: hour,
    max: 7n * day,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'Time over which yield that is added later comes to the depositors.',
  },
  {
    key: 'absorbReward',
    label: 'Absorption reward',
    only: 'absorbing',
    ...access('absorbRewardBps', 'setAbsorbReward'),
    unit: 'bps',
    min: 0n,
    max: 100n,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'Share of the seized collateral for whoever has the pool liquidate.',
  },
]

import type { ParameterSpec, ReadDescriptor } from './parameter.ts'

const limit = (output: string): ReadDescriptor => ({
  contract: 'oracleHub',
  fragment:
    'function limitsOf(bytes32 feed) view returns ((uint32 maxAge, uint16 maxDeviationBps, uint8 minSources, uint16 maxJumpBps, uint16 maxSwitchDeviationBps) limits)',
  args: [{ from: 'subjectKey' }],
  output,
})

const setting = (
  output: string,
  setter: string,
): Pick<ParameterSpec, 'stored' | 'effective' | 'write'> => ({
  stored: limit(output),
  effective: limit(output),
  write: {
    kind: 'call',
    contract: 'oracleHub',
    doors: { relax: `function ${setter}(bytes32 feed, uint256 value)` },
    args: [{ from: 'subjectKey' }, { from: 'value' }],
  },
})

const rateTerm = (
  output: string,
  setter: string,
): Pick<ParameterSpec, 'stored' | 'effective' | 'write'> => {
  const read: ReadDescriptor = {
    contract: 'oracleHub',
    fragment:
      'function rateTermsOf(bytes32 feed) view returns ((address source, uint256 growthCapWad, uint256 yieldDecayWad) terms)',
    args: [{ from: 'subjectKey' }],
    output,
  }
  return { ...setting(output, setter), stored: read, effective: read }
}

/** The governed limits of every price feed, and those of the rate where the token bears yield. Bounds: contracts/interfaces/IOracleHub.sol. */
export const feedParameters: readonly ParameterSpec[] = [
  {
    key: 'maxAge',
    label: 'Maximum age',
    scope: 'feed',
    unit: 'seconds',
    min: 60n,
    max: 172_800n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'atOnce',
    ...setting('maxAge', 'setMaxAge'),
    summary: 'Oldest answer of a source that counts.',
  },
  {
    key: 'maxDeviation',
    label: 'Maximum deviation',
    scope: 'feed',
    unit: 'bps',
    min: 25n,
    max: 1_000n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'atOnce',
    ...setting('maxDeviationBps', 'setMaxDeviation'),
    summary: 'Largest distance from the median at which a source still counts.',
  },
  {
    key: 'minSources',
    label: 'Minimum sources',
    scope: 'feed',
    unit: 'count',
    min: 1n,
    max: 5n,
    tightens: 'up',
    riskClass: 'high',
    settles: 'atOnce',
    ...setting('minSources', 'setMinSources'),
    summary: 'How many agreeing fresh sources make a price OK; never more than the feed has.',
  },
  {
    key: 'maxJump',
    label: 'Maximum jump',
    scope: 'feed',
    unit: 'bps',
    min: 200n,
    max: 5_000n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'atOnce',
    ...setting('maxJumpBps', 'setMaxJump'),
    summary: 'Largest move per hour away from the last good price with which a price is OK.',
  },
  {
    key: 'maxSwitchDeviation',
    label: 'Maximum switch deviation',
    scope: 'feed',
    unit: 'bps',
    min: 0n,
    max: 1_000n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'atOnce',
    ...setting('maxSwitchDeviationBps', 'setMaxSwitchDeviation'),
    summary:
      'Largest difference that new sources may make to the price; beyond it they must be forced, which freezes issuing.',
  },
  {
    key: 'growthCap',
    label: 'Growth cap',
    scope: 'feed',
    only: 'rated',
    unit: 'wadPercent',
    min: 0n,
    max: 300_000_000_000_000_000n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'atOnce',
    ...rateTerm('growthCapWad', 'setGrowthCap'),
    summary:
      'How fast the accepted rate of a yield-bearing token may grow, per year, from the snapshot that setting it takes. Only with a rate source.',
  },
  {
    key: 'yieldDecay',
    label: 'Yield decay',
    scope: 'feed',
    only: 'rated',
    unit: 'wadPercent',
    min: 50_000_000_000_000_000n,
    max: 1_000_000_000_000_000_000n,
    tightens: 'up',
    riskClass: 'high',
    settles: 'atOnce',
    ...rateTerm('yieldDecayWad', 'setYieldDecay'),
    summary:
      'How much of the growth since the snapshot stops counting per day once the rate has not been refreshed for the maximum age. Only with a rate source.',
  },
]

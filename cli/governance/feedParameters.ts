import type { ParameterSpec, ReadDescriptor } from './parameter.ts'

const limit = (output: string): ReadDescriptor => ({
  contract: 'oracleHub',
  fragment:
    'function limitsOf(bytes32 feed) view returns ((uint32 maxAge, uint16 maxDeviationBps, uint8 minSources) limits)',
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
    fragment: `function ${setter}(bytes32 feed, uint256 value)`,
    args: [{ from: 'subjectKey' }, { from: 'value' }],
  },
})

/** The three governed limits of every price feed. Bounds: contracts/interfaces/IOracleHub.sol. */
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
]

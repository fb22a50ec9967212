import { ZeroHash } from 'ethers'
import type { Argument, ParameterSpec, ReadDescriptor } from './parameter.ts'

/** What one slot of the contract holds. */
const mostCap = 2n ** 112n - 1n

const derivative: Argument = { from: 'contract', name: 'derivative' }

/** IExposureCaps: `RAISE_DELAY`. */
const raiseDelay = 86_400n

/** The zero name stands for the derivative as a whole. */
const whole: Argument = { from: 'literal', value: ZeroHash }

const exposure = (args: readonly Argument[], output: string): ReadDescriptor => ({
  contract: 'exposureCaps',
  fragment:
    'function exposureOf(address derivative, bytes32 risk) view returns ((uint256 used, uint256 cap, uint256 relativeBps, uint256 nextCap, uint256 effectiveAt) exposure)',
  args,
  output,
})

const cap = (
  ...subject: readonly [derivative: Argument, risk: Argument]
): Pick<
  ParameterSpec,
  'unit' | 'min' | 'max' | 'settles' | 'raiseDelay' | 'stored' | 'effective' | 'used' | 'write'
> => ({
  unit: 'derivative',
  min: 0n,
  max: mostCap,
  settles: 'delay',
  raiseDelay,
  stored: { ...exposure(subject, 'cap'), pending: { when: 'effectiveAt', output: 'nextCap' } },
  effective: exposure(subject, 'cap'),
  used: exposure(subject, 'used'),
  write: {
    kind: 'call',
    contract: 'exposureCaps',
    doors: {
      relax: 'function setExposureCap(address derivative, bytes32 risk, uint256 cap)',
      restrain: 'function cutExposureCap(address derivative, bytes32 risk, uint256 cap)',
    },
    args: [...subject, { from: 'value' }],
  },
})

/** The cap on a derivative as a whole. Bounds: contracts/interfaces/IExposureCaps.sol. */
export const derivativeCap: ParameterSpec = {
  key: 'derivativeCap',
  label: 'Derivative cap',
  scope: 'derivative',
  ...cap({ from: 'subjectKey' }, whole),
  tightens: 'down',
  restrains: true,
  riskClass: 'high',
  summary: 'The most that may be issued in all markets together; falls at once, rises after a day.',
}

/** The caps on what several markets can fail by at once. Bounds: contracts/interfaces/IExposureCaps.sol. */
export const riskParameters: readonly ParameterSpec[] = [
  {
    key: 'exposureCap',
    label: 'Exposure cap',
    scope: 'risk',
    ...cap(derivative, { from: 'subjectKey' }),
    tightens: 'down',
    restrains: true,
    riskClass: 'high',
    summary:
      'The most that may be issued in the markets behind this risk; falls at once, rises after a day.',
  },
  {
    key: 'relativeCap',
    label: 'Relative cap',
    scope: 'risk',
    unit: 'bps',
    min: 0n,
    max: 10_000n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'atOnce',
    stored: exposure([derivative, { from: 'subjectKey' }], 'relativeBps'),
    effective: exposure([derivative, { from: 'subjectKey' }], 'relativeBps'),
    write: {
      kind: 'call',
      contract: 'exposureCaps',
      doors: {
        relax: 'function setRelativeCap(address derivative, bytes32 risk, uint256 relativeBps)',
      },
      args: [derivative, { from: 'subjectKey' }, { from: 'value' }],
    },
    summary:
      'The largest share of what is issued in all markets that may rest on this risk; 100 % is no limit.',
  },
]

import { derivativeCap } from './exposureParameters.ts'
import type { ParameterSpec } from './parameter.ts'

/** What differs between two numbers of the waterfall; where they are read and written follows from the member. */
type WaterfallTerms = Omit<ParameterSpec, 'scope' | 'settles' | 'stored' | 'effective' | 'write'>

/** In the order of the enum `BackstopParameter`: the place is the member's number in the ABI. */
const terms: readonly WaterfallTerms[] = [
  {
    key: 'surplusBuffer',
    label: 'Surplus buffer',
    unit: 'derivative',
    min: 0n,
    max: 2n ** 120n,
    tightens: 'up',
    riskClass: 'medium',
    summary: 'Surplus that is never distributed, so that it is there for bad debt.',
  },
  {
    key: 'poolShare',
    label: 'Share of the stability pool',
    unit: 'bps',
    min: 0n,
    max: 10_000n,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'What the stability pool gets of distributed surplus, as yield.',
  },
  {
    key: 'insuranceShare',
    label: 'Share of the insurance pool',
    unit: 'bps',
    min: 0n,
    max: 10_000n,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'What the insurance pool gets of distributed surplus, as yield.',
  },
  {
    key: 'salePrice',
    label: 'Sale price',
    unit: 'derivative',
    min: 0n,
    max: 2n ** 120n,
    tightens: 'neither',
    riskClass: 'high',
    summary: 'Where a sale of a governance token for bad debt starts; 0 is no sale.',
  },
  {
    key: 'saleSize',
    label: 'Sale size',
    unit: 'votes',
    min: 0n,
    max: 2n ** 100n,
    tightens: 'neither',
    riskClass: 'high',
    summary: 'The most governance tokens that one sale for bad debt offers; 0 is no sale.',
  },
]

const waterfall: readonly ParameterSpec[] = terms.map((term, index) => {
  const member = BigInt(index)
  const read = {
    contract: 'backstop',
    fragment:
      'function storedParameter(address derivative, uint8 parameter) view returns (uint256)',
    args: [{ from: 'subjectKey' }, { from: 'literal', value: member }],
  } as const
  return {
    ...term,
    scope: 'derivative',
    settles: 'atOnce',
    stored: read,
    effective: read,
    write: {
      kind: 'tuple',
      contract: 'backstop',
      doors: {
        relax:
          'function configure(address derivative, (uint8 parameter, uint256 value)[] settings)',
      },
      member,
    },
  }
})

const readTotal = {
  contract: 'auctionHouse',
  fragment: 'function maxInAuctionOf(address derivative) view returns (uint256)',
  args: [{ from: 'subjectKey' }],
} as const

const maxInAuctionTotal: ParameterSpec = {
  key: 'maxInAuctionTotal',
  label: 'Most in auction altogether',
  scope: 'derivative',
  unit: 'derivative',
  min: 0n,
  max: 2n ** 120n,
  tightens: 'neither',
  limits: 'maxInAuction',
  riskClass: 'high',
  settles: 'atOnce',
  stored: readTotal,
  effective: readTotal,
  write: {
    kind: 'call',
    contract: 'auctionHouse',
    doors: { relax: 'function setMaxInAuction(address derivative, uint256 most)' },
    args: [{ from: 'subjectKey' }, { from: 'value' }],
  },
  summary: 'What the maxInAuction of all markets may add up to.',
}

/** The governed numbers of a derivative as a whole. Bounds: contracts/interfaces/IBackstop.sol and IAuctionParameters.sol. */
export const derivativeParameters: readonly ParameterSpec[] = [
  derivativeCap,
  ...waterfall,
  maxInAuctionTotal,
]

import type { ParameterSpec, ReadDescriptor, WriteDescriptor } from './parameter.ts'

const days = 86_400n
const wad = 10n ** 18n

const read = (name: string, member: bigint): ReadDescriptor => ({
  contract: 'ledger',
  fragment: `function ${name}(bytes32 id, uint8 parameter) view returns (uint256)`,
  args: [{ from: 'subjectKey' }, { from: 'literal', value: member }],
})

const write = (member: bigint): WriteDescriptor => ({
  kind: 'tuple',
  contract: 'ledger',
  doors: {
    tighten: 'function tighten(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
    relax: 'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
    restrain: 'function restrain(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
  },
  member,
})

/** What a market owes, as last written. */
export const owed = (output: string | readonly string[]): ReadDescriptor => ({
  contract: 'ledger',
  fragment:
    'function stateOf(bytes32 id) view returns ((uint128 totalDebt, uint128 totalDebtShares, uint128 totalCollateral, uint128 deficit, uint64 accruedAt, uint64 frozenUntil, uint128 inAuction) state)',
  args: [{ from: 'subjectKey' }],
  output,
})

/** What differs between two market parameters; where they are read and written follows from the member. */
type MarketTerms = Omit<ParameterSpec, 'scope' | 'settles' | 'stored' | 'effective' | 'write'> &
  Partial<Pick<ParameterSpec, 'settles'>>

/** In the order of the enum `Parameter`: the place is the member's number in the ABI. */
const terms: readonly MarketTerms[] = [
  {
    key: 'collateralizationRatio',
    label: 'Collateralisation ratio',
    unit: 'bps',
    min: 10_500n,
    max: 100_000n,
    tightens: 'up',
    restrains: true,
    riskClass: 'high',
    summary: 'Collateral value per debt needed to issue or withdraw, at the low price.',
  },
  {
    key: 'liquidationThreshold',
    label: 'Liquidation threshold',
    unit: 'bps',
    min: 5_000n,
    max: 9_700n,
    tightens: 'down',
    riskClass: 'high',
    settles: 'ramp',
    summary:
      'Share of the collateral value, at the high price, above which debt may be liquidated; a cut ramps.',
  },
  {
    key: 'liquidationPenalty',
    label: 'Liquidation penalty',
    unit: 'bps',
    min: 100n,
    max: 2_000n,
    tightens: 'neither',
    riskClass: 'medium',
    summary: 'The most a liquidated owner pays on top of the repaid debt.',
  },
  {
    key: 'penaltyFloor',
    label: 'Penalty floor',
    unit: 'bps',
    min: 2_000n,
    max: 10_000n,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'The part of the penalty that is paid at health factor 1.',
  },
  {
    key: 'maxPenaltyHealth',
    label: 'Health at the full penalty',
    unit: 'wad',
    min: (wad * 80n) / 100n,
    max: (wad * 99n) / 100n,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'Health factor at and below which the whole penalty is paid.',
  },
  {
    key: 'targetHealth',
    label: 'Target health',
    unit: 'wad',
    min: wad,
    max: (wad * 125n) / 100n,
    tightens: 'neither',
    riskClass: 'medium',
    summary: 'Health factor at which a liquidation leaves the vault.',
  },
  {
    key: 'debtCeiling',
    label: 'Debt ceiling',
    unit: 'derivative',
    min: 0n,
    max: 2n ** 120n,
    tightens: 'down',
    restrains: true,
    riskClass: 'high',
    settles: 'delay',
    // IRiskParameters: `CEILING_RAISE_DELAY`.
    raiseDelay: days,
    used: owed(['totalDebt', 'deficit', 'inAuction']),
    summary: 'The most that may be issued in this market; falls at once, rises after a delay.',
  },
  {
    key: 'minimumDebt',
    label: 'Minimum debt',
    unit: 'derivative',
    min: 100n * wad,
    max: 25_000n * wad,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'The least debt of a vault that has any.',
  },
  {
    key: 'stabilityFee',
    label: 'Stability fee',
    unit: 'wadPercent',
    min: 0n,
    max: wad,
    tightens: 'neither',
    riskClass: 'medium',
    summary: 'Charge on debt per year, continuously compounded.',
  },
  {
    key: 'thresholdRamp',
    label: 'Threshold ramp',
    unit: 'seconds',
    min: days,
    max: 30n * days,
    tightens: 'neither',
    riskClass: 'medium',
    summary: 'How long the next cut of the liquidation threshold takes.',
  },
  {
    key: 'ceilingGap',
    label: 'Ceiling gap',
    unit: 'derivative',
    min: wad,
    max: 2n ** 120n,
    tightens: 'down',
    restrains: true,
    riskClass: 'medium',
    summary:
      'How far issuing climbs in one step below the debt ceiling; no steps if it is as high as the ceiling.',
  },
  {
    key: 'ceilingDelay',
    label: 'Ceiling delay',
    unit: 'seconds',
    min: 3_600n,
    max: 7n * days,
    tightens: 'neither',
    riskClass: 'low',
    summary: 'Time between two steps of issuing.',
  },
]

/** The numbers with which a market is listed, and which stewards step. Bounds and directions: contracts/interfaces/IRiskParameters.sol. */
export const marketParameters: readonly ParameterSpec[] = terms.map((term, index) => {
  const member = BigInt(index)
  return {
    settles: 'atOnce',
    ...term,
    scope: 'market',
    stored: read('storedParameter', member),
    effective: read('effectiveParameter', member),
    write: write(member),
  }
})

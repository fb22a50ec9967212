import { owed } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'

const wad = 10n ** 18n

/** What differs between two of them; where they are read and written follows from the member. */
type AuctionTerms = Omit<
  ParameterSpec,
  'scope' | 'settles' | 'tightens' | 'stored' | 'effective' | 'write'
>

/** In the order of the enum `AuctionParameter`: the place is the member's number in the ABI. */
const terms: readonly AuctionTerms[] = [
  {
    key: 'auctionBuffer',
    label: 'Auction buffer',
    unit: 'bps',
    min: 10_000n,
    max: 15_000n,
    riskClass: 'medium',
    summary: 'Where the price of a lot starts, of the high price.',
  },
  {
    key: 'auctionCut',
    label: 'Auction cut',
    unit: 'wad',
    min: (wad * 90n) / 100n,
    max: (wad * 999n) / 1_000n,
    riskClass: 'medium',
    summary: 'What one step leaves of the price of a lot.',
  },
  {
    key: 'auctionStep',
    label: 'Auction step',
    unit: 'seconds',
    min: 12n,
    max: 600n,
    riskClass: 'medium',
    summary: 'Time between two cuts of the price of a lot.',
  },
  {
    key: 'auctionTail',
    label: 'Auction tail',
    unit: 'seconds',
    min: 1_200n,
    max: 43_200n,
    riskClass: 'medium',
    summary: 'After so long a lot sells only after a new start from the oracle\u2019s price.',
  },
  {
    key: 'auctionFloor',
    label: 'Auction floor',
    unit: 'bps',
    min: 1_000n,
    max: 9_500n,
    riskClass: 'high',
    summary: 'Below this share of the price at the start nothing of a lot is sold.',
  },
  {
    key: 'auctionHealth',
    label: 'Auction health',
    unit: 'wad',
    min: (wad * 80n) / 100n,
    max: wad,
    riskClass: 'medium',
    summary: 'Health factor at and below which a vault may be sent to auction.',
  },
  {
    key: 'maxInAuction',
    label: 'Most in auction',
    used: owed('inAuction'),
    unit: 'derivative',
    min: 0n,
    max: 2n ** 120n,
    riskClass: 'high',
    summary: 'How much of the market\u2019s debt is in auction at a time; 0 stops new auctions.',
  },
  {
    key: 'kickReward',
    label: 'Kick reward',
    unit: 'bps',
    min: 0n,
    max: 100n,
    riskClass: 'low',
    summary: 'Share of the seized collateral for whoever sends a vault to auction.',
  },
]

/** The governed numbers of every market's auctions. Bounds: contracts/interfaces/IAuctionParameters.sol. */
export const auctionParameters: readonly ParameterSpec[] = terms.map((term, index) => {
  const member = BigInt(index)
  const read = {
    contract: 'auctionHouse',
    fragment: 'function storedParameter(bytes32 id, uint8 parameter) view returns (uint256)',
    args: [{ from: 'subjectKey' }, { from: 'literal', value: member }],
  } as const
  return {
    ...term,
    scope: 'market',
    tightens: 'neither',
    settles: 'atOnce',
    stored: read,
    effective: read,
    write: {
      kind: 'tuple',
      contract: 'auctionHouse',
      doors: {
        relax: 'function configure(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
      },
      member,
    },
  }
})

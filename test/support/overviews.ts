import type { ProposalLine } from '../../cli/report/statusText.ts'
import type { FeedOverview, MarketOverview, Overview } from '../../cli/workflows/readOverview.ts'
import { testNow } from './fakeServices.ts'

const WAD = 10n ** 18n
export const HOUR = 3_600
export const DAY = 86_400

/** A proposal whose vote is open for two more days, and in which the account has not voted. */
export const proposalLine = (own: Partial<ProposalLine> = {}): ProposalLine => ({
  id: 7n,
  handle: '0x00000007',
  title: 'Raise the threshold',
  proposer: `0x${'11'.repeat(20)}`,
  state: 'Active',
  voteStartsAt: testNow - DAY,
  voteEndsAt: testNow + 2 * DAY - 1,
  executableAt: undefined,
  tally: { for: 0n, against: 0n, abstain: 0n },
  quorum: 1_000_000n * WAD,
  isQuorumEstimated: false,
  next: { kind: 'vote', words: 'delegates vote' },
  own: { votes: 800_000n * WAD, cast: 0n, mayCancel: false },
  ...own,
})

export const marketOverview = (own: Partial<MarketOverview> = {}): MarketOverview => ({
  label: 'WETH-A',
  collateralSymbol: 'WETH',
  debt: 10_000_000n * WAD,
  collateralValue: 18_000_000n * WAD,
  collateralization: 1.8,
  mostCollateralization: 1.8,
  requiredCollateralization: 1.5,
  liquidationCollateralization: 1.25,
  ceiling: 40_000_000n * WAD,
  ceilingUse: 0.25,
  badDebt: 0n,
  vaultCount: 140,
  priceState: 'OK',
  feed: 'WETH/USD',
  ...own,
})

/** Three sources of which two must count, each ten minutes old; two hours are allowed. */
export const feedOverview = (own: Partial<FeedOverview> = {}): FeedOverview => ({
  label: 'WETH/USD',
  state: 'OK',
  maxAge: 7_200n,
  minSources: 2n,
  sources: [600, 600, 600].map((age) => ({ updatedAt: BigInt(testNow - age), status: 'USED' })),
  price: (2_368_790n * WAD) / 1_000n,
  trouble: undefined,
  ...own,
})

/** The protocol with one sound market and nothing to do. */
export const overviewOf = ({
  proposals = [],
  ...own
}: Partial<Overview> & { readonly proposals?: readonly ProposalLine[] } = {}): Overview => ({
  status: {
    network: 'local',
    chainId: 31_337,
    block: { number: 1_234, timestamp: testNow - 5, hash: '0xaa' },
    blockAge: 5,
    isDevelopment: false,
    tokenSymbol: 'BLST',
    proposals,
    endedCount: 0,
    priceTroubles: [],
    badDebt: [],
    stopped: [],
    account: {
      name: 'alice',
      address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
      votes: 800_000n * WAD,
      balance: 0n,
      delegate: undefined,
    },
  },
  now: testNow,
  derivativeSymbol: 'bUSD',
  tokenSymbol: 'BLST',
  totalDebt: 10_000_000n * WAD,
  supply: 9_990_000n * WAD,
  backing: 18_000_000n * WAD,
  unpriced: [],
  nav: 1.801_8,
  badDebt: 0n,
  markets: [marketOverview()],
  feeds: [feedOverview()],
  ...own,
})

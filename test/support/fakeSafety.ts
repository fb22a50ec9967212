import type { PoolReading } from '../../cli/governance/pools.ts'
import type { FeedPanel, LotPanel, Safety } from '../../cli/workflows/readSafety.ts'
import { address } from './fakeDelegates.ts'
import { testNow } from './fakeServices.ts'

const WAD = 10n ** 18n
/** 18 decimals, to the cent. */
export const wad = (amount: number): bigint => (BigInt(Math.round(amount * 100)) * WAD) / 100n
const now = BigInt(testNow)

const source = (
  digit: string,
  price: number,
  own: Partial<FeedPanel['sources'][number]> = {},
): FeedPanel['sources'][number] => ({
  address: address(digit),
  status: 'USED',
  priceWad: wad(price),
  updatedAt: now - 720n,
  ...own,
})

/** A feed that is OK, unless it says otherwise. */
export const feedPanel = (own: Partial<FeedPanel> = {}): FeedPanel => ({
  label: 'WETH/USD',
  state: 'OK',
  maxAge: 7_200n,
  minSources: 2n,
  maxDeviationBps: 200n,
  maxJumpBps: 2_500n,
  price: { low: wad(1_999), mid: wad(2_000.5), high: wad(2_002) },
  sources: [source('1', 1_999), source('2', 2_000.5), source('3', 2_002)],
  lastGood: { low: wad(1_990), mid: wad(1_995), high: wad(2_000), storedAt: now - 3_600n },
  deadSince: undefined,
  frozenUntil: 0n,
  markets: ['WETH-A'],
  reasons: [],
  ...own,
})

export const degradedFeed = feedPanel({
  label: 'WSTETH/USD',
  state: 'DEGRADED',
  sources: [source('1', 2_300), source('2', 2_600, { status: 'OUTLIER' })],
  frozenUntil: now + 7_200n,
  reasons: ['1 source counts, 2 are needed', 'its rate source is silent'],
  markets: ['WSTETH-A'],
  rate: {
    source: address('9'),
    observedWad: 0n,
    acceptedWad: (WAD * 118n) / 100n,
    snapshotWad: (WAD * 115n) / 100n,
    snapshotAt: now - 86_400n * 90n,
    refreshedAt: now - 86_400n,
    lowWad: (WAD * 117n) / 100n,
    highWad: (WAD * 118n) / 100n,
    growthCapWad: WAD / 10n,
    yieldDecayWad: WAD / 4n,
  },
})

export const deadFeed = feedPanel({
  label: 'WBTC/USD',
  state: 'DOWN',
  price: { low: 0n, mid: 0n, high: 0n },
  sources: [
    source('1', 60_000, { status: 'STALE', updatedAt: now - 90_000n }),
    source('2', 0, { status: 'INVALID', updatedAt: 0n }),
  ],
  lastGood: undefined,
  deadSince: now - 7_200n,
  reasons: ['no source counts: 1 too old (2 h is allowed) and 1 without a usable answer'],
  markets: ['WBTC-A', 'WBTC-B'],
})

/** A lot of a vault, half-way down. */
export const lotPanel = (own: Partial<LotPanel> = {}): LotPanel => ({
  id: 12n,
  market: 'WETH-A',
  owner: address('d'),
  token: address('e'),
  symbol: 'WETH',
  decimals: 18,
  collateral: (WAD * 325n) / 100n,
  tab: wad(4_200),
  debt: wad(4_000),
  priceWad: wad(1_980.5),
  topPriceWad: wad(2_200),
  startedAt: now - 600n,
  cutWad: (WAD * 99n) / 100n,
  step: 60n,
  tail: 5_400n,
  floorBps: 5_000n,
  isOver: false,
  oracleWad: wad(2_000.5),
  floorWad: wad(1_100),
  endsAt: now + 3_540n,
  ...own,
})

export const overLot = lotPanel({
  id: 11n,
  market: 'WBTC-A',
  symbol: 'WBTC',
  decimals: 8,
  collateral: 12_345_678n,
  isOver: true,
  endsAt: now - 60n,
  oracleWad: undefined,
})

export const saleLot = lotPanel({
  id: 10n,
  market: undefined,
  symbol: 'BLST',
  collateral: wad(50_000),
  debt: 0n,
  oracleWad: undefined,
})

export const poolOf = (own: Partial<PoolReading> = {}): PoolReading => ({
  label: 'pool-WETH',
  address: address('7'),
  collateral: address('e'),
  collateralSymbol: 'WETH',
  collateralDecimals: 18,
  assets: wad(1_234_567.89),
  sharePriceWad: (WAD * 9_981n) / 10_000n,
  spendable: wad(1_234_566.89),
  unvested: wad(1_200),
  vestsUntil: now + 14_400n,
  cooldown: 86_400n,
  isRetired: false,
  held: (WAD * 123n) / 10n,
  absorbRewardBps: 50n,
  ...own,
})

const { label: _, collateral: __, collateralSymbol: ___, ...vault } = poolOf()

/** A protocol in the middle of a crash: a feed of each state, lots of each kind, a retired pool, bad debt and a sale. */
export const safetyOf = (own: Partial<Safety> = {}): Safety => ({
  block: { number: 1_234, timestamp: testNow, hash: `0x${'b'.repeat(64)}` },
  derivativeSymbol: 'bUSD',
  tokenSymbol: 'BLST',
  feeds: [feedPanel(), degradedFeed, deadFeed],
  auctions: { lots: [lotPanel(), overLot, saleLot], count: 3 },
  pools: [poolOf(), poolOf({ label: 'pool-WBTC', isRetired: true, unvested: 0n })],
  backing: {
    deficit: wad(12_000),
    surplus: wad(345.6),
    navWad: (WAD * 9_988n) / 10_000n,
    insurance: { ...vault, address: address('8'), assets: wad(80_000) },
    backstop: {
      address: address('6'),
      surplusBuffer: wad(100_000),
      poolShareBps: 5_000n,
      insuranceShareBps: 2_000n,
      salePriceWad: wad(2),
      saleSize: wad(100_000),
      tokens: wad(900_000),
      proceeds: 0n,
      sale: 10n,
      standing: wad(9_000),
      noted: wad(12_000),
      notedAt: now - 1_800n,
    },
  },
  ...own,
})

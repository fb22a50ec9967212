import { readBlock } from '../chain/client.ts'
import { hasPrice, type MarketSummary } from '../chain/readBook.ts'
import { readSupply } from '../chain/supply.ts'
import type { MarketEntry } from '../governance/addressBook.ts'
import { type FeedHealth, feedTrouble } from '../governance/health.ts'
import type { NetworkStatus } from '../report/statusText.ts'
import { fromScale } from '../shared/amount.ts'
import { ceilingAt, thresholdBpsAt } from './parameterPaths.ts'
import type { Protocol } from './protocol.ts'
import { readSituation, type StatusOptions } from './readStatus.ts'

/**
 * A market at a glance. Amounts in derivative with 18 decimals; ratios as fractions of 1. Collateral counts at the low
 * price, as where somebody issues: nothing looks safer than it is.
 */
export interface MarketOverview {
  readonly label: string
  readonly collateralSymbol: string
  readonly debt: bigint
  /** Undefined while there is no price. */
  readonly collateralValue: bigint | undefined
  /** Collateral value by debt; undefined without debt or price. */
  readonly collateralization: number | undefined
  /** The same at the high price, by which liquidation decides: apart from the other while sources disagree. */
  readonly mostCollateralization: number | undefined
  /** What issuing needs: `collateralizationRatio`. */
  readonly requiredCollateralization: number
  /** Below this collateralisation a vault may be liquidated: 1 / `liquidationThreshold`, as it is in force. */
  readonly liquidationCollateralization: number
  /** As it is in force: a raise is delayed. */
  readonly ceiling: bigint
  /** Debt by ceiling; above 1 once fees or a lower ceiling made it so. Undefined where nothing may be issued. */
  readonly ceilingUse: number | undefined
  readonly badDebt: bigint
  readonly vaultCount: number
  readonly priceState: FeedHealth['state']
  readonly feed: string
}

/** A price feed at a glance. */
export interface FeedOverview extends FeedHealth {
  /** Derivative per whole token, 18 decimals; undefined while it is DOWN or no market uses it. */
  readonly price: bigint | undefined
  /** What is wrong with it, in a line. */
  readonly trouble: string | undefined
}

/** The protocol at one block. */
export interface Overview {
  readonly status: NetworkStatus
  /** The chain's clock, Unix seconds. */
  readonly now: number
  readonly derivativeSymbol: string
  readonly tokenSymbol: string
  readonly totalDebt: bigint
  /** What is in circulation; fees are owed on top of it, bad debt is in it. */
  readonly supply: bigint
  /** Value of all collateral that has a price, derivative with 18 decimals. */
  readonly backing: bigint
  /** Markets whose collateral is not in it. */
  readonly unpriced: readonly string[]
  /** Backing per derivative: `backing` by `supply`; undefined without any in circulation, or while a price is missing. */
  readonly nav: number | undefined
  readonly badDebt: bigint
  readonly markets: readonly MarketOverview[]
  readonly feeds: readonly FeedOverview[]
}

/**
 * The protocol's health and what needs whom, all of it at one block.
 *
 * @throws NodeError, UsageError
 */
export async function readOverview(protocol: Protocol, options: StatusOptions): Promise<Overview> {
  const { chain, book } = protocol
  const at = Promise.resolve(options.at ?? readBlock(chain))
  const [{ status, clock, feeds, markets }, supply] = await Promise.all([
    readSituation(protocol, { ...options, at }),
    at.then((block) => readSupply(chain, book, block)),
  ])
  const { block } = status
  const shown = markets.map((market, i) =>
    marketOverview(market, book.markets[i]?.feed ?? '', BigInt(block.timestamp)),
  )
  const backing = sum(shown.map(({ collateralValue }) => collateralValue ?? 0n))
  const unpriced = shown.filter(({ collateralValue }) => collateralValue === undefined)
  return {
    status,
    now: Number(clock.now),
    derivativeSymbol: book.derivativeSymbol,
    tokenSymbol: book.tokenSymbol,
    totalDebt: sum(shown.map(({ debt }) => debt)),
    supply,
    backing,
    unpriced: unpriced.map(({ label }) => label),
    nav: unpriced.length > 0 ? undefined : ratio(backing, supply),
    badDebt: sum(shown.map(({ badDebt }) => badDebt)),
    markets: shown,
    feeds: feeds.map((feed) =>
      feedOverview(feed, { markets, entries: book.markets, now: clock.now }),
    ),
  }
}

function marketOverview(market: MarketSummary, feed: string, at: bigint): MarketOverview {
  const { label, collateralSymbol, totalDebt: debt, price, priceState, deficit, owners } = market
  const valueAt = (one: bigint) =>
    hasPrice(market)
      ? (market.totalCollateral * one) / 10n ** BigInt(market.collateralDecimals)
      : undefined
  const ratioOf = (value: bigint | undefined) =>
    value === undefined ? undefined : ratio(value, debt)
  const collateralValue = valueAt(price.low)
  const ceiling = ceilingAt(market.ceilingPath, at)
  return {
    label,
    collateralSymbol,
    debt,
    collateralValue,
    collateralization: ratioOf(collateralValue),
    mostCollateralization: ratioOf(valueAt(price.high)),
    requiredCollateralization: Number(market.terms.collateralizationRatioBps) / BPS,
    liquidationCollateralization: BPS / Number(thresholdBpsAt(market.thresholdPath, at)),
    ceiling,
    ceilingUse: ratio(debt, ceiling),
    badDebt: deficit,
    vaultCount: Number(owners),
    priceState,
    feed,
  }
}

function feedOverview(
  feed: FeedHealth,
  {
    markets,
    entries,
    now,
  }: {
    readonly markets: readonly MarketSummary[]
    readonly entries: readonly MarketEntry[]
    readonly now: bigint
  },
): FeedOverview {
  const user = entries.findIndex((entry) => entry.feed === feed.label)
  const price = feed.state === 'DOWN' ? undefined : markets[user]?.price.mid
  return { ...feed, price, trouble: feedTrouble(feed, now) }
}

const BPS = 10_000

const sum = (values: readonly bigint[]): bigint => values.reduce((total, one) => total + one, 0n)

const DECIMALS = 18

const ratio = (of: bigint, by: bigint): number | undefined =>
  by === 0n ? undefined : fromScale(of, DECIMALS) / fromScale(by, DECIMALS)

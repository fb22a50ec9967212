import { Interface } from 'ethers'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { priceStates } from '../governance/health.ts'
import type {
  KeeperWorld,
  KeepingRules,
  KeptFeed,
  KeptVault,
  Purse,
} from '../governance/keeper/world.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import { type Chain, readBlock } from './client.ts'
import { readClock } from './clock.ts'
import { readAuctions } from './keeperAuctions.ts'
import { hasPrice, type MarketSummary, readMarkets, readPages } from './readBook.ts'
import { distressedIn } from './vaultPage.ts'

/** Whose world it is. */
export interface KeeperView {
  readonly chain: Chain
  readonly book: AddressBook
  readonly account: Address
  /** When a feed was noted last by us, Unix seconds. */
  readonly notedAt: (feed: string) => bigint | undefined
}

/** Everything a keeper looks at, at the newest block. @throws NodeError, ChainRevertedError, UnexpectedContractError */
export async function readKeeperWorld(view: KeeperView): Promise<KeeperWorld> {
  const { chain, book, account } = view
  const block = await readBlock(chain)
  const [{ now }, { markets }, feeds, auctions, rules, purse] = await Promise.all([
    // Not by this computer's clock: what is sent a second before it is due is paid for and changes nothing.
    readClock(chain, block, block.timestamp),
    readMarkets(chain, book, block),
    readKeptFeeds(view, block),
    readAuctions(chain, book, block),
    readRules(view, block),
    readPurse(view, block),
  ])
  const { surplus, allowance, derivative } = purse
  return {
    block,
    now,
    symbol: book.derivativeSymbol,
    rules: { ...rules, lotDust: auctions.lotDust },
    feeds,
    markets: book.markets.map((entry, i) => ({
      label: entry.label,
      id: entry.id,
      collateral: entry.collateral,
      symbol: entry.collateralSymbol,
      decimals: entry.collateralDecimals,
      feed: entry.feed,
      ...numbersOf(markets[i]),
      ...auctions.ofMarket(entry, markets[i]?.inAuction ?? 0n),
    })),
    vaults: await readDistressed(view, markets, block),
    vaultCount: markets.reduce((sum, { owners }) => sum + Number(owners), 0),
    lots: auctions.lots,
    pools: auctions.pools,
    surplus,
    ...(auctions.backstop === undefined ? {} : { backstop: auctions.backstop }),
    purse: { address: account, derivative, allowance, wei: purse.wei },
  }
}

/**
 * The same world at a newer block, as far as worth and means go: prices, time, and what the account has. What there is to do stays as
 * it was seen: the chain is asked about each before it is done.
 *
 * @throws NodeError, ChainRevertedError, UnexpectedContractError
 */
export async function readWorthAgain(view: KeeperView, world: KeeperWorld): Promise<KeeperWorld> {
  const block = await readBlock(view.chain)
  const [{ now }, feeds, { surplus, ...purse }] = await Promise.all([
    readClock(view.chain, block, block.timestamp),
    readKeptFeeds(view, block),
    readPurse(view, block),
  ])
  return { ...world, block, now, feeds, surplus, purse: { ...purse, address: view.account } }
}

const FOREVER = 2n ** 64n - 1n

const numbersOf = (market: MarketSummary | undefined) => ({
  penaltyBps: market?.terms.liquidationPenaltyBps ?? 0n,
  minimumDebt: market?.terms.minimumDebt ?? 0n,
  deficit: market?.deficit ?? 0n,
  isShut: market?.frozenUntil === FOREVER,
})

/** The vaults below health 1 of every market that has a price. */
async function readDistressed(
  { chain, book }: KeeperView,
  markets: readonly MarketSummary[],
  block: BlockRef,
): Promise<readonly KeptVault[]> {
  const priced = markets.map((market) => (hasPrice(market) ? market : { ...market, owners: 0n }))
  const found = await readPages(chain, book, { block, markets: priced, decode: distressedIn })
  return found.flatMap((vaults, i) =>
    vaults.map((vault) => ({ ...vault, market: book.markets[i]?.label ?? '' })),
  )
}

const hubAbi = IOracleHub__factory.createInterface()
/** What a feed is asked for. A reading of its sources costs a node up to a million gas. */
const FEED_VIEWS = ['peek', 'lastGoodOf', 'deadSince', 'rateOf', 'rateTermsOf'] as const
const MOST_AT_ONCE = 10

async function readKeptFeeds(
  { chain, book, notedAt }: KeeperView,
  block: BlockRef,
): Promise<readonly KeptFeed[]> {
  const ask = viewsOf(book.contracts.oracleHub, hubAbi)
  const views = book.feeds.flatMap(({ key }) => FEED_VIEWS.map((name) => ask(name, key)))
  const answers = await askAll(chain, views, block, MOST_AT_ONCE)
  return book.feeds.map(({ label, key }, i) => {
    const first = i * FEED_VIEWS.length
    const [price, lastGood, deadSince, rate, terms] = FEED_VIEWS.map(
      (_, place) => answers[first + place]?.[0],
    ) as [PriceAnswer, { storedAt: bigint }, bigint, RateAnswer, { source: Address }]
    return {
      label,
      key,
      state: priceStates[Number(price.state)] ?? 'DOWN',
      price: { low: price.low, mid: price.mid, high: price.high },
      lastGoodAt: lastGood.storedAt,
      deadSince,
      notedAt: notedAt(key),
      ...(BigInt(terms.source) === 0n
        ? {}
        : {
            rate: {
              observedWad: rate.observedWad,
              acceptedWad: rate.acceptedWad,
              refreshedAt: rate.refreshedAt,
            },
          }),
    }
  })
}

interface PriceAnswer extends Record<'low' | 'mid' | 'high', bigint> {
  readonly state: bigint
}
type RateAnswer = Record<'observedWad' | 'acceptedWad' | 'refreshedAt', bigint>

const rulesAbi = new Interface([
  'function REFRESH_INTERVAL() view returns (uint256)',
  'function NOTE_INTERVAL() view returns (uint256)',
  'function FALL_LAG() view returns (uint256)',
  'function SHUTDOWN_GRACE() view returns (uint256)',
])

async function readRules(
  { chain, book }: KeeperView,
  block: BlockRef,
): Promise<Omit<KeepingRules, 'lotDust'>> {
  const hub = viewsOf(book.contracts.oracleHub, rulesAbi)
  const ledger = viewsOf(book.contracts.ledger, rulesAbi)
  const views = [
    hub('REFRESH_INTERVAL'),
    hub('NOTE_INTERVAL'),
    hub('FALL_LAG'),
    ledger('SHUTDOWN_GRACE'),
  ]
  const [refresh = 0n, note = 0n, lag = 0n, grace = 0n] = (await askAll(chain, views, block)).map(
    ([answer]) => answer as bigint,
  )
  return { refreshInterval: refresh, noteInterval: note, fallLag: lag, shutdownGrace: grace }
}

const purseAbi = new Interface([
  'function balanceOf(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function surplusOf(address derivative) view returns (uint256)',
])

/** What the account has, and what fees have come in. */
async function readPurse(
  { chain, book, account }: KeeperView,
  block: BlockRef,
): Promise<Omit<Purse, 'address'> & { readonly surplus: bigint }> {
  const { derivative: token, ledger, auctionHouse } = book.contracts
  const ask = viewsOf(token, purseAbi)
  const views = [
    ask('balanceOf', account),
    viewsOf(ledger, purseAbi)('surplusOf', token),
    ...(auctionHouse === undefined ? [] : [ask('allowance', account, auctionHouse)]),
  ]
  const [answers, wei] = await Promise.all([
    askAll(chain, views, block),
    chain.provider.getBalance(account, block.number),
  ])
  const [derivative = 0n, surplus = 0n, allowance = 0n] = answers.map(
    ([answer]) => answer as bigint,
  )
  return { derivative, surplus, allowance, wei }
}

import { readBacking } from '../chain/backing.ts'
import { readBlock } from '../chain/client.ts'
import { readFeedDetails } from '../chain/feedDetails.ts'
import { readLots } from '../chain/lots.ts'
import { readPools } from '../chain/pools.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { type FeedDetails, feedReasons } from '../governance/feedDetails.ts'
import { type Lot, lotEndsAt, lotFloorWad } from '../governance/lots.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { BackingReading, PoolReading } from '../governance/pools.ts'
import type { Protocol } from './protocol.ts'

/** A feed with the markets that it prices, and why it is not OK. */
export interface FeedPanel extends FeedDetails {
  readonly markets: readonly string[]
  /** Nothing for a feed that is OK. */
  readonly reasons: readonly string[]
}

/** A lot with what its price means. */
export interface LotPanel extends Lot {
  readonly symbol: string
  /** The oracle's price of the market, derivative per whole token; undefined for a sale, or while there is none. */
  readonly oracleWad: bigint | undefined
  /** The lowest price at which it sells. */
  readonly floorWad: bigint
  /** Unix seconds at which it sells no longer. */
  readonly endsAt: bigint
}

/** Everything that a crash runs into, at one block. */
export interface Safety {
  readonly block: BlockRef
  readonly derivativeSymbol: string
  readonly tokenSymbol: string
  readonly feeds: readonly FeedPanel[]
  /** Undefined in a deployment without an auction house. */
  readonly auctions: { readonly lots: readonly LotPanel[]; readonly count: number } | undefined
  /** Undefined in a deployment from before stability pools. */
  readonly pools: readonly PoolReading[] | undefined
  readonly backing: BackingReading
}

/** More open lots than anybody reads. */
const MOST_LOTS = 500

/**
 * Price sources, auctions, stability pools and the backstop, all at one block.
 *
 * @throws UnexpectedContractError, NodeError
 */
export async function readSafety({
  chain,
  book,
}: Pick<Protocol, 'chain' | 'book'>): Promise<Safety> {
  const block = await readBlock(chain)
  const [feeds, lots, pools, backing] = await Promise.all([
    readFeedDetails(chain, book, block),
    readLots(chain, book, block, MOST_LOTS),
    readPools(chain, book, block),
    readBacking(chain, book, block),
  ])
  return {
    block,
    derivativeSymbol: book.derivativeSymbol,
    tokenSymbol: book.tokenSymbol,
    feeds: feeds.map((feed) => ({
      ...feed,
      markets: book.markets
        .filter((market) => market.feed === feed.label)
        .map(({ label }) => label),
      reasons: feedReasons(feed, BigInt(block.timestamp)),
    })),
    auctions: lots && { ...lots, lots: lots.lots.map((lot) => lotPanel(lot, feeds, book)) },
    pools: book.pools === undefined ? undefined : pools,
    backing,
  }
}

function lotPanel(lot: Lot, feeds: readonly FeedDetails[], book: AddressBook): LotPanel {
  const market = book.markets.find(({ label }) => label === lot.market)
  const mid = feeds.find(({ label }) => label === market?.feed)?.price.mid ?? 0n
  const isOwnToken = lot.token === book.contracts.token
  return {
    ...lot,
    symbol: market?.collateralSymbol ?? (isOwnToken ? book.tokenSymbol : 'tokens'),
    oracleWad: mid === 0n ? undefined : mid,
    floorWad: lotFloorWad(lot),
    endsAt: lotEndsAt(lot),
  }
}

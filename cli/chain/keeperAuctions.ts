import { Interface } from 'ethers'
import { IAuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IAuctionHouse__factory.js'
import { IBackstop__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IBackstop__factory.js'
import type { Address, AddressBook, Hex, MarketEntry } from '../governance/addressBook.ts'
import type { KeptAuctions, KeptBackstop, KeptLot, KeptPool } from '../governance/keeper/world.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import { readLots } from './lots.ts'
import { readPools } from './pools.ts'

/** What lies beside the Ledger: auctions and pools; nothing in a deployment from before them. */
export interface AuctionsReading {
  readonly lots: readonly KeptLot[]
  readonly pools: readonly KeptPool[]
  readonly lotDust: bigint
  readonly backstop?: KeptBackstop
  /** @param inAuction how much of the market's debt is there already */
  readonly ofMarket: (
    market: MarketEntry,
    inAuction: bigint,
  ) => { readonly auctions?: KeptAuctions }
}

/** Auctions and stability pools at a block. */
export async function readAuctions(
  chain: Chain,
  book: AddressBook,
  block: BlockRef,
): Promise<AuctionsReading> {
  const { auctionHouse } = book.contracts
  const [pools, backstop] = await Promise.all([
    readPools(chain, book, block),
    readBackstop(chain, book, block),
  ])
  if (auctionHouse === undefined) {
    return { lots: [], pools, lotDust: 0n, ofMarket: () => ({}) }
  }
  const house: House = { chain, book, block, auctionHouse }
  const [lots, terms, [dust]] = await Promise.all([
    readLots(chain, book, block),
    readTerms(house),
    askAll(chain, [viewsOf(auctionHouse, houseAbi)('LOT_DUST')], block),
  ])
  return {
    lots: lots?.lots ?? [],
    pools,
    ...(backstop === undefined ? {} : { backstop }),
    lotDust: (dust?.[0] as bigint | undefined) ?? 0n,
    ofMarket({ id }, inAuction) {
      const found = terms.get(id)
      if (found === undefined) return {}
      const { healthWad, most, kickRewardBps } = found
      const room = most > inAuction ? most - inAuction : 0n
      return { auctions: { healthWad, room, kickRewardBps } }
    },
  }
}

const tokenAbi = new Interface(['function balanceOf(address owner) view returns (uint256)'])
const backstopAbi = IBackstop__factory.createInterface()

async function readBackstop(
  chain: Chain,
  { contracts }: AddressBook,
  block: BlockRef,
): Promise<KeptBackstop | undefined> {
  const { backstop, derivative } = contracts
  if (backstop === undefined) return undefined
  const ask = viewsOf(backstop, backstopAbi)
  const [noting, time, lot, balance] = await askAll(
    chain,
    [
      ask('standingOf', derivative),
      ask('STANDING_TIME'),
      ask('saleOf', derivative),
      viewsOf(derivative, tokenAbi)('balanceOf', backstop),
    ],
    block,
  )
  const [standing, noted, notedAt] = noting as unknown as readonly [bigint, bigint, bigint]
  const [[standingTime], [sale], [proceeds]] = [time, lot, balance] as unknown as readonly [
    readonly [bigint],
    readonly [bigint],
    readonly [bigint],
  ]
  return { standing, noted, notedAt, standingTime, proceeds, sale }
}

const houseAbi = IAuctionHouse__factory.createInterface()

interface House {
  readonly chain: Chain
  readonly book: AddressBook
  readonly block: BlockRef
  readonly auctionHouse: Address
}

/** Places in IAuctionParameters.AuctionParameter. */
const AUCTION_HEALTH = 5
const MAX_IN_AUCTION = 6
const KICK_REWARD = 7

async function readTerms({ chain, book, block, auctionHouse }: House) {
  const ask = viewsOf(auctionHouse, houseAbi)
  const views = book.markets.flatMap(({ id }) =>
    [AUCTION_HEALTH, MAX_IN_AUCTION, KICK_REWARD].map((member) =>
      ask('storedParameter', id, member),
    ),
  )
  const answers = (await askAll(chain, views, block)).map(([answer]) => answer as bigint)
  return new Map(
    book.markets.map(({ id }, i): readonly [Hex, Terms] => {
      const [healthWad = 0n, most = 0n, kickRewardBps = 0n] = answers.slice(3 * i, 3 * i + 3)
      return [id, { healthWad, most, kickRewardBps }]
    }),
  )
}

interface Terms {
  readonly healthWad: bigint
  readonly most: bigint
  readonly kickRewardBps: bigint
}

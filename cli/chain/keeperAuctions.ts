import { IAuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IAuctionHouse__factory.js'
import { IBackstop__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IBackstop__factory.js'
import type { AddressBook, Hex, MarketEntry } from '../governance/addressBook.ts'
import { auctionParameters } from '../governance/auctionParameters.ts'
import type { KeptAuctions, KeptBackstop, KeptLot, KeptPool } from '../governance/keeper/world.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { readCalls } from '../governance/readCalls.ts'
import { askAll, viewOf, viewsOf } from './askAll.ts'
import { readBackstop } from './backing.ts'
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
    readKeptBackstop(chain, book, block),
  ])
  if (auctionHouse === undefined) {
    return { lots: [], pools, lotDust: 0n, ofMarket: () => ({}) }
  }
  const [lots, terms, [dust]] = await Promise.all([
    readLots(chain, book, block),
    readTerms(chain, book, block),
    askAll(chain, [viewsOf(auctionHouse, houseAbi)('LOT_DUST')], block),
  ])
  return {
    lots: lots?.lots ?? [],
    pools,
    ...(backstop === undefined ? {} : { backstop }),
    lotDust: (dust?.[0] as bigint | undefined) ?? 0n,
    ofMarket({ id }, inAuction) {
      const of = terms.get(id)
      if (of === undefined) return {}
      const most = of('maxInAuction')
      const room = most > inAuction ? most - inAuction : 0n
      return {
        auctions: { healthWad: of('auctionHealth'), room, kickRewardBps: of('kickReward') },
      }
    },
  }
}

const backstopAbi = IBackstop__factory.createInterface()

async function readKeptBackstop(
  chain: Chain,
  book: AddressBook,
  block: BlockRef,
): Promise<KeptBackstop | undefined> {
  const { backstop } = book.contracts
  if (backstop === undefined) return undefined
  const [reading, [time]] = await Promise.all([
    readBackstop(chain, book, block),
    askAll(chain, [viewsOf(backstop, backstopAbi)('STANDING_TIME')], block),
  ])
  return reading && { ...reading, standingTime: (time?.[0] as bigint | undefined) ?? 0n }
}

const houseAbi = IAuctionHouse__factory.createInterface()

/** What a keeper has to know of a market's auctions, by the catalogue's keys. */
const TERMS = ['auctionHealth', 'maxInAuction', 'kickReward'] as const
const termSpecs = auctionParameters.filter(({ key }) => TERMS.some((term) => term === key))

async function readTerms(
  chain: Chain,
  book: AddressBook,
  block: BlockRef,
): Promise<ReadonlyMap<Hex, (key: (typeof TERMS)[number]) => bigint>> {
  const views = book.markets.flatMap(({ label }) =>
    termSpecs.map((spec) => viewOf(readCalls(spec, label, book).stored)),
  )
  const values = await askAll(chain, views, block)
  return new Map(
    book.markets.map(({ id }, i) => [
      id,
      (key) => values[i * termSpecs.length + termSpecs.findIndex((spec) => spec.key === key)] ?? 0n,
    ]),
  )
}

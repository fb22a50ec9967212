import { IAuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IAuctionHouse__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { Lot, LotPath } from '../governance/lots.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { shortHex } from '../shared/format.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'

const houseAbi = IAuctionHouse__factory.createInterface()

/** A lot has fourteen words. */
const LOTS_AT_ONCE = 20
const IDS_AT_ONCE = 200

/** The open lots of an auction house at a block, the newest first. */
export interface LotsReading {
  readonly lots: readonly Lot[]
  /** How many are open; more than were read where that is a part. */
  readonly count: number
}

/**
 * Open lots, the newest first; undefined for a deployment without an auction house.
 *
 * @param most of how many, where not of all
 * @throws UnexpectedContractError, NodeError
 */
export async function readLots(
  chain: Chain,
  book: AddressBook,
  at: BlockRef,
  most = Number.POSITIVE_INFINITY,
): Promise<LotsReading | undefined> {
  const { auctionHouse } = book.contracts
  if (auctionHouse === undefined) return undefined
  const ask = viewsOf(auctionHouse, houseAbi)
  const [open] = await askAll(chain, [ask('openLotCount')], at)
  const count = Number(open?.[0])
  const ids = await readIds(chain, { auctionHouse, at, wanted: Math.min(count, most) })
  const views = ids.flatMap((id) => [ask('lotOf', id), ask('priceOf', id)])
  const answers = await askAll(chain, views, at, LOTS_AT_ONCE)
  const lots = ids.map((id, i): Lot => {
    const [lot] = answers[2 * i] as unknown as [LotAnswer]
    const [priceWad, isOver] = answers[2 * i + 1] as unknown as readonly [bigint, boolean]
    return { id, ...lotOf(lot, book), priceWad, isOver }
  })
  return { lots, count }
}

interface LotAnswer extends LotPath {
  readonly id: Hex
  readonly owner: Address
  readonly token: Address
  readonly decimals: bigint
  readonly collateral: bigint
  readonly tab: bigint
  readonly debt: bigint
}

const lotOf = (
  lot: LotAnswer,
  { markets }: AddressBook,
): Omit<Lot, 'id' | 'priceWad' | 'isOver'> => ({
  market: isSale(lot) ? undefined : labelOf(lot, markets),
  owner: lot.owner,
  token: lot.token,
  decimals: Number(lot.decimals),
  collateral: lot.collateral,
  tab: lot.tab,
  debt: lot.debt,
  topPriceWad: lot.topPriceWad,
  startedAt: lot.startedAt,
  cutWad: lot.cutWad,
  step: lot.step,
  tail: lot.tail,
  floorBps: lot.floorBps,
})

const isSale = ({ id }: LotAnswer): boolean => BigInt(id) === 0n

/** A market that the address book does not name has a beginning of its id. */
const labelOf = (lot: LotAnswer, markets: AddressBook['markets']): string =>
  markets.find(({ id }) => id === lot.id)?.label ?? shortHex(lot.id)

/** Page by page from the newest; a page begins with the lot that the one before it ended with. */
async function readIds(
  chain: Chain,
  {
    auctionHouse,
    at,
    wanted,
  }: { readonly auctionHouse: Address; readonly at: BlockRef; readonly wanted: number },
): Promise<readonly bigint[]> {
  const ask = viewsOf(auctionHouse, houseAbi)
  const ids: bigint[] = []
  while (ids.length < wanted) {
    const last = ids.at(-1)
    const [answer] = await askAll(chain, [ask('openLots', last ?? 0n, IDS_AT_ONCE)], at)
    const page: readonly bigint[] = answer?.[0] ?? []
    const fresh = page.filter((id) => id !== last)
    if (fresh.length === 0) break
    ids.push(...fresh)
  }
  return ids.slice(0, wanted)
}

import { formatNumber } from '../../shared/format.ts'
import type { Job, KeeperCall } from './job.ts'
import { gainOf } from './vaultJobs.ts'
import { feedOf, type KeeperWorld, type KeptLot, type KeptMarket, marketOf } from './world.ts'

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** What open auctions offer, and which wait to be started again. */
export const lotJobs = (world: KeeperWorld, maxPaid: bigint | undefined): readonly Job[] =>
  world.lots.flatMap((lot) => {
    const market = lot.market === undefined ? undefined : marketOf(world, lot.market)
    // What the backstop sells has no price here, and is started again by whoever covers.
    if (market === undefined) return []
    return lot.isOver ? redo(world, lot, market) : [takeJob(world, { lot, market, maxPaid })]
  })

function redo(world: KeeperWorld, lot: KeptLot, market: KeptMarket): readonly Job[] {
  const isDown = feedOf(world, market.feed)?.state === 'DOWN' && !market.isShut
  return [
    {
      kind: 'redo',
      subject: `lot ${lot.id}`,
      words: `start lot ${lot.id} of ${market.label} again`,
      call: { does: 'redo', lot: lot.id },
      ...(isDown ? { hindrance: `${market.feed} is DOWN` } : {}),
    },
  ]
}

interface Offered {
  readonly lot: KeptLot
  readonly market: KeptMarket
  readonly maxPaid: bigint | undefined
}

function takeJob(world: KeeperWorld, offered: Offered): Job {
  const { lot, market, maxPaid } = offered
  const { derivative } = world.purse
  const purse = maxPaid === undefined ? derivative : min(derivative, maxPaid)
  const wanted = affordable(world, offered, purse)
  const price = formatNumber(lot.priceWad, 18, 2)
  return {
    kind: 'take',
    subject: `lot ${lot.id}`,
    words: `take ${formatNumber(filled(lot, wanted, market.decimals), market.decimals, 6)} ${market.symbol} of lot ${lot.id} at ${price} ${world.symbol}`,
    call: { does: 'take', lot: lot.id, maxCollateral: wanted, maxPriceWad: lot.priceWad },
    gain: gainOf(world, market),
    ...(wanted === 0n ? { hindrance: poor(world, lot, purse) } : {}),
  }
}

const poor = ({ symbol }: KeeperWorld, { id }: KeptLot, purse: bigint): string =>
  purse === 0n
    ? `there is no ${symbol} to pay with`
    : `${formatNumber(purse, 18, 2)} ${symbol} buys no part of lot ${id} that leaves enough for another`

/** What of it is sold: no more than pays the tab, rounded up to a whole unit. */
const filled = (lot: KeptLot, collateral: bigint, decimals: number): bigint =>
  lot.priceWad === 0n
    ? collateral
    : min(collateral, ceilDiv(lot.tab * 10n ** BigInt(decimals), lot.priceWad))

/** What all that is wanted costs at most: the collateral, or the tab and the unit that it is rounded up to. */
export function costOf(lot: KeptLot, collateral: bigint, unit: bigint): bigint {
  const all = ceilDiv(collateral * lot.priceWad, unit)
  return min(all, lot.tab + ceilDiv(lot.priceWad, unit))
}

/** The whole lot if the purse pays for it, else a part that leaves enough for somebody else; 0 for none. */
function affordable({ rules }: KeeperWorld, { lot, market }: Offered, purse: bigint): bigint {
  const unit = 10n ** BigInt(market.decimals)
  if (lot.priceWad === 0n || costOf(lot, lot.collateral, unit) <= purse) return lot.collateral
  const dust = rules.lotDust
  const tabRoom = lot.tab > dust ? lot.tab - dust : 0n
  const dustUnits = ceilDiv(dust * unit, lot.priceWad)
  const collateralRoom = lot.collateral > dustUnits ? lot.collateral - dustUnits : 0n
  return min((min(purse, tabRoom) * unit) / lot.priceWad, collateralRoom)
}

/** What has to be approved before a take: exactly what it costs now, because the price only falls. */
export interface Approval {
  readonly call: KeeperCall
  readonly words: string
  readonly cost: bigint
  /** What the take brings for it, token units. */
  readonly brings: bigint
}

/** Undefined for any other job, and where the auction house may pull enough already. */
export function approvalFor(
  { call, subject, gain }: Job,
  world: KeeperWorld,
): Approval | undefined {
  const lot = world.lots.find(({ id }) => call.does === 'take' && id === call.lot)
  if (call.does !== 'take' || lot === undefined || gain === undefined) return undefined
  const cost = costOf(lot, call.maxCollateral, 10n ** BigInt(gain.decimals))
  if (cost <= world.purse.allowance) return undefined
  const amount = `${formatNumber(cost, 18, 2)} ${world.symbol}`
  return {
    call: { does: 'approve', amount: cost },
    words: `approve the auction house for ${amount}, to take of ${subject}`,
    cost,
    brings: filled(lot, call.maxCollateral, gain.decimals),
  }
}

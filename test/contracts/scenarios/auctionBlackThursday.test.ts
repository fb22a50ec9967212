import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import { WAD, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from '../liquidation/auctionFixture.ts'
import { costOf, deployAuctions, expectBalancedAuctions } from '../liquidation/auctionFixture.ts'

/*
 * Scenarios 1 and 2. On 12 and 13 March 2020 ETH lost half in a day. Gas made most of Maker's keepers stay away, and English auctions
 * that had no second bidder within ten minutes went to bids of zero: 8.32 million dollars of ETH for 0 DAI, and a deficit of 5.7 to
 * 6.7 million (protocol.md §2.1).
 */

const connection = await network.create()
const HOUR = 3_600

/** Share of the first price, hour by hour: a slow morning, a quarter gone within one hour, and half by the next morning. */
const crash = [
  1, 0.97, 0.95, 0.94, 0.93, 0.92, 0.9, 0.88, 0.87, 0.86, 0.66, 0.68, 0.7, 0.68, 0.71, 0.7, 0.69,
  0.71, 0.7, 0.66, 0.65, 0.64, 0.54, 0.5,
]
const START = 2_000

/** Bids when the price is at least two percent below the market: gas and slippage. */
const MARGIN = 98n

describe('Black Thursday (12 March 2020)', () => {
  let f: AuctionFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(deploy)
  })

  afterEach(() => expectBalancedAuctions(f))

  async function deploy() {
    return deployAuctions(connection)
  }

  /** Every unhealthy vault goes to auction. */
  async function kickAll(owners: AuctionFixture['alice'][]) {
    for (const owner of owners) {
      const { healthWad, debt } = await f.lens.vault(f.weth.id, owner)
      if (debt !== 0n && healthWad < WAD) await f.kick(f.weth, owner)
    }
  }

  /**
   * One round of a keeper: starts again what is over, and buys what is cheap enough. Nothing is ever sold below its floor; `worst` is
   * what the floors allow all lots together to fall short of their debts.
   */
  async function keepAll(market: bigint, away: boolean) {
    let worst = 0n
    for (const lotId of await f.house.openLots(0n, MaxUint256)) {
      const [price, isOver] = await f.house.priceOf(lotId)
      if (isOver) await f.house.redo(lotId)
      else if (price * 100n <= market * MARGIN) {
        const lot = await f.house.lotOf(lotId)
        await f.take(lotId)
        const floor = (lot.topPriceWad * lot.floorBps) / 10_000n
        expect(price).to.be.at.least(floor)
        // Somebody who looks every ten minutes finds no lot further below the market than it falls in that time.
        if (!away) expect(price * 100n).to.be.at.least(market * 88n)
        const short = lot.debt - (lot.collateral * floor) / WAD
        worst += short > 0n ? short : 0n
      }
    }
    return worst
  }

  it('halves the price while keepers are away for 40 minutes: nothing clears below its floor, the deficit is bounded', async () => {
    // alice owes 12,000 at 167 %; the others stand between 155 % and 250 %.
    const owners = [f.alice, f.bob, f.carol, f.admin]
    for (const [place, collateral] of [11.7, 15, 18.7].entries()) {
      await f.open(owners[place + 1] ?? f.bob, f.weth, [collateral, 15_000 / (1 + place / 20)])
    }
    const debt = (await f.ledger.stateOf(f.weth.id)).totalDebt
    const begin = await f.now()
    let worst = 0n
    for (const [hour, share] of crash.entries()) {
      const market = wad(START * share)
      await f.setPrice(f.weth, START * share)
      await kickAll(owners)
      // In the hour that took a quarter nobody is there for forty minutes; otherwise somebody looks every ten.
      for (let minute = hour === 10 ? 40 : 0; minute < 60; minute += 10) {
        const moment = begin + 60 + hour * HOUR + minute * 60
        if (moment > (await f.now())) await connection.networkHelpers.time.increaseTo(moment)
        worst += await keepAll(market, hour === 10)
      }
    }
    expect(await f.house.openLotCount()).to.equal(0n)
    const { deficit, inAuction } = await f.ledger.stateOf(f.weth.id)
    expect(inAuction).to.equal(0n)
    expect(deficit).to.be.at.most(worst)
    // Forty minutes alone took a lot from a tenth above the market to a third below it.
    expect(deficit * 100n).to.be.within(debt * 10n, debt * 15n)
  })

  describe('finds no bidder', () => {
    beforeEach(() => f.setPrice(f.weth, 1_450))

    it('and sells nothing for nothing: the lot waits for a price, however long', async () => {
      const lotId = await f.kick()
      for (const days of [1, 2, 3]) {
        await connection.networkHelpers.time.increase(days * 24 * HOUR)
        await expect(f.take(lotId)).to.be.revertedWithCustomError(f.house, 'AuctionHouseOver')
        await f.house.redo(lotId)
      }
      expect((await f.house.lotOf(lotId)).collateral).to.equal(wad(9.99))
      expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(0n)
    })

    it('but one, who waits as long as it sells and still pays the floor', async () => {
      const lotId = await f.kick()
      const { topPriceWad } = await f.house.lotOf(lotId)
      await f.passUntil(lotId, 4_139)
      const before = await f.derivative.balanceOf(f.keeper)
      await f.take(lotId)
      const paid = before - (await f.derivative.balanceOf(f.keeper))
      expect(paid).to.be.at.least(costOf(wad(9.99), topPriceWad / 2n))
      // What the lone bidder did not pay is known at once.
      expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(wad(12_000) - paid)
    })
  })
})

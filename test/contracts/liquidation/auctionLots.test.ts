import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import { DAY, PriceState, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from './auctionFixture.ts'
import { AuctionParameter, costOf, MODULE, priceAfter, stageAuctions } from './auctionFixture.ts'

const connection = await network.create()
const TOP = wad(1_450 * 1.1)

describe('The life of a lot', () => {
  let f: AuctionFixture

  stageAuctions(connection, 1_450, (fresh) => {
    f = fresh
  })

  describe('is over', () => {
    it('below its floor', async () => {
      const lotId = await f.kick()
      // 0.99^69 = 0.4998.
      await f.passUntil(lotId, 4_140)
      await expect(f.take(lotId))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseOver')
        .withArgs(lotId)
      await connection.networkHelpers.mine()
      expect(await f.house.priceOf(lotId)).to.deep.equal([priceAfter(TOP, 69), true])
    })

    it('after its tail, and not a second before', async () => {
      await f.configure(f.weth, [AuctionParameter.tail, 1_200n])
      const lotId = await f.kick()
      await f.passUntil(lotId, 1_201)
      await expect(f.take(lotId)).to.be.revertedWithCustomError(f.house, 'AuctionHouseOver')
      await connection.networkHelpers.mine()
      expect(await f.house.priceOf(lotId)).to.deep.equal([priceAfter(TOP, 20), true])
      await f.house.redo(lotId)
      await f.passUntil(lotId, 1_200)
      await f.take(lotId)
    })

    it('and is started again from the price of then, on the terms of then', async () => {
      const lotId = await f.kick()
      await f.configure(f.weth, [AuctionParameter.buffer, 12_000n], [AuctionParameter.step, 30n])
      await f.setPrice(f.weth, 1_000)
      await f.passUntil(lotId, 4_140)
      await expect(f.house.connect(f.bob).redo(lotId))
        .to.emit(f.house, 'LotRedone')
        .withArgs(lotId, f.bob, TOP, wad(1_200))
      await f.passUntil(lotId, 30)
      const price = priceAfter(wad(1_200), 1)
      await expect(f.take(lotId, wad(1))).to.changeTokenBalance(
        connection.ethers,
        f.derivative,
        f.keeper,
        -costOf(wad(1), price),
      )
    })

    it('but is not started again before, nor at a price that nobody knows', async () => {
      const lotId = await f.kick()
      await f.passUntil(lotId, 4_139)
      await expect(f.house.redo(lotId))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseNotOver')
        .withArgs(lotId)
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.passUntil(lotId, DAY)
      await expect(f.house.redo(lotId))
        .to.be.revertedWithCustomError(f.house, 'AuctionHousePriceNotUsable')
        .withArgs(f.weth.feed, PriceState.down)
      await expect(f.house.redo(2n)).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseUnknownLot',
      )
    })

    it('and is started again from the settlement price once the market is shut', async () => {
      const lotId = await f.kick()
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.oracle.setLastWord(f.weth.feed, (await f.now()) - 2 * DAY, wad(1_300))
      await f.ledger.shutdown(f.weth.id)
      await f.passUntil(lotId, DAY)
      await f.house.redo(lotId)
      expect((await f.house.lotOf(lotId)).topPriceWad).to.equal(wad(1_430))
      await f.take(lotId)
      expect((await f.lens.vault(f.weth.id, f.alice)).collateral).to.be.above(0n)
    })

    it('and from what the feed says if it comes back in a market that is shut', async () => {
      const lotId = await f.kick()
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.oracle.setLastWord(f.weth.feed, (await f.now()) - 2 * DAY, wad(1_300))
      await f.ledger.shutdown(f.weth.id)
      const prices = [wad(1_990), wad(2_000), wad(2_010)] as const
      await f.oracle.setPrice(f.weth.feed, ...prices, PriceState.degraded)
      await f.passUntil(lotId, DAY)
      await f.house.redo(lotId)
      expect((await f.house.lotOf(lotId)).topPriceWad).to.equal(wad(2_211))
    })

    it('and never starts above 128 bits', async () => {
      const lotId = await f.kick()
      const huge = 2n ** 128n - 1n
      await f.oracle.setPrice(f.weth.feed, huge, huge, huge, PriceState.ok)
      await f.passUntil(lotId, DAY)
      await f.house.redo(lotId)
      expect(await f.house.priceOf(lotId)).to.deep.equal([huge, false])
      await expect(f.take(lotId)).to.emit(f.house, 'LotClosed')
    })
  })

  it('is listed with the others, newest first, page by page', async () => {
    const owners = [f.bob, f.carol, f.admin]
    await f.setPrice(f.weth, 2_000)
    for (const owner of owners) await f.open(owner, f.weth, [10, 12_000])
    await f.setPrice(f.weth, 1_450)
    for (const owner of [f.alice, ...owners]) await f.kick(f.weth, owner)
    expect(await f.house.openLots(0n, 9n)).to.deep.equal([4n, 3n, 2n, 1n])
    expect(await f.house.openLots(3n, 2n)).to.deep.equal([3n, 2n])
    for (const [gone, left] of [
      [3n, [4n, 2n, 1n]],
      [1n, [4n, 2n]],
      [4n, [2n]],
      [2n, []],
    ] as const) {
      await f.take(gone)
      expect(await f.house.openLots(0n, 9n)).to.deep.equal(left)
      expect(await f.house.openLotCount()).to.equal(left.length)
    }
  })

  it('outlives its owner closing the vault', async () => {
    await f.configure(f.weth, [AuctionParameter.maxInAuction, wad(11_000)])
    const lotId = await f.kick()
    await f.ledger.connect(f.keeper).adjust(f.weth.id, f.alice, 0n, -wad(2_000), f.keeper)
    const { collateral } = await f.lens.vault(f.weth.id, f.alice)
    await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -collateral, 0n, f.alice)
    await f.take(lotId)
    const back = (await f.lens.vault(f.weth.id, f.alice)).collateral
    expect(back).to.be.above(0n)
    await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -back, 0n, f.alice)
  })

  it('can be given up: bad debt at once, and what it brings later is surplus', async () => {
    const lotId = await f.kick()
    await f.take(lotId, wad(2))
    const { debt, tab } = await f.house.lotOf(lotId)
    await f.passUntil(lotId, 4_140)
    await expect(f.house.giveUp(lotId)).to.emit(f.house, 'LotGivenUp').withArgs(lotId, debt)
    expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(debt)
    expect((await f.house.lotOf(lotId)).debt).to.equal(0n)
    await expect(f.house.giveUp(lotId)).to.be.revertedWithCustomError(
      f.house,
      'AuctionHouseNothingToDo',
    )
    await f.house.redo(lotId)
    await f.take(lotId)
    expect(await f.ledger.surplusOf(f.derivative)).to.be.within(tab, tab + 2_000n)
    await f.ledger.coverFromSurplus(f.weth.id)
    expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(0n)
  })

  it('is not given up while takers have time, and nobody can keep it from being given up by a redo', async () => {
    const lotId = await f.kick()
    await f.passUntil(lotId, 4_139)
    await expect(f.house.giveUp(lotId))
      .to.be.revertedWithCustomError(f.house, 'AuctionHouseNotOver')
      .withArgs(lotId)
    await f.passUntil(lotId, 4_140)
    await f.house.redo(lotId)
    await f.house.giveUp(lotId)
    expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(wad(12_000))
  })

  describe('is a sale', () => {
    const order = async (overrides = {}) => ({
      derivative: await f.derivative.getAddress(),
      token: await f.wbtc.token.getAddress(),
      amount: 10n * f.wbtc.unit,
      tab: wad(50_000),
      topPriceWad: wad(20_000),
      ...overrides,
    })

    /** bob sells 10 tokens for 50,000, from 20,000 each. */
    async function sell() {
      await f.manager.grantRole(MODULE, f.bob, 0)
      await f.wbtc.token.connect(f.bob).approve(f.house, MaxUint256)
      await f.house.connect(f.bob).sell(await order())
      return 1n
    }

    it('whose proceeds and rest go to the seller', async () => {
      const lotId = await sell()
      await f.passUntil(lotId, 1_200)
      const price = priceAfter(wad(20_000), 10)
      const sold = (wad(50_000) * f.wbtc.unit + price - 1n) / price
      const call = f.take(lotId)
      await expect(call).to.changeTokenBalances(
        connection.ethers,
        f.wbtc.token,
        [f.house, f.bob, f.keeper],
        [-10n * f.wbtc.unit, 10n * f.wbtc.unit - sold, sold],
      )
      await expect(call).to.changeTokenBalance(
        connection.ethers,
        f.derivative,
        f.bob,
        costOf(sold, price, f.wbtc.unit),
      )
      await expect(call).to.not.emit(f.ledger, 'AuctionSettled')
    })

    it('that is taken in parts, each paid to the seller at once', async () => {
      const lotId = await sell()
      await f.passUntil(lotId, 1_200)
      const before = await f.derivative.balanceOf(f.bob)
      const keeper = f.house.connect(f.keeper)
      for (const part of [f.wbtc.unit / 2n, f.wbtc.unit / 4n]) {
        await keeper.take(lotId, part, MaxUint256, f.keeper, '0x')
      }
      const paid = (await f.derivative.balanceOf(f.bob)) - before
      const { tab, collateral } = await f.house.lotOf(lotId)
      expect(paid).to.equal(wad(50_000) - tab)
      expect(collateral).to.equal(10n * f.wbtc.unit - (f.wbtc.unit * 3n) / 4n)
      expect(await f.derivative.balanceOf(f.house)).to.equal(0n)
    })

    it('that only its seller ends, at any time', async () => {
      const lotId = await sell()
      expect((await f.house.lotOf(lotId)).owner).to.equal(f.bob.address)
      await expect(f.house.cutSale(lotId, 0n))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseNotSeller')
        .withArgs(lotId, f.admin)
      const call = f.house.connect(f.bob).cutSale(lotId, wad(100) - 1n)
      await expect(call).to.changeTokenBalance(
        connection.ethers,
        f.wbtc.token,
        f.bob,
        10n * f.wbtc.unit,
      )
      await expect(call)
        .to.emit(f.house, 'LotClosed')
        .withArgs(lotId, f.bob, 10n * f.wbtc.unit, wad(50_000), 0n)
      expect(await f.house.openLotCount()).to.equal(0n)
    })

    it('that asks for less at the same price when its seller says so', async () => {
      const lotId = await sell()
      await f.passUntil(lotId, 1_200)
      const as = f.house.connect(f.bob)
      await expect(as.cutSale(lotId, wad(100)))
        .to.emit(f.house, 'SaleCut')
        .withArgs(lotId, wad(50_000), wad(100))
      expect((await f.house.priceOf(lotId)).priceWad).to.equal(priceAfter(wad(20_000), 10))
      await expect(as.cutSale(lotId, wad(100))).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseNothingToDo',
      )
    })

    it('and nothing to cut of a lot of collateral', async () => {
      const lotId = await f.kick()
      await expect(f.house.cutSale(lotId, 0n))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseNotSeller')
        .withArgs(lotId, f.admin)
    })

    it('that nobody starts again when it is over', async () => {
      const lotId = await sell()
      await f.passUntil(lotId, 21_601)
      await expect(f.house.redo(lotId)).to.be.revertedWithCustomError(f.house, 'AuctionHouseIsSale')
    })

    it('of something that is worth selling, by a module', async () => {
      await sell()
      for (const poor of [{ tab: wad(99) }, { amount: 0n }, { topPriceWad: wad(9) }]) {
        await expect(f.house.connect(f.bob).sell(await order(poor))).to.be.revertedWithCustomError(
          f.house,
          'AuctionHouseNothingToSell',
        )
      }
      await expect(f.house.connect(f.carol).sell(await order())).to.be.revertedWithCustomError(
        f.house,
        'AccessManagedUnauthorized',
      )
    })

    it('that is not mixed with lots of another derivative', async () => {
      await sell()
      const other = await connection.ethers.deployContract('Derivative', ['', '', f.ledger])
      await f.house
        .connect(f.bob)
        .sell(await order({ derivative: await other.getAddress(), amount: 10n ** 8n }))
      const orders = [1n, 2n].map((lotId) => ({
        lotId,
        maxCollateral: 1n,
        maxPriceWad: MaxUint256,
      }))
      await expect(f.house.connect(f.keeper).takeBatch(orders, f.keeper, '0x'))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseMixedBatch')
        .withArgs(f.derivative, other)
    })
  })
})

import { expect } from 'chai'
import { MaxUint256, ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import { Parameter, PriceState, WAD, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from './auctionFixture.ts'
import { AuctionParameter, costOf, MODULE, priceAfter, stageAuctions } from './auctionFixture.ts'

const connection = await network.create()
const TOP = wad(1_450 * 1.1)

describe('The auction house', () => {
  let f: AuctionFixture

  // alice's 10 WETH for 12,000 stand at a health of 0.9667.
  stageAuctions(connection, 1_450, (fresh) => {
    f = fresh
  })

  const vault = () => f.lens.vault(f.weth.id, f.alice)
  const deficit = async () => (await f.ledger.stateOf(f.weth.id)).deficit

  describe('kicks', () => {
    it('a whole vault: its debt with the penalty, its collateral less the reward', async () => {
      const call = f.house.connect(f.keeper).kick(f.weth.id, f.alice)
      await expect(call)
        .to.emit(f.house, 'LotKicked')
        .withArgs(
          ...[1n, f.weth.id, f.alice, f.keeper],
          ...[wad(12_000), wad(13_200), wad(9.99), wad(0.01), TOP],
        )
      await expect(call).to.changeTokenBalances(
        connection.ethers,
        f.weth.token,
        [f.ledger, f.house, f.keeper],
        [-wad(10), wad(9.99), wad(0.01)],
      )
      expect((await vault()).debt).to.equal(0n)
      expect((await f.ledger.stateOf(f.weth.id)).inAuction).to.equal(wad(12_000))
      expect(await f.house.lotOf(1n)).to.deep.equal([
        ...[f.weth.id, f.alice.address, await f.derivative.getAddress()],
        ...[await f.weth.token.getAddress(), 18n, wad(9.99), wad(13_200), wad(12_000), TOP],
        ...[BigInt(await f.now()), wad(0.99), 60n, 5_400n, 5_000n],
      ])
    })

    it('no more than there is room for, and leaves the vault its minimum', async () => {
      await f.configure(f.weth, [AuctionParameter.maxInAuction, wad(11_000)])
      const lotId = await f.kick()
      expect((await f.house.lotOf(lotId)).debt).to.equal(wad(10_000))
      const { debt, collateral } = await vault()
      expect([debt, collateral]).to.deep.equal([wad(2_000), wad(10) - wad(100) / 12n - 1n])
      await expect(f.kick())
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseNoRoom')
        .withArgs(wad(1_000))
      await f.configure(f.weth, [AuctionParameter.maxInAuction, wad(12_000)])
      expect((await f.house.lotOf(await f.kick())).debt).to.equal(wad(2_000))
    })

    it('nothing where there is no room worth a lot', async () => {
      await f.configure(f.weth, [AuctionParameter.maxInAuction, wad(100) - 1n])
      await expect(f.kick())
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseNoRoom')
        .withArgs(wad(100) - 1n)
      const bare = await f.list('BARE-A', f.weth.token)
      await expect(f.kick(bare))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseNoRoom')
        .withArgs(0n)
    })

    it('at AuctionHealth, but not above it', async () => {
      const healthWad = wad(14_500 * 0.8) / 12_000n
      await f.configure(f.weth, [AuctionParameter.auctionHealth, healthWad - 1n])
      await expect(f.kick())
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseTooHealthy')
        .withArgs(healthWad, healthWad - 1n)
      await f.configure(f.weth, [AuctionParameter.auctionHealth, healthWad])
      await f.kick()
    })

    it('no healthy vault, no vault without debt, and none of the caller', async () => {
      await f.setPrice(f.weth, 1_500)
      await expect(f.kick()).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
      await expect(f.kick(f.weth, f.bob)).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
      await expect(f.house.connect(f.alice).kick(f.weth.id, f.alice))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseOwnVault')
        .withArgs(f.alice)
    })

    it('no vault without collateral', async () => {
      await f.setPrice(f.weth, 0.0001)
      const { ledger, keeper, weth, alice } = f
      await ledger.connect(keeper).liquidate(weth.id, alice, wad(0.00091), 0n, keeper)
      await f.setPrice(f.weth, 1_450)
      await expect(f.kick()).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
    })

    it('for a reward that is never worth more than the penalty', async () => {
      await f.configure(f.weth, [AuctionParameter.kickReward, 100n])
      await f.relax(f.weth, [Parameter.liquidationPenalty, 100n])
      const lot = await f.house.lotOf(await f.kick())
      // One percent of the collateral is worth 145, one percent of the debt 120.
      expect(wad(10) - lot.collateral).to.equal((wad(120) * WAD) / wad(1_450))
    })

    it('without a reward where none is set', async () => {
      await f.configure(f.weth, [AuctionParameter.kickReward, 0n])
      expect((await f.house.lotOf(await f.kick())).collateral).to.equal(wad(10))
    })
  })

  describe('sells', () => {
    it('along a curve that is exact at every step', async () => {
      const lotId = await f.kick()
      const { startedAt } = await f.house.lotOf(lotId)
      for (const [elapsed, steps] of [
        [59, 0],
        [60, 1],
        [119, 1],
        [600, 10],
        [4_139, 68],
      ] as const) {
        await connection.networkHelpers.time.increaseTo(Number(startedAt) + elapsed)
        expect(await f.house.priceOf(lotId)).to.deep.equal([priceAfter(TOP, steps), false])
      }
      expect(priceAfter(TOP, 1)).to.equal((TOP * 99n) / 100n)
    })

    it('part of a lot, rounded up against the taker', async () => {
      const lotId = await f.kick()
      await f.passUntil(lotId, 900)
      const price = priceAfter(TOP, 15)
      const amount = wad(3) + 1n
      const paid = costOf(amount, price)
      const call = f.house.connect(f.keeper).take(lotId, amount, price, f.bob, '0x')
      const tab = wad(13_200) - paid
      await expect(call)
        .to.emit(f.house, 'LotTaken')
        .withArgs(lotId, f.keeper, f.bob, amount, paid, paid, wad(9.99) - amount, tab)
      await expect(call).to.emit(f.ledger, 'AuctionSettled').withArgs(f.weth.id, paid, paid, 0n)
      await expect(call).to.changeTokenBalance(connection.ethers, f.weth.token, f.bob, amount)
      await expect(call).to.changeTokenBalance(connection.ethers, f.derivative, f.keeper, -paid)
      expect((await f.house.lotOf(lotId)).debt).to.equal(wad(12_000) - paid)
    })

    it('for the debt first, and then for the penalty', async () => {
      const lotId = await f.kick()
      await f.passUntil(lotId, 59)
      const paid = costOf(wad(8), TOP)
      await expect(f.take(lotId, wad(8)))
        .to.emit(f.ledger, 'AuctionSettled')
        .withArgs(f.weth.id, paid, wad(12_000), 0n)
      const { debt, tab } = await f.house.lotOf(lotId)
      expect([debt, tab]).to.deep.equal([0n, wad(13_200) - paid])
      expect(await f.ledger.surplusOf(f.derivative)).to.equal(paid - wad(12_000))
    })

    it('in parts without bad debt if they bring the debt, whatever becomes of the surplus meanwhile', async () => {
      await f.setPrice(f.weth, 1_200)
      const lotId = await f.kick()
      // 9.99 at 1,320 and less bring more than 12,000, and less than 13,200.
      await f.passUntil(lotId, 59)
      await f.take(lotId, wad(5))
      const free = await f.ledger.surplusOf(f.derivative)
      await f.manager.grantRole(MODULE, f.admin, 0)
      if (free !== 0n) await f.ledger.mintSurplus(f.derivative, free, f.bob)
      await f.passUntil(lotId, 660)
      await expect(f.take(lotId)).to.not.emit(f.ledger, 'BadDebtRealised')
      expect(await f.house.openLotCount()).to.equal(0n)
      expect(await deficit()).to.equal(0n)
      expect(await f.ledger.surplusOf(f.derivative)).to.be.within(1n, wad(1_200))
    })

    it('until the tab is paid, and puts the rest back into the vault', async () => {
      const lotId = await f.kick()
      await f.passUntil(lotId, 900)
      const price = priceAfter(TOP, 15)
      const sold = (wad(13_200) * WAD + price - 1n) / price
      const call = f.take(lotId)
      await expect(call)
        .to.emit(f.house, 'LotClosed')
        .withArgs(lotId, f.alice, wad(9.99) - sold, 0n, 0n)
      // Nothing of it stays for sale.
      const paid = costOf(sold, price)
      await expect(call)
        .to.emit(f.house, 'LotTaken')
        .withArgs(lotId, f.keeper, f.keeper, sold, paid, wad(12_000), 0n, 0n)
      expect(await f.ledger.surplusOf(f.derivative)).to.be.within(wad(1_200), wad(1_200) + 2_000n)
      const { debt, collateral } = await vault()
      expect([debt, collateral]).to.deep.equal([0n, wad(9.99) - sold])
      expect(await f.house.openLots(0n, 9n)).to.deep.equal([])
      await expect(f.take(lotId))
        .to.be.revertedWithCustomError(f.house, 'AuctionHouseUnknownLot')
        .withArgs(lotId)
    })

    it('exactly the remaining tab without a wei too much', async () => {
      await f.setPrice(f.weth, 1_400)
      const lotId = await f.kick()
      await f.passUntil(lotId, 1)
      // 1,540 each: 12 / 1.4 tokens cost 13,200.
      const sold = (wad(13_200) * WAD + wad(1_540) - 1n) / wad(1_540)
      await expect(f.take(lotId, sold))
        .to.emit(f.house, 'LotClosed')
        .withArgs(lotId, f.alice, wad(9.99) - sold, 0n, 0n)
    })

    it('all of it for less than the debt, and the rest is bad debt', async () => {
      await f.setPrice(f.weth, 1_000)
      const lotId = await f.kick()
      await f.passUntil(lotId, 900)
      await f.take(lotId, wad(4))
      expect(await f.ledger.surplusOf(f.derivative)).to.equal(0n)
      await f.passUntil(lotId, 1_800)
      const last = costOf(wad(5.99), priceAfter(wad(1_100), 30))
      const paid = costOf(wad(4), priceAfter(wad(1_100), 15)) + last
      const bad = wad(12_000) - paid
      const call = f.take(lotId)
      await expect(call).to.emit(f.ledger, 'BadDebtRealised').withArgs(f.weth.id, bad, 0n)
      await expect(call)
        .to.emit(f.house, 'LotTaken')
        .withArgs(lotId, f.keeper, f.keeper, wad(5.99), last, last, 0n, 0n)
      await expect(call)
        .to.emit(f.house, 'LotClosed')
        .withArgs(lotId, f.alice, 0n, wad(13_200) - paid, bad)
      expect(await deficit()).to.equal(bad)
    })

    it('no dust and leaves none', async () => {
      const lotId = await f.kick()
      await f.passUntil(lotId, 900)
      const sold = (wad(13_101) * WAD) / priceAfter(TOP, 15)
      await expect(f.take(lotId, sold)).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseLeavesDust',
      )
      await expect(f.take(lotId, 0n)).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseNothingToDo',
      )
      await f.setPrice(f.weth, 1_000)
      await f.open(f.bob, f.weth, [18.1, 12_000])
      await f.setPrice(f.weth, 650)
      const poor = await f.kick(f.weth, f.bob)
      await f.passUntil(poor, 60)
      await expect(f.take(poor, wad(18))).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseLeavesDust',
      )
    })

    it('at no price above the one the taker accepts, and to nobody at no address', async () => {
      const lotId = await f.kick()
      await f.passUntil(lotId, 59)
      await expect(f.take(lotId, MaxUint256, TOP - 1n))
        .to.be.revertedWithCustomError(f.house, 'AuctionHousePriceTooHigh')
        .withArgs(TOP, TOP - 1n)
      const call = f.house.connect(f.keeper).take(lotId, MaxUint256, TOP, ZeroAddress, '0x')
      await expect(call).to.be.revertedWithCustomError(f.house, 'AuctionHouseZeroReceiver')
    })

    it('while the oracle is down', async () => {
      const lotId = await f.kick()
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.take(lotId)
    })

    it('several lots with one payment', async () => {
      await f.setPrice(f.weth, 2_000)
      await f.open(f.bob, f.weth, [10, 12_000])
      await f.setPrice(f.weth, 1_450)
      const [first, second] = [await f.kick(), await f.kick(f.weth, f.bob)]
      const orders = [
        { lotId: first, maxCollateral: wad(2), maxPriceWad: TOP },
        { lotId: second, maxCollateral: MaxUint256, maxPriceWad: TOP },
      ]
      const paid = costOf(wad(2), TOP) + costOf((wad(13_200) * WAD + TOP - 1n) / TOP, TOP)
      const call = f.house.connect(f.keeper).takeBatch(orders, f.keeper, '0x')
      await expect(call).to.changeTokenBalance(connection.ethers, f.derivative, f.keeper, -paid)
      expect(await f.house.openLots(0n, 9n)).to.deep.equal([first])
    })

    it('several lots or none', async () => {
      const lotId = await f.kick()
      const order = { lotId, maxCollateral: MaxUint256, maxPriceWad: MaxUint256 }
      const as = f.house.connect(f.keeper)
      await expect(as.takeBatch([order, order], f.keeper, '0x')).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseUnknownLot',
      )
      await expect(as.takeBatch([], f.keeper, '0x')).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseNothingToDo',
      )
      await expect(as.takeBatch([order], ZeroAddress, '0x')).to.be.revertedWithCustomError(
        f.house,
        'AuctionHouseZeroReceiver',
      )
    })
  })
})

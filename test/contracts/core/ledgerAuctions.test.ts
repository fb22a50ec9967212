import { expect } from 'chai'
import { encodeBytes32String, MaxUint256, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployWithoutFees,
  eachOnFreshLedger,
  expectNeedsPrice,
  Parameter,
  PriceState,
  WAD,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()

/** Without a fee: alice owes 12,000 on 10 WETH, healthy down to 1,500; `admin` stands for the auction house and has money. */
async function deployAndOpen() {
  const f = await deployWithoutFees(connection)
  await f.open(f.alice, f.weth, [10, 12_000])
  await f.open(f.admin, f.usdx, [600_000, 300_000])
  return f
}

describe('Ledger auctions', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, deployAndOpen, (fresh) => {
    f = fresh
  })

  const seize = (maxDebt = MaxUint256) => f.ledger.seize(f.weth.id, f.alice, maxDebt, f.carol)
  const settle = (proceeds: bigint, debtPaid: bigint, badDebt: bigint) =>
    f.ledger.settle(f.weth.id, proceeds, debtPaid, badDebt)
  const state = () => f.ledger.stateOf(f.weth.id)
  const vault = () => f.lens.vault(f.weth.id, f.alice)
  const health = (price: number) => (wad(10 * price) * 8_000n * 10n ** 14n) / wad(12_000)

  describe('seizing', () => {
    it('takes the whole vault, debt into the auction and collateral to the receiver', async () => {
      await f.setPrice(f.weth, 1_450)
      expect(
        await f.ledger.seize.staticCall(f.weth.id, f.alice, MaxUint256, f.carol),
      ).to.deep.equal([wad(12_000), wad(10), wad(1_450), health(1_450)])
      const call = seize()
      await expect(call)
        .to.emit(f.ledger, 'Seized')
        .withArgs(f.weth.id, f.alice, f.carol, wad(12_000), wad(10), health(1_450))
      await expect(call).to.changeTokenBalance(connection.ethers, f.weth.token, f.carol, wad(10))
      const { totalDebt, totalDebtShares, totalCollateral, inAuction } = await state()
      expect([totalDebt, totalDebtShares, totalCollateral, inAuction]).to.deep.equal([
        ...[0n, 0n, 0n, wad(12_000)],
      ])
      expect(await f.ledger.vaultOf(f.weth.id, f.alice)).to.deep.equal([0n, 0n, 1n])
    })

    it('takes a part in proportion, rounded up, and leaves the vault no worse', async () => {
      await f.setPrice(f.weth, 1_450)
      const debt = wad(12_000) / 7n
      await seize(debt)
      const { debt: left, collateral, healthWad } = await vault()
      expect(left).to.equal(wad(12_000) - debt)
      expect(collateral).to.equal(wad(10) - (wad(10) * debt) / wad(12_000) - 1n)
      expect((wad(10) * debt) % wad(12_000)).to.not.equal(0n)
      expect(healthWad).to.be.at.least(health(1_450) - 1n)
      expect((await state()).inAuction).to.equal(debt)
    })

    it('leaves nothing or at least the minimum debt', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(seize(wad(10_000) + 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
        .withArgs(wad(2_000) - 1n, wad(2_000))
      await seize(wad(10_000))
    })

    it('is for vaults below health 1 at the high price', async () => {
      await f.oracle.setPrice(f.weth.feed, wad(1_000), wad(1_200), wad(1_500), PriceState.ok)
      await expect(seize()).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy').withArgs(WAD)
      await f.oracle.setPrice(f.weth.feed, 1n, 1n, wad(1_500) - 1n, PriceState.degraded)
      await seize()
    })

    it('needs a price', async () => {
      await expectNeedsPrice(f, () => seize())
    })

    it('takes nothing from a vault without debt, and never takes nothing', async () => {
      await expect(f.ledger.seize(f.weth.id, f.bob, MaxUint256, f.carol))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
        .withArgs(MaxUint256)
      await f.setPrice(f.weth, 1_450)
      await expect(seize(0n)).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
    })

    it('leaves no debt with next to no collateral', async () => {
      await f.setPrice(f.weth, 5)
      await expect(seize(wad(10_000)))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerLeavesDust')
        .withArgs(5n * (wad(10) - (wad(100) / 12n + 1n)), wad(10))
    })

    it('takes no more than a hundredth above the proportion: a bar of gold is not divisible', async () => {
      const bars = await f.deployToken('BARS', 0)
      await f.setPrice({ feed: encodeBytes32String('BARS') }, 30_000)
      const market = await f.list('BARS-A', bars)
      await f.open(f.bob, market, [2, 30_000])
      await f.setPrice(market, 18_000)
      const take = (maxDebt: bigint) => f.ledger.seize(market.id, f.bob, maxDebt, f.carol)
      for (const [debt, bar] of [
        [wad(100), 1n],
        [wad(14_800), 1n],
        [wad(16_000), 2n],
      ] as const) {
        await expect(take(debt))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerPartTooSmall')
          .withArgs(debt, bar)
      }
      await take(wad(14_900))
      expect(await bars.balanceOf(f.carol)).to.equal(1_000_001n)
      expect((await f.ledger.vaultOf(market.id, f.bob)).collateral).to.equal(1n)
    })

    it('charges the fee up to now first, and none on debt in auction', async () => {
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await f.open(f.bob, f.weth, [100, 50_000])
      await f.setPrice(f.weth, 1_000)
      await connection.networkHelpers.time.increase(30 * DAY)
      const before = await f.ledger.debtOf(f.weth.id, f.alice)
      await seize()
      const { inAuction, totalDebt } = await state()
      expect(inAuction).to.be.above(before)
      await connection.networkHelpers.time.increase(30 * DAY)
      await f.ledger.accrue(f.weth.id)
      const later = await state()
      expect(later.inAuction).to.equal(inAuction)
      expect(later.totalDebt).to.be.above(totalDebt)
    })

    it('needs the capability and a market', async () => {
      const stranger = f.ledger.connect(f.keeper)
      await expect(stranger.seize(f.weth.id, f.alice, 1n, f.keeper))
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.keeper)
      await expect(stranger.settle(f.weth.id, 0n, 0n, 1n))
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.keeper)
      await expect(f.ledger.seize(ZeroHash, f.alice, 1n, f.carol))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
        .withArgs(ZeroHash)
    })

    it('leaves the debt in auction on the debt ceiling', async () => {
      await f.setPrice(f.weth, 1_450)
      await seize()
      await f.setPrice(f.weth, 2_000)
      await f.relax(f.weth, [Parameter.debtCeiling, wad(15_000)])
      await expect(f.open(f.bob, f.weth, [10, 3_000.000001]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
        .withArgs(wad(15_000.000001), wad(15_000))
      await f.open(f.bob, f.weth, [10, 3_000])
      await settle(wad(12_000), wad(12_000), 0n)
      await f.open(f.carol, f.weth, [10, 12_000])
    })
  })

  describe('settling', () => {
    beforeEach(async () => {
      await f.setPrice(f.weth, 1_450)
      await seize()
    })

    it('burns the proceeds from the caller and takes the debt out of the auction', async () => {
      const call = settle(wad(5_000), wad(5_000), 0n)
      await expect(call)
        .to.emit(f.ledger, 'AuctionSettled')
        .withArgs(f.weth.id, wad(5_000), wad(5_000), 0n)
      await expect(call).to.changeTokenBalance(
        connection.ethers,
        f.derivative,
        f.admin,
        -wad(5_000),
      )
      expect((await state()).inAuction).to.equal(wad(7_000))
    })

    it('makes surplus of what is paid beyond the debt', async () => {
      await settle(wad(13_000), wad(12_000), 0n)
      expect(await f.ledger.surplusOf(f.derivative)).to.equal(wad(1_000))
      expect((await state()).inAuction).to.equal(0n)
    })

    it('realises what is given up, against the surplus first', async () => {
      await settle(wad(1_500), wad(500), 0n)
      await expect(settle(wad(4_000), wad(4_000), wad(7_500)))
        .to.emit(f.ledger, 'BadDebtRealised')
        .withArgs(f.weth.id, wad(7_500), wad(1_000))
      expect((await state()).deficit).to.equal(wad(6_500))
      expect(await f.ledger.surplusOf(f.derivative)).to.equal(0n)
    })

    it('lets the penalty of one step pay the bad debt of the same', async () => {
      await expect(settle(wad(10_200), wad(10_000), wad(2_000)))
        .to.emit(f.ledger, 'BadDebtRealised')
        .withArgs(f.weth.id, wad(2_000), wad(200))
      expect((await state()).deficit).to.equal(wad(1_800))
    })

    it('asks for the fees that are due before bad debt becomes a deficit', async () => {
      await f.open(f.bob, f.weth, [100, 50_000])
      await f.relax(f.weth, [Parameter.stabilityFee, WAD / 20n])
      await connection.networkHelpers.time.increase(DAY)
      await settle(0n, 0n, wad(6))
      expect((await state()).deficit).to.equal(0n)
      const left = await f.ledger.surplusOf(f.derivative)
      expect(left).to.be.within(wad(50_000) / 20n / 365n - wad(6), wad(1))
    })

    it('refuses to close more than is in auction or to pay more than was brought', async () => {
      for (const [proceeds, debtPaid, badDebt] of [
        [wad(12_000) + 1n, wad(12_000) + 1n, 0n],
        [wad(12_000), wad(12_000), 1n],
        [wad(5_000), wad(5_000) + 1n, 0n],
      ] as const) {
        await expect(settle(proceeds, debtPaid, badDebt))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerSettlesTooMuch')
          .withArgs(wad(12_000), proceeds)
      }
    })

    it("does not reach another market's auction", async () => {
      await expect(f.ledger.settle(f.wbtc.id, 1n, 1n, 0n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSettlesTooMuch')
        .withArgs(0n, 1n)
    })

    it('fails for a caller without the proceeds', async () => {
      await expect(settle(wad(300_001), 0n, 0n)).to.be.revertedWithCustomError(
        f.derivative,
        'ERC20InsufficientBalance',
      )
    })

    it('goes on while the price is gone, the market frozen and shut', async () => {
      await f.ledger.freeze(f.weth.id)
      await settle(wad(1), wad(1), 0n)
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.oracle.setLastWord(f.weth.feed, 1, wad(1_450))
      await f.ledger.shutdown(f.weth.id)
      await settle(wad(1), wad(1), wad(11_998))
      expect((await state()).inAuction).to.equal(0n)
    })
  })
})

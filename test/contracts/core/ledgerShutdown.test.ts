import { expect } from 'chai'
import { MaxUint256, ZeroAddress, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployLedger,
  eachOnFreshLedger,
  Parameter,
  PriceState,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

/** Alice owes 12,000 on 10 WETH, bob 2,500 on 2; the keeper has money. The WETH feed is gone; its last good high was 1,500. */
async function deployAndLose() {
  const f = await deployLedger(connection)
  for (const market of [f.wbtc, f.usdx]) await f.relax(market, [Parameter.stabilityFee, 0n])
  await f.open(f.alice, f.weth, [10, 12_000])
  await f.open(f.bob, f.weth, [2, 2_500])
  await f.open(f.keeper, f.usdx, [600_000, 300_000])
  await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
  const deadSince = await f.now()
  await f.oracle.setLastWord(f.weth.feed, deadSince, wad(1_500))
  return { ...f, deadSince }
}

describe('Ledger shutdown', () => {
  let f: LedgerFixture & { deadSince: number }

  eachOnFreshLedger(connection, deployAndLose, (fresh) => {
    f = fresh
  })

  const shutdown = () => f.ledger.connect(f.carol).shutdown(f.weth.id)
  const state = () => f.ledger.stateOf(f.weth.id)
  const debtOf = (owner = f.alice) => f.ledger.debtOf(f.weth.id, owner)

  describe('shutting a market', () => {
    it('is open to anyone once the feed has been dead for a day', async () => {
      await time.setNextBlockTimestamp(f.deadSince + DAY - 1)
      await expect(shutdown())
        .to.be.revertedWithCustomError(f.ledger, 'LedgerNotDead')
        .withArgs(f.weth.feed, f.deadSince)
      await time.setNextBlockTimestamp(f.deadSince + DAY)
      await expect(shutdown()).to.emit(f.ledger, 'MarketShut').withArgs(f.weth.id, wad(1_500))
      expect(await f.ledger.settlementPriceOf(f.weth.id)).to.equal(wad(1_500))
      expect((await state()).frozenUntil).to.equal(2n ** 64n - 1n)
    })

    it('needs a feed that is dead, had a price once, and a market that is not shut', async () => {
      await time.increase(2 * DAY)
      await expect(f.ledger.shutdown(f.wbtc.id))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerNotDead')
        .withArgs(f.wbtc.feed, 0)
      await f.oracle.setLastWord(f.wbtc.feed, 1, 0n)
      await expect(f.ledger.shutdown(f.wbtc.id))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerPriceNotUsable')
        .withArgs(f.wbtc.feed, PriceState.down)
      await shutdown()
      await f.oracle.setLastWord(f.weth.feed, 1, wad(1))
      await expect(shutdown())
        .to.be.revertedWithCustomError(f.ledger, 'LedgerShut')
        .withArgs(f.weth.id)
      await expect(f.ledger.shutdown(ZeroHash)).to.be.revertedWithCustomError(
        f.ledger,
        'LedgerUnknownMarket',
      )
    })

    it('charges the fee up to that second and never again', async () => {
      await time.increase(30 * DAY)
      const before = await debtOf()
      expect(before).to.be.above(wad(12_040))
      await shutdown()
      const settled = await debtOf()
      expect(settled).to.be.within(before, before + wad(0.001))
      await time.increase(3_650 * DAY)
      expect(await debtOf()).to.equal(settled)
      await f.ledger.accrue(f.weth.id)
      expect(await debtOf()).to.equal(settled)
    })

    it('ends issuing for ever, also when the feed comes back', async () => {
      await time.increase(DAY)
      await shutdown()
      await f.setPrice(f.weth, 10_000)
      await f.oracle.setLastWord(f.weth.feed, 0, 0n)
      await time.increase(3_650 * DAY)
      await expect(f.open(f.alice, f.weth, [10, 2_000]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerFrozen')
        .withArgs(f.weth.id, 2n ** 64n - 1n)
    })

    it('lets every owner repay and leave without a price', async () => {
      await time.increase(DAY)
      await shutdown()
      for (const [owner, collateral] of [
        [f.alice, wad(10)],
        [f.bob, wad(2)],
      ] as const) {
        await f.derivative.connect(f.keeper).transfer(owner, wad(100))
        const vault = f.ledger.connect(owner)
        await vault.adjust(f.weth.id, owner, wad(1), -wad(1), owner)
        await vault.adjust(f.weth.id, owner, 0n, REPAY_ALL, owner)
        await vault.adjust(f.weth.id, owner, -collateral - wad(1), 0n, owner)
      }
      expect((await state()).totalCollateral).to.equal(0n)
    })

    it('holds the collateral of a debt at the settlement price, whatever the feed says later', async () => {
      // Else an owner withdraws at the new price, redeems the own vault at the old one and leaves the rest as bad debt.
      await time.increase(DAY)
      await shutdown()
      await f.setPrice(f.weth, 15_000)
      const alice = f.ledger.connect(f.alice)
      await expect(alice.adjust(f.weth.id, f.alice, -wad(8), 0n, f.alice))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerShut')
        .withArgs(f.weth.id)
      await f.derivative.connect(f.keeper).transfer(f.alice, wad(100))
      await alice.adjust(f.weth.id, f.alice, -wad(10), REPAY_ALL, f.alice)
    })
  })

  describe('redeeming from a vault', () => {
    const redeem = (maxRepay = MaxUint256, owner = f.alice, minSeized = 0n) =>
      f.ledger.connect(f.keeper).redeemFrom(f.weth.id, owner, maxRepay, minSeized, f.carol)

    it('needs a market that is shut', async () => {
      for (const id of [f.weth.id, ZeroHash]) {
        await expect(f.ledger.redeemFrom(id, f.alice, wad(1), 0n, f.carol))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerNotShut')
          .withArgs(id)
      }
    })

    describe('of a shut market', () => {
      beforeEach(async () => {
        await time.increase(DAY)
        await shutdown()
      })

      it('takes collateral of the same worth at the settlement price, without a bonus', async () => {
        const call = redeem(wad(3_000))
        await expect(call)
          .to.emit(f.ledger, 'Redeemed')
          .withArgs(f.weth.id, f.alice, f.keeper, wad(3_000), wad(2), 0n)
        await expect(call).to.changeTokenBalance(
          connection.ethers,
          f.derivative,
          f.keeper,
          -wad(3_000),
        )
        await expect(call).to.changeTokenBalance(connection.ethers, f.weth.token, f.carol, wad(2))
      })

      it('goes down to the whole debt, past any minimum, and leaves the rest to the owner', async () => {
        const debt = await debtOf()
        await redeem(debt - 1n)
        expect(await debtOf()).to.be.within(1n, 2n)
        await redeem()
        expect(await debtOf()).to.equal(0n)
        const { collateral } = await f.ledger.vaultOf(f.weth.id, f.alice)
        expect(collateral).to.be.at.least(wad(10) - (debt * wad(1)) / wad(1_500))
        await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -collateral, 0n, f.alice)
      })

      it('rounds the collateral down, so that a wei buys nothing', async () => {
        await redeem(1n)
        expect(await f.weth.token.balanceOf(f.carol)).to.equal(wad(1_000_000))
      })

      it('gives no more than the vault owes', async () => {
        const debt = await debtOf()
        expect(
          (
            await f.ledger
              .connect(f.keeper)
              .redeemFrom.staticCall(...([f.weth.id, f.alice, MaxUint256, 0n, f.carol] as const))
          ).repaid,
        ).to.equal(debt)
        await redeem()
        await expect(redeem()).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
      })

      it('respects the least that the caller accepts', async () => {
        await expect(redeem(wad(3_000), f.alice, wad(2) + 1n))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerSlippage')
          .withArgs(wad(2), wad(2) + 1n)
        await redeem(wad(3_000), f.alice, wad(2))
      })

      it('needs a receiver, an amount and the derivative', async () => {
        await expect(
          f.ledger.redeemFrom(f.weth.id, f.alice, 1n, 0n, ZeroAddress),
        ).to.be.revertedWithCustomError(f.ledger, 'LedgerZeroReceiver')
        await expect(redeem(0n)).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
        await expect(
          f.ledger.connect(f.carol).redeemFrom(f.weth.id, f.alice, 1n, 0n, f.carol),
        ).to.be.revertedWithCustomError(f.derivative, 'ERC20InsufficientBalance')
      })
    })

    it('makes bad debt of what the collateral does not pay', async () => {
      await f.oracle.setLastWord(f.weth.feed, f.deadSince, wad(900))
      await time.increase(DAY)
      await shutdown()
      const debt = await debtOf()
      const surplus = await f.ledger.surplusOf(f.derivative)
      expect(surplus).to.be.above(0n)
      const call = redeem()
      await expect(call)
        .to.emit(f.ledger, 'Redeemed')
        .withArgs(f.weth.id, f.alice, f.keeper, wad(9_000), wad(10), debt - wad(9_000))
      await expect(call)
        .to.emit(f.ledger, 'BadDebtRealised')
        .withArgs(f.weth.id, debt - wad(9_000), surplus)
      expect((await state()).deficit).to.equal(debt - wad(9_000) - surplus)
    })

    it('never gives the last collateral away for less than it counts', async () => {
      await f.oracle.setLastWord(f.weth.feed, f.deadSince, 900n * 10n ** 18n + 1n)
      await time.increase(DAY)
      await shutdown()
      const whole = (wad(10) * (900n * 10n ** 18n + 1n)) / wad(1)
      await redeem(whole - 1n)
      expect((await f.ledger.vaultOf(f.weth.id, f.alice)).collateral).to.be.above(0n)
      expect((await state()).deficit).to.equal(0n)
      await redeem()
      expect(await debtOf()).to.equal(0n)
      expect((await f.ledger.vaultOf(f.weth.id, f.alice)).collateral).to.equal(0n)
    })
  })
})

import { expect } from 'chai'
import { MaxUint256, ZeroAddress } from 'ethers'
import fc from 'fast-check'
import { network } from 'hardhat'
import type { LedgerFixture, Terms, TestMarket } from '../../support/ledgerFixture.ts'
import {
  DAY,
  defaultTerms,
  deployWithoutFees,
  eachOnFreshLedger,
  expectBalancedBooks,
  expectNear,
  expectNeedsPrice,
  Parameter,
  PriceState,
  WAD,
  wad,
} from '../../support/ledgerFixture.ts'
import type { Liquidation } from '../../support/ledgerModel.ts'
import { bonusAt, liquidationOf } from '../../support/ledgerModel.ts'

const connection = await network.create()
const terms: Terms = { ...defaultTerms, stabilityFeeWad: 0n }

/** The Ledger without a fee, so that figures are round: alice owes 12,000 on 10 WETH, and the keeper has money. */
async function deployAndOpen() {
  const f = await deployWithoutFees(connection)
  await f.open(f.alice, f.weth, [10, 12_000])
  await f.open(f.keeper, f.usdx, [600_000, 300_000])
  return f
}

describe('Ledger liquidations', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, deployAndOpen, (fresh) => {
    f = fresh
  })

  const liquidate = (maxRepay = MaxUint256, minSeized = 0n) =>
    f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, maxRepay, minSeized, f.keeper)

  const vault = () => f.lens.vault(f.weth.id, f.alice)

  const expected = (debt: bigint, collateral: bigint, price: number): Liquidation =>
    liquidationOf({ debt, collateral, price: wad(price), unit: f.weth.unit }, terms)

  async function expectLiquidation(call: ReturnType<typeof liquidate>, of: Liquidation) {
    await expect(call)
      .to.emit(f.ledger, 'Liquidated')
      .withArgs(f.weth.id, f.alice, f.keeper, of.repaid, of.seized, of.badDebt, of.healthWad)
  }

  describe('take', () => {
    it('what brings the vault to its target health, by the closed form', async () => {
      // 14,500 of collateral: health 0.9667, a third of the way to the whole penalty: bonus 5 % + 5 % / 3.
      await f.setPrice(f.weth, 1_450)
      const repaid = 12_000 * ((1.05 - 14_500 * (0.8 / 12_000)) / (1.05 - (1 + 0.2 / 3) * 0.8))
      const of = expected(wad(12_000), wad(10), 1_450)
      expectNear(of.repaid, repaid, 1e-8)
      expectNear(of.seized, (repaid * (1 + 0.2 / 3)) / 1_450, 1e-9)
      await expectLiquidation(liquidate(), of)
      const { healthWad, debt, collateral } = await vault()
      expect(healthWad).to.be.within(wad(1.05) - 10n, wad(1.05) + 10n)
      expect([debt, collateral]).to.deep.equal([wad(12_000) - of.repaid, wad(10) - of.seized])
    })

    it('derivative from the caller and hand collateral to the receiver', async () => {
      await f.setPrice(f.weth, 1_450)
      const of = expected(wad(12_000), wad(10), 1_450)
      const call = f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.carol)
      await expect(call).to.changeTokenBalance(
        connection.ethers,
        f.derivative,
        f.keeper,
        -of.repaid,
      )
      await expect(call).to.changeTokenBalance(connection.ethers, f.weth.token, f.carol, of.seized)
    })

    it('no more than the caller is willing to repay', async () => {
      await f.setPrice(f.weth, 1_450)
      const { healthWad, bonusWad } = expected(wad(12_000), wad(10), 1_450)
      const repaid = wad(1_000)
      const seized = (((repaid * (WAD + bonusWad)) / WAD) * WAD) / wad(1_450)
      await expectLiquidation(liquidate(repaid), {
        healthWad,
        bonusWad,
        repaid,
        seized,
        badDebt: 0n,
      })
      expect((await vault()).healthWad).to.be.above(healthWad)
    })

    it('all of the debt if less than MinimumDebt would remain', async () => {
      await f.relax(f.weth, [Parameter.minimumDebt, wad(7_000)])
      await f.setPrice(f.weth, 1_450) // to target: 5,084.7 repaid, 6,915.3 left
      const { healthWad, bonusWad } = expected(wad(12_000), wad(10), 1_450)
      const repaid = wad(12_000)
      const seized = (((repaid * (WAD + bonusWad)) / WAD) * WAD) / wad(1_450)
      await expectLiquidation(liquidate(), { healthWad, bonusWad, repaid, seized, badDebt: 0n })
      const { debt, collateral } = await vault()
      expect([debt, collateral]).to.deep.equal([0n, wad(10) - seized])
    })

    it('just to the target where MinimumDebt is exactly what remains', async () => {
      await f.setPrice(f.weth, 1_450)
      const of = expected(wad(12_000), wad(10), 1_450)
      await f.relax(f.weth, [Parameter.minimumDebt, wad(12_000) - of.repaid])
      await expectLiquidation(liquidate(), of)
    })

    it('all of the debt where the target is out of reach but the collateral pays', async () => {
      // At 0.89 a repayment with 10 % on top does improve health, at 0.88 it does not; both are far below 1.05.
      await f.setPrice(f.weth, 1_325)
      const of = expected(wad(12_000), wad(10), 1_325)
      expect([of.repaid, of.badDebt]).to.deep.equal([wad(12_000), 0n])
      await expectLiquidation(liquidate(), of)
      expect((await vault()).collateral).to.equal(wad(10) - of.seized)
    })

    it('from a vault with 8 decimals of collateral, rounded down', async () => {
      await f.ledger.connect(f.bob).adjust(f.wbtc.id, f.bob, 12_345_678n, wad(4_000), f.bob)
      await f.setPrice(f.wbtc, 39_999.123457)
      const of = liquidationOf(
        {
          ...{ debt: wad(4_000), collateral: 12_345_678n },
          ...{ price: wad(39_999.123457), unit: f.wbtc.unit },
        },
        terms,
      )
      await expect(f.ledger.connect(f.keeper).liquidate(f.wbtc.id, f.bob, MaxUint256, 0n, f.keeper))
        .to.emit(f.ledger, 'Liquidated')
        .withArgs(f.wbtc.id, f.bob, f.keeper, of.repaid, of.seized, of.badDebt, of.healthWad)
    })
  })

  describe('turn into bad debt', () => {
    it('what the collateral does not pay for, at once', async () => {
      await f.setPrice(f.weth, 1_000)
      const of = expected(wad(12_000), wad(10), 1_000)
      // 10,000 of collateral at 10 % on top pays for 9,090.909..., rounded up against the liquidator.
      expect(of.repaid).to.equal((wad(10_000) * 10n) / 11n + 1n)
      expect(of.badDebt).to.equal(wad(12_000) - of.repaid)
      await expectLiquidation(liquidate(), of)
      expect(await f.ledger.stateOf(f.weth.id)).to.deep.equal([
        ...[0n, 0n, 0n, of.badDebt, BigInt(await f.now())],
        ...[0n, 0n],
      ])
      expect((await f.ledger.vaultOf(f.weth.id, f.alice)).debtShares).to.equal(0n)
    })

    it('nothing while the caller stops short of the last collateral', async () => {
      await f.setPrice(f.weth, 1_000)
      await liquidate(wad(5_000))
      const { debt, collateral } = await vault()
      expect([debt, collateral]).to.deep.equal([wad(7_000), wad(4.5)])
      expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(0n)
    })

    it('the rest whenever the last collateral goes, also for a repayment that pays for exactly all of it', async () => {
      await f.setPrice(f.weth, 1_100)
      // 11,000 of collateral at 10 % on top is worth 10,000 to the wei: nothing has to be rounded or limited.
      await expect(liquidate(wad(10_000)))
        .to.emit(f.ledger, 'Liquidated')
        .withArgs(f.weth.id, f.alice, f.keeper, wad(10_000), wad(10), wad(2_000), anyHealth(1_100))
      expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(wad(2_000))
    })

    const anyHealth = (price: number) => (wad(price) * 10n * 8_000n * 10n ** 14n) / wad(12_000)

    it('no bit more than a single liquidation does when it is split', async () => {
      await f.setPrice(f.weth, 1_000)
      const single = expected(wad(12_000), wad(10), 1_000).badDebt
      for (const part of [3_000, 2_000, 1_500, 1_000]) await liquidate(wad(part))
      await liquidate()
      const { deficit } = await f.ledger.stateOf(f.weth.id)
      expect(single - deficit).to.be.within(0n, 5n * 1_000n)
    })
  })

  describe('pay a bonus', () => {
    const seizedFor = async (price: number) => {
      await f.setPrice(f.weth, price)
      const [repaid, seized] = await f.ledger
        .connect(f.keeper)
        .liquidate.staticCall(f.weth.id, f.alice, wad(1), 0n, f.keeper)
      expect(repaid).to.equal(wad(1))
      return (seized * wad(price)) / WAD
    }

    it('of PenaltyFloor times the penalty just below health 1', async () => {
      expectNear(await seizedFor(1_499.999999), 1.05)
    })

    it('halfway between at the middle', async () => {
      expectNear(await seizedFor(1_425), 1.075)
    })

    it('of the whole penalty at MaxPenaltyHealth', async () => {
      expectNear(await seizedFor(1_350), 1.1)
    })

    it('of no more below it', async () => {
      expectNear(await seizedFor(1_200), 1.1)
      expectNear(await seizedFor(500), 1.1)
    })

    it('that never falls as health falls', () => {
      fc.assert(
        fc.property(fc.bigInt(0n, WAD - 1n), fc.bigInt(0n, WAD - 1n), (a, b) => {
          const [low, high] = a < b ? [a, b] : [b, a]
          return bonusAt(low, terms) >= bonusAt(high, terms)
        }),
      )
    })
  })

  describe('are the same to the wei as the model', () => {
    it('for any debt, collateral, price and terms', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            ratio: fc.integer({ min: 1, max: 1_000_000 }),
            debt: fc.bigInt(wad(2_000), wad(200_000)),
            health: fc.double({ min: 0.05, max: 0.999999, noNaN: true }),
            decimals: fc.constantFrom(6, 8, 18),
            minimumDebt: fc.bigInt(wad(100), wad(2_000)),
            penaltyBps: fc.bigInt(100n, 1_200n),
            floorBps: fc.bigInt(2_000n, 10_000n),
            targetHealthWad: fc.bigInt(wad(1), wad(1.25)),
          }),
          async (c) => {
            f = await connection.networkHelpers.loadFixture(deployAndOpen)
            const market = { 6: f.usdx, 8: f.wbtc, 18: f.weth }[c.decimals] as TestMarket
            const collateral = (c.debt * 2n * market.unit) / wad(2_000) + BigInt(c.ratio)
            const t: Terms = {
              ...{ ...terms, minimumDebt: c.minimumDebt, liquidationPenaltyBps: c.penaltyBps },
              ...{ penaltyFloorBps: c.floorBps, targetHealthWad: c.targetHealthWad },
            }
            await f.relax(
              market,
              [Parameter.liquidationPenalty, c.penaltyBps],
              [Parameter.penaltyFloor, c.floorBps],
              [Parameter.targetHealth, c.targetHealthWad],
              [Parameter.minimumDebt, c.minimumDebt],
            )
            await f.setPrice(market, 2_000)
            await market.token.mint(f.bob, collateral)
            await f.ledger.connect(f.bob).adjust(market.id, f.bob, collateral, c.debt, f.bob)
            const price =
              (c.debt * BigInt(Math.round(c.health * 1.25e9)) * market.unit) /
              collateral /
              10n ** 9n
            await f.oracle.setPrice(market.feed, price, price, price, PriceState.ok)

            const of = liquidationOf({ debt: c.debt, collateral, price, unit: market.unit }, t)
            await f.derivative.connect(f.bob).transfer(f.keeper, c.debt)
            await expect(
              f.ledger.connect(f.keeper).liquidate(market.id, f.bob, MaxUint256, 0n, f.keeper),
            )
              .to.emit(f.ledger, 'Liquidated')
              .withArgs(market.id, f.bob, f.keeper, of.repaid, of.seized, of.badDebt, of.healthWad)
            await expectBalancedBooks(f)
          },
        ),
        { numRuns: 25 },
      )
    })
  })

  describe('are refused', () => {
    it('at health 1 and above', async () => {
      await f.setPrice(f.weth, 1_500)
      await expect(liquidate())
        .to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
        .withArgs(wad(1))
      await f.oracle.setPrice(f.weth.feed, wad(1_500) - 1n, wad(1_500) - 1n, wad(1_500) - 1n, 0)
      await liquidate()
    })

    it('by the high price, even when low and mid are far below', async () => {
      await f.oracle.setPrice(f.weth.feed, wad(1_000), wad(1_200), wad(1_500), PriceState.ok)
      await expect(liquidate()).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
    })

    it('without debt, whatever the price', async () => {
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await expect(f.ledger.connect(f.keeper).liquidate(f.weth.id, f.bob, 1n, 0n, f.keeper))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
        .withArgs(MaxUint256)
    })

    it('while the price is DOWN or zero', async () => {
      await expectNeedsPrice(f, () => liquidate())
    })

    it('not while it is DEGRADED, at its high end', async () => {
      await f.oracle.setPrice(f.weth.feed, wad(900), wad(1_000), wad(1_450), PriceState.degraded)
      await expectLiquidation(liquidate(), expected(wad(12_000), wad(10), 1_450))
    })

    it('to the owner', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(f.ledger.connect(f.alice).liquidate(f.weth.id, f.alice, wad(1), 0n, f.alice))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSelfLiquidation')
        .withArgs(f.alice)
    })

    it('but not to a liquidator whom the owner made an operator to be rid of it', async () => {
      await f.setPrice(f.weth, 1_450)
      await f.ledger.connect(f.alice).setOperator(f.keeper, true)
      await expectLiquidation(liquidate(), expected(wad(12_000), wad(10), 1_450))
    })

    it('where a part of the debt would leave collateral too small to liquidate', async () => {
      await f.setPrice(f.weth, 900)
      const all = await f.ledger
        .connect(f.keeper)
        .liquidate.staticCall(f.weth.id, f.alice, MaxUint256, 0n, f.keeper)
      await expect(
        f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, all.repaid - wad(5), 0n, f.keeper),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerLeavesDust')
    })

    it('without a receiver', async () => {
      await expect(
        f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, 1n, 0n, ZeroAddress),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerZeroReceiver')
    })

    it('for a repayment of nothing', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(liquidate(0n)).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
    })

    it('for less collateral than the caller asks for', async () => {
      await f.setPrice(f.weth, 1_450)
      const { seized } = expected(wad(12_000), wad(10), 1_450)
      await expect(liquidate(MaxUint256, seized + 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSlippage')
        .withArgs(seized, seized + 1n)
      await liquidate(MaxUint256, seized)
    })

    it('if the caller would leave dust', async () => {
      await f.setPrice(f.weth, 1_325)
      await expect(liquidate(wad(10_000) + 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
        .withArgs(wad(2_000) - 1n, wad(2_000))
      await liquidate(wad(10_000))
    })

    it('but in full for a vault that a higher MinimumDebt left behind', async () => {
      await f.open(f.bob, f.weth, [2, 2_500])
      await f.relax(f.weth, [Parameter.minimumDebt, wad(3_000)])
      await f.setPrice(f.weth, 1_500)
      const call = (maxRepay: bigint) =>
        f.ledger.connect(f.keeper).liquidate(f.weth.id, f.bob, maxRepay, 0n, f.keeper)
      await expect(call(wad(2_500) - 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
        .withArgs(1n, wad(3_000))
      await call(wad(2_500))
      expect(await f.ledger.debtOf(f.weth.id, f.bob)).to.equal(0n)
    })

    it('to a caller without the derivative', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(
        f.ledger.connect(f.carol).liquidate(f.weth.id, f.alice, wad(1), 0n, f.carol),
      ).to.be.revertedWithCustomError(f.derivative, 'ERC20InsufficientBalance')
    })

    it('in an unknown market', async () => {
      const id = connection.ethers.ZeroHash
      for (const call of [
        () => f.ledger.liquidate(id, f.alice, 1n, 0n, f.admin),
        () => f.ledger.writeOff(id, f.alice, f.admin),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
          .withArgs(id)
      }
    })
  })

  it('happen in the course of a threshold ramp, at the effective threshold', async () => {
    await f.setPrice(f.weth, 1_600)
    await f.tighten(f.weth, [Parameter.liquidationThreshold, 7_000n])
    await expect(liquidate()).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
    await connection.networkHelpers.time.increase(6 * DAY)
    const bps = await f.ledger.effectiveParameter(f.weth.id, Parameter.liquidationThreshold)
    expect(bps).to.be.within(7_143n, 7_144n)
    const of = liquidationOf(
      { debt: wad(12_000), collateral: wad(10), price: wad(1_600), unit: WAD },
      { ...terms, liquidationThresholdBps: bps },
    )
    await expectLiquidation(liquidate(), of)
  })

  describe('give way to a write-off', () => {
    const writeOff = (who = f.keeper) => f.ledger.connect(who).writeOff(f.weth.id, f.alice, who)

    it('when the collateral is worth less than WRITE_OFF_DUST', async () => {
      await f.setPrice(f.weth, 0.999999)
      await expect(writeOff())
        .to.emit(f.ledger, 'WrittenOff')
        .withArgs(f.weth.id, f.alice, wad(12_000), wad(10), f.keeper)
      expect(await f.ledger.vaultOf(f.weth.id, f.alice)).to.deep.equal([0n, 0n, 1n])
      expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(wad(12_000))
      expect(await f.weth.token.balanceOf(f.keeper)).to.equal(wad(1_000_010))
    })

    it('but not from exactly that value on', async () => {
      await f.setPrice(f.weth, 1)
      await expect(writeOff())
        .to.be.revertedWithCustomError(f.ledger, 'LedgerNotWorthless')
        .withArgs(wad(10), await f.ledger.WRITE_OFF_DUST())
    })

    it('when the collateral is worth less than a wei, for which nobody can repay anything', async () => {
      await f.setPrice(f.weth, 4_000)
      await f.open(f.bob, f.weth, [0.9, 2_000])
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 1n, PriceState.ok)
      const keeper = f.ledger.connect(f.keeper)
      await expect(
        keeper.liquidate(f.weth.id, f.bob, MaxUint256, 0n, f.keeper),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
      await keeper.writeOff(f.weth.id, f.bob, f.keeper)
      expect(await f.ledger.debtOf(f.weth.id, f.bob)).to.equal(0n)
    })

    it('at the high price only', async () => {
      await f.oracle.setPrice(f.weth.feed, wad(0.1), wad(0.1), wad(2), PriceState.ok)
      await expect(writeOff()).to.be.revertedWithCustomError(f.ledger, 'LedgerNotWorthless')
    })

    it('never while the price is DOWN or zero', async () => {
      await expectNeedsPrice(f, () => writeOff())
    })

    it('never by the owner', async () => {
      await f.setPrice(f.weth, 0.5)
      await expect(writeOff(f.alice))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSelfLiquidation')
        .withArgs(f.alice)
    })

    it('never at a price that the sources do not agree on: the collateral is given away', async () => {
      await f.oracle.setPrice(f.weth.feed, 1n, 1n, 1n, PriceState.degraded)
      await expect(writeOff())
        .to.be.revertedWithCustomError(f.ledger, 'LedgerPriceNotUsable')
        .withArgs(f.weth.feed, PriceState.degraded)
    })

    it('never without debt or without a receiver', async () => {
      await expect(
        f.ledger.connect(f.keeper).writeOff(f.weth.id, f.bob, f.keeper),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
      await expect(
        f.ledger.connect(f.keeper).writeOff(f.weth.id, f.alice, ZeroAddress),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerZeroReceiver')
    })

    it('and leave a vault that can start again', async () => {
      await f.setPrice(f.weth, 0.5)
      await writeOff()
      await f.setPrice(f.weth, 2_000)
      await f.open(f.alice, f.weth, [5, 4_000])
      expect(await f.ledger.ownerCount(f.weth.id)).to.equal(1n)
      expect(await f.ledger.debtOf(f.weth.id, f.alice)).to.equal(wad(4_000))
    })
  })
})

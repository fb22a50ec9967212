import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import {
  deployLedger,
  expectBalancedBooks,
  Parameter,
  PriceState,
  WAD,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()

/**
 * Euler, March 2023 (197 million dollars): one account made itself insolvent by a donation, a second one of the same owner
 * liquidated it at the full discount, and the lenders kept the debt. Here two accounts of one owner sit on both sides of a
 * price update.
 */
describe('Self-liquidation with two accounts around a moving price', () => {
  const fixture = async () => {
    const f = await deployLedger(connection)
    for (const market of [f.weth, f.usdx]) await f.relax(market, [Parameter.stabilityFee, 0n])
    await f.open(f.alice, f.weth, [10, 13_333])
    await f.open(f.bob, f.usdx, [600_000, 300_000])
    return f
  }

  it('is refused to the owner, and gains nothing for a second account of the same person', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    /** What alice and bob own together at the fair price of this moment, in derivative. */
    const wealth = async (price: bigint) => {
      const { collateral, debt } = await f.lens.vault(f.weth.id, f.alice)
      let sum = (collateral * price) / WAD - debt
      for (const account of [f.alice, f.bob]) {
        sum += ((await f.weth.token.balanceOf(account)) * price) / WAD
        sum += await f.derivative.balanceOf(account)
      }
      return sum
    }
    for (const price of [1_600, 1_500, 1_400, 1_333, 1_000]) {
      await f.setPrice(f.weth, price)
      const before = await wealth(wad(price))
      await expect(
        f.ledger.connect(f.alice).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.alice),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerSelfLiquidation')
      await f.ledger.connect(f.bob).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.bob)
      const after = await wealth(wad(price))
      // What the pair saves is bad debt and nothing else: there is none while the collateral pays, and then rounding is theirs.
      const { deficit } = await f.ledger.stateOf(f.weth.id)
      expect(after - before).to.be.at.most(deficit)
      if (price > 1_000) expect(deficit).to.equal(0n)
      await expectBalancedBooks(f)
    }
  })

  it('finds no price inside one block at which issuing and being liquidated both pay', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    // The sandwich: issue to the limit at the low end, see the band widen, be liquidated at the high end.
    await f.open(f.carol, f.weth, [10, 13_333.333333])
    for (const [low, high] of [
      [2_000, 2_000],
      [1_000, 2_000],
      [1, 1_667],
    ] as const) {
      await f.oracle.setPrice(f.weth.feed, wad(low), wad(low), wad(high), PriceState.ok)
      await expect(
        f.ledger.connect(f.bob).liquidate(f.weth.id, f.carol, MaxUint256, 0n, f.bob),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
    }
    await expectBalancedBooks(f)
  })

  it('has no donation to begin with: locking for a vault only makes it healthier', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    const before = await f.lens.vault(f.weth.id, f.alice)
    await f.ledger.connect(f.bob).adjust(f.weth.id, f.alice, 1n, -wad(1), f.bob)
    expect((await f.lens.vault(f.weth.id, f.alice)).healthWad).to.be.above(before.healthWad)
    await expect(
      f.ledger.connect(f.bob).adjust(f.weth.id, f.alice, -1n, 0n, f.bob),
    ).to.be.revertedWithCustomError(f.ledger, 'LedgerNotOperator')
    await expectBalancedBooks(f)
  })
})

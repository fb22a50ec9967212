import { expect } from 'chai'
import { encodeBytes32String } from 'ethers'
import { network } from 'hardhat'
import {
  DAY,
  deployLedger,
  expectBalancedBooks,
  Parameter,
  REPAY_ALL,
  WAD,
  wad,
  YEAR,
} from '../../support/ledgerFixture.ts'
import { taylorInterest } from '../../support/ledgerModel.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

/**
 * Uniswap v2 keeps its clock in 32 bits and lives with the overflow; Yam, August 2020, lost its treasury to a product without a
 * divisor; Balancer, November 2025, 128 million dollars to rounding at amounts of a few wei. Late, large and tiny must be ordinary.
 */
describe('Time at 2^32, ten years of fees, prices of 1e12 and amounts of a wei', () => {
  const fixture = () => deployLedger(connection)

  it('cross 2^32 seconds with ramps, ceilings, freezes and caps on their way', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    const end = 2 ** 32
    await time.increaseTo(end - 100)
    await f.open(f.alice, f.weth, [20, 12_000])
    await f.tighten(
      f.weth,
      [Parameter.liquidationThreshold, 7_000n],
      [Parameter.ceilingGap, wad(15_000)],
    )
    await f.relax(f.weth, [Parameter.debtCeiling, wad(2_000_000)])
    await f.ledger.freeze(f.weth.id)
    await f.exposures.setExposureCap(f.derivative, encodeBytes32String(''), wad(30_000))
    await f.exposures.setExposureCap(f.derivative, encodeBytes32String(''), wad(40_000))
    const { totalDebt, accruedAt } = await f.ledger.stateOf(f.weth.id)
    await time.setNextBlockTimestamp(end + 7 * DAY)
    await f.ledger.accrue(f.weth.id)
    const interest = taylorInterest(totalDebt, wad(0.05), BigInt(end + 7 * DAY) - accruedAt)
    const state = await f.ledger.stateOf(f.weth.id)
    expect([state.totalDebt, state.accruedAt]).to.deep.equal([
      ...[totalDebt + interest, BigInt(end + 7 * DAY)],
    ])
    const terms = await f.ledger.termsOf(f.weth.id)
    expect([terms.liquidationThresholdBps, terms.debtCeiling]).to.deep.equal([
      7_000n,
      wad(2_000_000),
    ])
    const { cap } = await f.exposures.exposureOf(f.derivative, encodeBytes32String(''))
    expect(cap).to.equal(wad(40_000))
    await f.open(f.bob, f.weth, [20, 10_000])
    await f.ledger.freeze(f.weth.id)
    await expectBalancedBooks(f)
  })

  it('charge ten years at once for no more than the exponential, and let everybody leave', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.relax(f.weth, [Parameter.stabilityFee, WAD])
    await f.open(f.alice, f.weth, [100, 10_000])
    const { accruedAt } = await f.ledger.stateOf(f.weth.id)
    await time.setNextBlockTimestamp(Number(accruedAt) + 10 * YEAR)
    await f.ledger.accrue(f.weth.id)
    // 1 + 10 + 50 + 166.7 of the series, of 22,026 of the exponential.
    const debt = await f.ledger.debtOf(f.weth.id, f.alice)
    expect(Number(debt) / 1e18 / 10_000).to.be.within(227.6, 227.7)
    await f.relax(f.weth, [Parameter.stabilityFee, 0n])
    await f.open(f.bob, f.wbtc, [200, 990_000])
    await f.setPrice(f.usdx, 10)
    await f.open(f.carol, f.usdx, [300_000, 990_000])
    for (const rich of [f.bob, f.carol]) {
      await f.derivative.connect(rich).transfer(f.alice, wad(990_000))
    }
    await f.ledger.mintSurplus(f.derivative, await f.ledger.surplusOf(f.derivative), f.alice)
    await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -wad(100), REPAY_ALL, f.alice)
    expect((await f.ledger.stateOf(f.weth.id)).totalDebt).to.be.at.most(wad(0.01))
    await expectBalancedBooks(f)
  })

  for (const decimals of [0, 2, 24]) {
    it(`value tokens of ${decimals} decimals at a trillion each, and move a unit at a time`, async () => {
      const f = await connection.networkHelpers.loadFixture(fixture)
      const token = await f.deployToken('DEAR', decimals)
      await f.setPrice({ feed: encodeBytes32String('DEAR') }, 1e12)
      const market = await f.list('DEAR-A', token)
      await f.relax(market, [Parameter.debtCeiling, 2n ** 120n], [Parameter.stabilityFee, 0n])
      await time.increase(DAY)
      const alice = f.ledger.connect(f.alice)
      const [unit, debt] = [10n ** BigInt(decimals), 3n * 10n ** 29n]
      await alice.adjust(market.id, f.alice, unit, debt, f.alice)
      await alice.adjust(market.id, f.alice, 1n, 1n, f.alice)
      await alice.adjust(market.id, f.alice, -1n, -1n, f.alice)
      expect(await f.ledger.debtOf(market.id, f.alice)).to.be.within(debt, debt + 2n)
      await f.derivative.connect(f.alice).transfer(f.keeper, debt / 2n)
      await f.setPrice(market, 3.7e11)
      // Of the one bar there is nothing to take for a part of the debt: whoever pays for it without a limit gets nothing.
      const [repaid, seized] = [debt / 4n, decimals === 0 ? 0n : 1n]
      const take = (least: bigint) =>
        f.ledger.connect(f.keeper).liquidate(market.id, f.alice, repaid, least, f.keeper)
      if (seized === 0n) {
        await expect(take(1n)).to.be.revertedWithCustomError(f.ledger, 'LedgerSlippage')
      }
      await take(seized)
      expect(await f.ledger.debtOf(market.id, f.alice)).to.be.within(
        debt - repaid,
        debt - repaid + 2n,
      )
      await expectBalancedBooks(f)
    })
  }

  it('give nothing for a wei and take nothing for less', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.open(f.alice, f.wbtc, [1, 30_000])
    const alice = f.ledger.connect(f.alice)
    const shares = async () => (await f.ledger.vaultOf(f.wbtc.id, f.alice)).debtShares
    for (let round = 0; round < 5; round++) {
      const before = [await f.ledger.debtOf(f.wbtc.id, f.alice), await shares()] as const
      await alice.adjust(f.wbtc.id, f.alice, 0n, 1n, f.alice)
      expect(await shares()).to.be.above(before[1])
      await alice.adjust(f.wbtc.id, f.alice, 0n, -1n, f.alice)
      expect(await f.ledger.debtOf(f.wbtc.id, f.alice)).to.be.at.least(before[0])
    }
    await f.setPrice(f.wbtc, 37_000)
    await f.derivative.connect(f.alice).transfer(f.keeper, wad(10_000))
    await f.ledger.connect(f.keeper).liquidate(f.wbtc.id, f.alice, 1n, 0n, f.keeper)
    expect(await f.wbtc.token.balanceOf(f.keeper)).to.equal(1_000_000n * 10n ** 8n)
    await expectBalancedBooks(f)
  })
})

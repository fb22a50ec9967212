import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import {
  DAY,
  deployLedger,
  expectBalancedBooks,
  Parameter,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

/**
 * Aave, June 2023: cutting the liquidation threshold of CRV at once would have liquidated one owner for 60 million dollars, and so
 * was not done until the crash of July did the rest. A ramp lets governance cut early; here the crash comes in the middle of it.
 */
describe('A threshold ramp during a crash', () => {
  const fixture = async () => {
    const f = await deployLedger(connection)
    for (const market of [f.weth, f.usdx]) await f.relax(market, [Parameter.stabilityFee, 0n])
    await f.open(f.alice, f.weth, [10, 12_000])
    await f.open(f.keeper, f.usdx, [600_000, 300_000])
    return f
  }

  it('liquidates at the line of the ramp, never at its end, and goes on falling', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.tighten(f.weth, [Parameter.liquidationThreshold, 7_000n])
    const startsAt = await f.now()
    const health = async () => (await f.lens.vault(f.weth.id, f.alice)).healthWad
    let [price, previous] = [1_800, 8_000n]
    for (let day = 0; day <= 3; day++) {
      await time.increaseTo(startsAt + day * DAY + 10)
      await f.setPrice(f.weth, price)
      const bps = await f.ledger.effectiveParameter(f.weth.id, Parameter.liquidationThreshold)
      expect(bps).to.be.within(8_000n - (1_000n * BigInt(day + 1)) / 7n, previous)
      expect(await health()).to.equal((wad(price) * 10n * bps * 10n ** 14n) / wad(12_000))
      previous = bps
      price -= 70
    }
    // Day 3: 75.7 % at 1,590 is health 1.003; at the end of the ramp it would be 0.93.
    await expect(
      f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.keeper),
    ).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
    await f.setPrice(f.weth, 1_550)
    await f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, wad(2_000), 0n, f.keeper)
    await expectBalancedBooks(f)
  })

  it('is not made steeper by another cut: that begins where the line stands', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.tighten(f.weth, [Parameter.liquidationThreshold, 7_000n])
    await time.increase(3 * DAY)
    const effective = () => f.ledger.effectiveParameter(f.weth.id, Parameter.liquidationThreshold)
    const before = await effective()
    await f.tighten(f.weth, [Parameter.liquidationThreshold, 6_900n])
    expect(before - (await effective())).to.be.at.most(1n)
    await time.increase(7 * DAY)
    expect(await effective()).to.equal(6_900n)
    await expectBalancedBooks(f)
  })
})

import { expect } from 'chai'
import { encodeBytes32String, MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import type { TestMarket } from '../../support/ledgerFixture.ts'
import { defaultTerms, Parameter, WAD, wad } from '../../support/ledgerFixture.ts'
import type { PoolFixture } from '../liquidation/pools.ts'
import { deployPools } from '../liquidation/pools.ts'

const connection = await network.create()
const fixture = () => deployPools(connection)

/**
 * Scenario 11, where the pool is involved. Euler v1 (March 2023, $197 million): an account made itself unhealthy and was liquidated by
 * another account of the same owner at a discount that somebody else paid for. Here an owner has the pool liquidate it, through a
 * second account, with the pool's money, while the oracle moves as it suits.
 */
describe('Scenario 11: an owner liquidates itself through the pool with a second account', () => {
  let f: PoolFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
    await f.stability.connect(f.carol).deposit(wad(100_000), f.carol)
  })

  /** What the depositors gained, at the price of the absorption. */
  async function gainAt(price: number): Promise<bigint> {
    const worth = (await f.stability.totalAssets()) - wad(100_000)
    return worth + ((await f.stability.claimableOf(f.carol)) * wad(price)) / WAD
  }

  it('not with the first', async () => {
    await f.setPrice(f.weth, 1_450)
    await expect(f.absorb(f.alice)).to.be.revertedWithCustomError(
      f.stability,
      'StabilityPoolSelfAbsorption',
    )
  })

  for (const price of [1_499.99, 1_450, 1_320, 1_100, 1_000, 500, 1]) {
    it(`costs it the bonus, never the depositors: at ${price}, with the highest reward, in parts`, async () => {
      await f.stability.setAbsorbReward(100n)
      await f.setPrice(f.weth, price)
      let absorbed = 0
      for (const part of [1n, 3n, wad(0.1), wad(1), wad(77.7), MaxUint256]) {
        // The Ledger refuses what leaves dust, and the rest of a vault that a part has healed.
        const call = await f.absorb(f.keeper, f.alice, part).catch(() => undefined)
        if (call !== undefined) absorbed++
        // Each holder is less than a unit behind.
        expect(await gainAt(price)).to.be.at.least(-BigInt(Math.ceil(price)))
      }
      expect(absorbed).to.be.at.least(1)
      expect(await gainAt(price)).to.be.above(0n)
    })
  }

  it('sandwiched between two prices, costs more than it brings at the price of the liquidation', async () => {
    // The second account holds nearly all of the pool, so the bonus comes back to its owner; the rest is the depositors'.
    await f.stability.connect(f.bob).deposit(wad(400_000), f.bob)
    await f.setPrice(f.weth, 1_100)
    await f.absorb(f.keeper)
    await f.setPrice(f.weth, 2_000)
    const share = await f.stability.claimableOf(f.carol)
    const paid =
      wad(100_000) - (await f.stability.convertToAssets(await f.stability.balanceOf(f.carol)))
    expect((share * wad(1_100)) / WAD).to.be.at.least(paid)
  })

  it('has no debt repaid for nothing where a unit of collateral is worth much', async () => {
    // Whole bars at 300 each: a seizure worth less than one rounds down to none.
    const token = await f.deployToken('BARS', 0)
    const feed = encodeBytes32String('BARS')
    await f.setPrice({ feed }, 300)
    const bars: TestMarket = await f.list('BARS-A', token, { ...defaultTerms, stabilityFeeWad: 0n })
    await f.relax(bars, [Parameter.minimumDebt, wad(100)])
    await f.ledger.connect(f.alice).adjust(bars.id, f.alice, 100n, wad(19_000), f.alice)
    await f.setPrice(bars, 235)
    const pool = await f.deployStability(bars)
    await pool.connect(f.carol).deposit(wad(100_000), f.carol)
    // The Ledger would burn 200 for no bar at all, and 400 for one.
    for (const part of [1n, wad(200), wad(400)]) {
      await expect(
        pool.connect(f.keeper).absorb(bars.id, f.alice, part),
      ).to.be.revertedWithCustomError(pool, 'StabilityPoolOverpays')
    }
    await pool.connect(f.keeper).absorb(bars.id, f.alice, MaxUint256)
    const got = await token.balanceOf(pool)
    expect(got * wad(235)).to.be.at.least(wad(100_000) - (await pool.totalAssets()))
  })
})

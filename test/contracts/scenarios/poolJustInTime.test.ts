import { expect } from 'chai'
import { network } from 'hardhat'
import { DAY, WAD, wad } from '../../support/ledgerFixture.ts'
import type { PoolFixture } from '../liquidation/pools.ts'
import { deployPools } from '../liquidation/pools.ts'

const connection = await network.create()
const fixture = () => deployPools(connection)

/**
 * Scenario 16. Liquity's list of known issues (liquity/bold, README: "SP JIT deposits", "SP loss evasion"): a depositor who sees a
 * liquidation coming enters just before it for a part of the gain, or leaves just before one that is a loss. What the pool does not
 * prevent is asserted here as well, so that its size is known.
 */
describe('Scenario 16: deposits just in time, and loss evasion', () => {
  let f: PoolFixture
  const { time } = connection.networkHelpers

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
    await f.stability.connect(f.bob).deposit(wad(30_000), f.bob)
    await f.setPrice(f.weth, 1_450)
  })

  /** At the price of the liquidation: money in the pool and collateral to claim. */
  async function worthOf(account: PoolFixture['bob']) {
    const money = await f.stability.convertToAssets(await f.stability.balanceOf(account))
    return money + ((await f.stability.claimableOf(account)) * wad(1_450)) / WAD
  }

  it('lets whoever enters before an absorption share it by money, the gain as the burning', async () => {
    await f.stability.connect(f.carol).deposit(wad(90_000), f.carol)
    await f.absorb(f.keeper)
    const [bob, carol] = [
      (await worthOf(f.bob)) - wad(30_000),
      (await worthOf(f.carol)) - wad(90_000),
    ]
    expect(bob).to.be.above(0n)
    expect(carol - 3n * bob).to.be.within(-10n, 10_000n)
  })

  it('takes nothing from what others could claim before', async () => {
    await f.absorb(f.keeper, f.alice, wad(500))
    const before = await f.stability.claimableOf(f.bob)
    await f.stability.connect(f.carol).deposit(wad(400_000), f.carol)
    expect(await f.stability.claimableOf(f.bob)).to.equal(before)
    expect(await f.stability.claimableOf(f.carol)).to.equal(0n)
  })

  it('keeps the newcomer for a cool-down, in which it bears what comes', async () => {
    await f.stability.connect(f.carol).deposit(wad(90_000), f.carol)
    await f.absorb(f.keeper, f.alice, wad(500))
    expect(await f.stability.maxRedeem(f.carol)).to.equal(0n)
    await f.stability.connect(f.carol).requestWithdrawal(await f.stability.balanceOf(f.carol))
    const asked = await time.latest()
    const before = await f.stability.convertToAssets(await f.stability.balanceOf(f.carol))
    await f.absorb(f.keeper)
    const after = await f.stability.convertToAssets(await f.stability.balanceOf(f.carol))
    expect(after).to.be.below(before)
    await time.increaseTo(asked + DAY - 2)
    expect(await f.stability.maxRedeem(f.carol)).to.equal(0n)
    await time.increaseTo(asked + DAY)
    expect(await f.stability.maxWithdraw(f.carol)).to.equal(after)
  })

  it('earns a visitor no more of a yield than the time it stays', async () => {
    await f.stability.connect(f.keeper).addYield(wad(28_800))
    const start = await time.latest()
    await time.increaseTo(start + 28_799)
    await f.stability.connect(f.carol).deposit(wad(58_799), f.carol)
    await time.increaseTo(start + 2 * DAY)
    // One second of 28,800, of which the newcomer has half.
    const gain = (await worthOf(f.carol)) - wad(58_799)
    expect(gain).to.be.within(-1n, wad(1))
  })

  describe('on sight of a loss', () => {
    /** An oracle that lags: it says 1,450 where 1,000 would be paid, so an absorption loses a quarter and more. */
    const lossAt = (price: number) => async (account: PoolFixture['bob']) => {
      const money = await f.stability.convertToAssets(await f.stability.balanceOf(account))
      return money + ((await f.stability.claimableOf(account)) * wad(price)) / WAD
    }

    it('lets nobody go who has not asked a cool-down before, nor under another name', async () => {
      const shares = await f.stability.balanceOf(f.bob)
      await expect(
        f.stability.connect(f.bob).redeem(shares, f.bob, f.bob),
      ).to.be.revertedWithCustomError(f.stability, 'ERC4626ExceededMaxRedeem')
      // Carol's request is ready, but is for no share: what bob sends her does not fill it.
      await f.stability.connect(f.carol).deposit(wad(1), f.carol)
      await f.stability.connect(f.carol).requestWithdrawal(await f.stability.balanceOf(f.carol))
      await time.increase(DAY)
      await f.stability.connect(f.bob).transfer(f.carol, shares)
      expect(await f.stability.maxWithdraw(f.carol)).to.equal(wad(1))
      await f.absorb(f.keeper)
      expect(await lossAt(1_000)(f.carol)).to.be.below(wad(30_001))
    })

    it('lets go who asks all the time, for a day of every two: the pool does not prevent it', async () => {
      await f.stability.connect(f.bob).requestWithdrawal(await f.stability.balanceOf(f.bob))
      await time.increase(DAY)
      await f.stability.connect(f.carol).deposit(wad(30_000), f.carol)
      const shares = await f.stability.maxRedeem(f.bob)
      await f.stability.connect(f.bob).redeem(shares, f.bob, f.bob)
      await f.absorb(f.keeper)
      expect(await f.stability.claimableOf(f.bob)).to.equal(0n)
      expect(await lossAt(1_000)(f.carol)).to.be.below(wad(30_000))
    })

    it('and less often with a longer cool-down: a day of fifteen', async () => {
      await f.stability.setCooldown(14 * DAY)
      await f.stability.connect(f.bob).requestWithdrawal(1n)
      const { readyAt, expiresAt } = await f.stability.requestOf(f.bob)
      const asked = BigInt(await time.latest())
      expect([readyAt - asked, expiresAt - asked]).to.deep.equal([
        BigInt(14 * DAY),
        BigInt(15 * DAY),
      ])
    })
  })
})

import { expect } from 'chai'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import type { PoolFixture } from '../liquidation/pools.ts'
import { deployPools } from '../liquidation/pools.ts'

const connection = await network.create()
const fixture = () => deployPools(connection)

/**
 * Scenario 17. A pool emptied again and again: Liquity's product P lost its digits that way, and the pool deployed first in
 * February 2025 had to be abandoned for a flaw in that arithmetic (liquity/bold, known issues: "P x deposit overflow bound").
 * Here the share price is the product. An emptying leaves a hundredth of the most that was there and so takes two digits off it,
 * and before the ninth is gone the pool retires: it is replaced, not repaired.
 */
describe('Scenario 17: a pool emptied ten times by 99.99 %', () => {
  let f: PoolFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
    // Debt for ten times a pool of 20,000.
    await f.open(f.bob, f.weth, [200, 240_000])
    await f.setPrice(f.weth, 1_450)
  })

  /** By 99.99 %, of which the pool gives 99 %. What is liquidated heals, so the price falls a little each time. */
  async function empty(round: number) {
    await f.setPrice(f.weth, 1_460 - 10 * round)
    await f.absorb(f.admin, f.bob, ((await f.stability.totalAssets()) * 9_999n) / 10_000n)
  }

  it('retires in the fifth, for ever; until then every depositor has the part of every absorption', async () => {
    let [retiredIn, refused] = [0, 0]
    const [first, later] = [f.carol, f.keeper]
    await f.stability.connect(first).deposit(wad(20_000), first)
    let claimable = 0n
    for (let round = 1; round <= 10; round++) {
      if (await f.stability.retired()) {
        await expect(
          f.stability.connect(later).deposit(wad(20_000), later),
        ).to.be.revertedWithCustomError(f.stability, 'ERC4626ExceededMaxDeposit')
        await expect(f.absorb(f.admin, f.bob, wad(1_000))).to.be.revertedWithCustomError(
          f.stability,
          'StabilityPoolNothingToSpend',
        )
        refused++
        continue
      }
      if (round > 1) await f.stability.connect(later).deposit(wad(20_000), later)
      await empty(round)
      if (await f.stability.retired()) retiredIn = round
      if (round === 1) {
        claimable = await f.stability.claimableOf(first)
        expect(claimable).to.equal((await f.weth.token.balanceOf(f.stability)) - 1n)
      }
    }
    expect([retiredIn, refused]).to.deep.equal([5, 5])
    const [supply, assets] = [await f.stability.totalSupply(), await f.stability.totalAssets()]
    expect(supply).to.be.at.most(assets * 10n ** 15n)
    // The first depositor has a hundredth of the second absorption and next to nothing of the last, and never lost a claim.
    expect(await f.stability.claimableOf(first)).to.be.above(claimable)
    const claims = (await f.stability.claimableOf(first)) + (await f.stability.claimableOf(later))
    const held = await f.weth.token.balanceOf(f.stability)
    expect(held - claims).to.be.within(0n, 2n + held / 10n ** 9n)
  })

  it('lets everybody out of the retired one, and a new one takes over', async () => {
    await f.stability.connect(f.carol).deposit(wad(20_000), f.carol)
    for (let round = 1; round <= 5; round++) {
      if (round > 1) await f.stability.connect(f.keeper).deposit(wad(20_000), f.keeper)
      await empty(round)
    }
    expect(await f.stability.retired()).to.equal(true)
    for (const account of [f.carol, f.keeper]) {
      await f.leave(f.stability, account)
      await f.stability.connect(account).claim(account)
    }
    expect(await f.stability.totalSupply()).to.equal(0n)
    expect(await f.weth.token.balanceOf(f.stability)).to.be.at.most(10n ** 11n)

    await f.setPrice(f.weth, 1_380)
    const next = await f.deployStability(f.weth)
    await next.connect(f.keeper).deposit(wad(20_000), f.keeper)
    await next.connect(f.admin).absorb(f.weth.id, f.bob, wad(10_000))
    expect(await next.totalAssets()).to.equal(wad(10_000))
  })
})

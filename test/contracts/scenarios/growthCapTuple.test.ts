import { expect } from 'chai'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import { DAY, stageOracle } from './oracleStage.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const YEAR = 365 * DAY

const staged = async () => {
  const rate = await ethers.deployContract('FixedRate', [wad(1.2)])
  const stage = await stageOracle(connection, { rateSource: await rate.getAddress() })
  await stage.hub.setGrowthCap(stage.feed, wad(0.0968))
  return { ...stage, rate }
}
const stage = () => networkHelpers.loadFixture(staged)

/**
 * Aave's CAPO, 10 March 2026 (some 26 million dollars liquidated, 34 accounts): a steward could move the snapshot of wstETH's
 * rate by a step only, but its time all the way, so the cap lay 2.85 % below the market from the moment it was set.
 */
describe('A growth cap whose snapshot and time do not fit', () => {
  it('cannot be made: rate and time of the snapshot are read from the chain, in one call', async () => {
    const { hub, feed, rate, time } = await stage()
    await time.increase(YEAR)
    await rate.set(wad(1.2342))
    await hub.setGrowthCap(feed, wad(0.05))
    const { snapshotWad, snapshotAt } = await hub.rateOf(feed)
    expect([snapshotWad, Number(snapshotAt)]).to.deep.equal([wad(1.2342), await time.latest()])
  })

  it('reverts where the rate would be capped as soon as it is set', async () => {
    const { hub, feed, rate, shown, say, time } = await stage()
    await time.increase(YEAR)
    await rate.set(wad(1.2342))
    await expect(hub.setGrowthCap(feed, wad(0.02))).to.be.revertedWithCustomError(
      hub,
      'OracleHubRateCapped',
    )
    await hub.refresh(feed)
    await hub.refresh(feed)
    await say(2_000)
    expect(await shown()).to.deep.equal([2_468.4, 2_468.4, 2_468.4])
  })

  it('liquidates nobody even if it bites later: the high rate never falls below what was accepted', async () => {
    const { hub, feed, rate, adjust, liquidate, alice, liquidator, ledger, say, time } =
      await stage()
    await adjust(alice, 10, 15_500)
    await adjust(liquidator, 1_000, 100_000)
    await time.increase(30 * DAY)
    await rate.set(wad(1.23))
    await hub.refresh(feed)
    await hub.refresh(feed)
    await say(2_000)
    const { lowWad, highWad } = await hub.rateOf(feed)
    expect(lowWad < wad(1.23) && lowWad > wad(1.2)).to.equal(true)
    expect(highWad).to.equal(lowWad)
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })
})

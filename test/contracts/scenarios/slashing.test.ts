import { expect } from 'chai'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import { HOUR, stageOracle } from './oracleStage.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection

const staged = async () => {
  const rate = await ethers.deployContract('FixedRate', [wad(1.1)])
  const stage = await stageOracle(connection, { rateSource: await rate.getAddress() })
  await stage.adjust(stage.alice, 10, 14_600)
  await stage.adjust(stage.liquidator, 1_000, 100_000)
  await stage.adjust(stage.alice, 0, -1)
  return { ...stage, rate }
}
const stage = () => networkHelpers.loadFixture(staged)

/**
 * Ankr, 2 December 2022, and every slashing since: what a staking token stands for falls within a block, and markets that
 * go on believing the old rate lend against it (Helio lost 16 million dollars so). Here the rate falls by 10 %.
 */
describe('A slashing of 10 %', () => {
  it('stops lending on the old rate in the same block, without anybody doing anything', async () => {
    const { rate, adjust, bob, ledger, shown } = await stage()
    await rate.set(wad(0.99))
    expect(await shown()).to.deep.equal([1_980, 1_980, 2_200])
    await expect(adjust(bob, 10, 14_000)).to.be.revertedWithCustomError(ledger, 'LedgerUnhealthy')
    await adjust(bob, 10, 13_000)
  })

  it('liquidates two hours after it was noted, and owners can act until then', async () => {
    const { rate, hub, feed, adjust, liquidate, alice, ledger, say, time } = await stage()
    await rate.set(wad(0.99))
    await say(1_800)
    await hub.refresh(feed)
    const noted = await time.latest()
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
    await adjust(alice, 0.01, -1)
    await time.increaseTo(noted + 2 * HOUR - 9)
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
    await time.increaseTo(noted + 2 * HOUR)
    await expect(liquidate(alice)).to.emit(ledger, 'Liquidated')
  })

  it('liquidates nobody if it was a trick of one transaction', async () => {
    const { rate, hub, feed, liquidate, alice, ledger, say, time } = await stage()
    await say(1_800)
    await rate.set(wad(0.5))
    await hub.refresh(feed)
    await rate.set(wad(1.1))
    await hub.refresh(feed)
    await time.increase(3 * HOUR)
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })
})

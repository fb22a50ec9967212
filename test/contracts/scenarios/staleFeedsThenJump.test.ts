import { expect } from 'chai'
import { network } from 'hardhat'
import { DAY, HOUR, stageOracle } from './oracleStage.ts'

const connection = await network.create()
const staged = async () => {
  const stage = await stageOracle(connection)
  await stage.adjust(stage.alice, 10, 12_000)
  await stage.adjust(stage.liquidator, 1_000, 100_000)
  return stage
}
const stage = () => connection.networkHelpers.loadFixture(staged)

/**
 * Black Thursday, 12 March 2020: gas was so dear that price feeds fell behind by hours, and then answered with everything that
 * had happened meanwhile in one update. Here all feeds are silent for 26 hours and come back 40 % lower.
 */
describe('All feeds stale for 26 hours, then a jump', () => {
  it('stops issuing, withdrawing and liquidating, never repaying, adding and leaving', async () => {
    const { adjust, liquidate, state, alice, bob, ledger, time } = await stage()
    await time.increase(26 * HOUR)
    expect(await state()).to.equal('DOWN')
    for (const refused of [
      adjust(alice, 0, 1),
      adjust(alice, -1, 0),
      adjust(bob, 10, 2_000),
      liquidate(alice),
    ])
      await expect(refused).to.be.revertedWithCustomError(ledger, 'LedgerPriceNotUsable')
    await adjust(alice, 1, 0)
    await adjust(alice, 0, -100)
    await adjust(bob, 5, 0)
    await adjust(bob, -5, 0)
  })

  it('liquidates at once when prices come back, issuing waits for nothing but the jump limit', async () => {
    const { adjust, liquidate, say, state, shown, alice, bob, ledger, hub, feed, time } =
      await stage()
    await time.increase(26 * HOUR)
    await say(1_200)
    // 26 hours after the last good price a move of 40 % is no jump, and the old price is no longer remembered.
    expect(await state()).to.equal('OK')
    expect(await shown()).to.deep.equal([1_200, 1_200, 1_200])
    await expect(liquidate(alice)).to.emit(ledger, 'Liquidated')
    await hub.refresh(feed)
    // The next 40 % within the hour are one: no issuing, and liquidations wait for the old price.
    await say(720)
    expect(await state()).to.equal('DEGRADED')
    expect(await shown()).to.deep.equal([720, 720, 1_200])
    await expect(adjust(bob, 10, 2_000)).to.be.revertedWithCustomError(
      ledger,
      'LedgerPriceNotUsable',
    )
    await time.increase(2 * HOUR)
    await say(720)
    expect(await state()).to.equal('OK')
    expect(await shown()).to.deep.equal([720, 720, 720])
  })

  it('shuts the market only after a day that somebody has watched over', async () => {
    const { ledger, id, hub, feed, say, time } = await stage()
    await time.increase(2 * DAY)
    await hub.noteDown(feed)
    await time.increase(DAY)
    await expect(ledger.shutdown(id)).to.be.revertedWithCustomError(ledger, 'LedgerNotDead')
    await hub.noteDown(feed)
    for (let hour = 0; hour < 24; hour += 6) {
      await time.increase(6 * HOUR - 60)
      await hub.noteDown(feed)
    }
    await expect(ledger.shutdown(id)).to.be.revertedWithCustomError(ledger, 'LedgerNotDead')
    await time.increase(600)
    await expect(ledger.shutdown(id)).to.emit(ledger, 'MarketShut')
    await say(2_000)
  })
})

import { expect } from 'chai'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import { HOUR, stageOracle } from './oracleStage.ts'

const connection = await network.create()

/** The market's: 80 % threshold, 10 % penalty. */
const THRESHOLD = 0.8
const WITH_BONUS = 1.1

/** From 2,000 to 1,700 in one update. */
const GAP = 0.15

const staged = async () => {
  const stage = await stageOracle(connection)
  await stage.adjust(stage.liquidator, 1_000, 300_000)
  return stage
}

/**
 * Scenario 3. On 26 November 2020 the one exchange that Compound read had DAI at 1.30 dollars: whoever had borrowed it owed a quarter
 * more from one update to the next, and 89 million dollars were liquidated by people whose vaults had never been in sight of it. Here all
 * sources, and so the market, step down by 15 %, from well above the liquidation threshold to well below.
 */
describe('A price that goes through the threshold in one update', () => {
  /** alice's vault: ten tokens, and a debt that is this share of their value right before the step. */
  async function standingAt(share: number) {
    const stage = await connection.networkHelpers.loadFixture(staged)
    const { adjust, alice, say, hub, feed, time } = stage
    // What was opened at 150 % comes closer hour by hour.
    const opened = Math.min(share, 0.66)
    await adjust(alice, 10, 20_000 * opened)
    const near = (2_000 * opened) / share
    if (near < 2_000) {
      await time.increase(HOUR)
      await say(near)
      await hub.refresh(feed)
    }
    await time.increase(HOUR)
    const after = near * (1 - GAP)
    return { ...stage, after, debt: wad(20_000 * opened) }
  }

  it('leaves healthy what was opened at the ratio', async () => {
    const { say, after, liquidate, alice, ledger } = await standingAt(0.66)
    await say(after)
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })

  it('of one source of three moves nothing', async () => {
    const { say, after, liquidate, alice, ledger, state } = await standingAt(0.79)
    const before = after / (1 - GAP)
    await say(before, before, after)
    expect(await state()).to.equal('OK')
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })

  it('costs nobody but the owner as long as the debt and the bonus are worth less than the collateral', async () => {
    // From 77.2 % of the collateral's value to 90.8 %, and 90.8 % x 1.10 is still less than all of it.
    const share = (1 - GAP) / WITH_BONUS - 0.001
    const { say, after, liquidate, ledger, hub, feed, id, alice } = await standingAt(share)
    await say(after)
    expect((await hub.peek(feed)).state).to.equal(0n)
    await expect(liquidate(alice)).to.emit(ledger, 'Liquidated')
    expect((await ledger.stateOf(id)).deficit).to.equal(0n)
    expect(await ledger.debtOf(id, alice)).to.equal(0n)
    // The owner keeps what is left of a vault that could not be brought back to health.
    expect((await ledger.vaultOf(id, alice)).collateral).to.be.within(wad(0.005), wad(0.02))
  })

  it('beyond that leaves bad debt at once, and of the vault next to the threshold 3.5 % and no more', async () => {
    const { say, after, liquidate, ledger, id, alice, debt } = await standingAt(THRESHOLD - 1e-6)
    await say(after)
    await liquidate(alice)
    const { deficit } = await ledger.stateOf(id)
    // All of the collateral goes for its value / 1.10.
    const worst = 1 - (1 - GAP) / THRESHOLD / WITH_BONUS
    expect(Number(deficit) / Number(debt)).to.be.within(worst - 1e-4, worst)
    expect(worst).to.be.within(0.034, 0.035)
    expect(await ledger.debtOf(id, alice)).to.equal(0n)
    expect((await ledger.vaultOf(id, alice)).collateral).to.equal(0n)
  })

  it('waits for as long as it is a jump, and nobody takes anything out meanwhile', async () => {
    const { say, after, liquidate, ledger, id, alice, adjust, hub, feed, state, time } =
      await standingAt(0.79)
    const before = after / (1 - GAP)
    await hub.setMaxJump(feed, 1_000)
    await hub.refresh(feed)
    await say(after)
    expect(await state()).to.equal('DEGRADED')
    expect((await hub.peek(feed)).high).to.be.within(wad(before - 0.01), wad(before + 0.01))
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
    for (const taking of [adjust(alice, -1, 0), adjust(alice, 0, 1)]) {
      await expect(taking).to.be.revertedWithCustomError(ledger, 'LedgerPriceNotUsable')
    }
    // The owner has these ninety minutes; 10 % an hour is 15 % after them.
    await adjust(alice, 0, -100)
    await time.increase(1.5 * HOUR + 60)
    await say(after)
    expect(await state()).to.equal('OK')
    await expect(liquidate(alice)).to.emit(ledger, 'Liquidated')
    expect((await ledger.vaultOf(id, alice)).collateral).to.be.lessThan(wad(10))
  })
})

import { expect } from 'chai'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployLedger,
  eachOnFreshLedger,
  Parameter,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

const HOUR = 3_600
const DELAY = 6 * HOUR

/** Without a fee; the ceiling of 1,000,000 is reached in steps of 10,000, one every six hours. */
async function deployWithSteps() {
  const f = await deployLedger(connection)
  await f.relax(f.weth, [Parameter.stabilityFee, 0n], [Parameter.ceilingGap, wad(10_000)])
  for (const owner of [f.alice, f.bob, f.carol]) {
    await f.ledger.connect(owner).adjust(f.weth.id, owner, wad(1_000), 0n, owner)
  }
  return f
}

describe('The steps of a ceiling', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, deployWithSteps, (fresh) => {
    f = fresh
  })

  const change = (owner: LedgerFixture['alice'], debt: bigint) =>
    f.ledger.connect(owner).adjust(f.weth.id, owner, 0n, debt, owner)
  const issue = (amount: number, owner = f.alice) => change(owner, wad(amount))
  const step = async () => {
    const { step, raisedAt } = await f.ledger.ceilingStepOf(f.weth.id)
    return [step, Number(raisedAt)]
  }
  const refused = async (call: Promise<unknown>, exposure: number, stepInForce: number) => {
    const { raisedAt } = await f.ledger.ceilingStepOf(f.weth.id)
    await expect(call)
      .to.be.revertedWithCustomError(f.ledger, 'LedgerCeilingStepExceeded')
      .withArgs(wad(exposure), wad(stepInForce), Number(raisedAt) + DELAY)
  }

  it('let the first issue climb a gap, and no issue more than that', async () => {
    await refused(issue(10_000.000001), 10_000.000001, 0)
    await issue(2_000)
    expect(await step()).to.deep.equal([wad(10_000), await f.now()])
    await issue(8_000)
    await refused(issue(1), 10_001, 10_000)
  })

  it('rise a gap above what is owed when the delay has passed, to the second', async () => {
    await issue(10_000)
    const raisedAt = await f.now()
    await time.setNextBlockTimestamp(raisedAt + DELAY - 1)
    await refused(issue(1), 10_001, 10_000)
    await time.setNextBlockTimestamp(raisedAt + DELAY)
    await issue(1)
    expect(await step()).to.deep.equal([wad(20_000), raisedAt + DELAY])
  })

  it('do not rise for an issue that needs no more room', async () => {
    await issue(2_000)
    const [, raisedAt] = await step()
    await time.increase(2 * DELAY)
    await issue(8_000)
    expect(await step()).to.deep.equal([wad(10_000), raisedAt])
  })

  it('fall with what is owed, at the next issue', async () => {
    await issue(10_000)
    await time.increase(DELAY)
    await issue(10_000, f.bob)
    expect((await step())[0]).to.equal(wad(20_000))
    await change(f.bob, REPAY_ALL)
    await change(f.alice, -wad(7_000))
    expect((await step())[0]).to.equal(wad(20_000))
    await issue(1)
    expect((await step())[0]).to.equal(wad(13_000))
  })

  it('give back the room that was repaid, but no more than the step', async () => {
    await issue(10_000)
    await change(f.alice, -wad(5_000))
    await issue(5_000, f.bob)
    await refused(issue(1), 10_001, 10_000)
  })

  it('let at most one gap through between two raises, and two within a delay', async () => {
    // The last second before a raise and the raise itself: the bound is two gaps, not one.
    await issue(2_000)
    const raisedAt = await f.now()
    await time.setNextBlockTimestamp(raisedAt + DELAY - 1)
    await issue(8_000)
    await time.setNextBlockTimestamp(raisedAt + DELAY)
    await issue(10_000, f.bob)
    await time.setNextBlockTimestamp(raisedAt + 2 * DELAY - 1)
    await refused(issue(1), 20_001, 20_000)
  })

  it('end at the debt ceiling', async () => {
    await issue(10_000)
    await f.relax(f.weth, [Parameter.debtCeiling, wad(12_000)])
    await time.increase(DELAY)
    await expect(issue(2_001))
      .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
      .withArgs(wad(12_001), wad(12_000))
    await issue(2_000)
  })

  it('are gone where the gap reaches the ceiling', async () => {
    await f.relax(f.weth, [Parameter.debtCeiling, wad(10_000)])
    await issue(5_000)
    await issue(5_000)
    expect(await step()).to.deep.equal([0n, 0])
  })

  it('stop no repayment, withdrawal or liquidation', async () => {
    await issue(10_000)
    await f.tighten(f.weth, [Parameter.ceilingGap, wad(1)])
    await change(f.alice, -wad(1_000))
    await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -wad(900), 0n, f.alice)
    await f.setPrice(f.weth, 100)
    await f.derivative.connect(f.alice).transfer(f.keeper, wad(5_000))
    await f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, wad(2_000), 0n, f.keeper)
  })

  it('count deficit and debt in auction as owed', async () => {
    await issue(4_000)
    await issue(4_000, f.bob)
    await f.setPrice(f.weth, 4)
    await f.ledger.seize(f.weth.id, f.alice, wad(4_000), f.admin)
    await f.ledger.settle(f.weth.id, 0n, 0n, wad(1_000))
    await f.setPrice(f.weth, 2_000)
    await refused(issue(2_001, f.carol), 10_001, 10_000)
    await issue(2_000, f.carol)
  })

  it('follow a smaller gap at once and a larger one at the next raise', async () => {
    await issue(2_000)
    await f.tighten(f.weth, [Parameter.ceilingGap, wad(3_000)])
    await refused(issue(3_001), 5_001, 5_000)
    await f.relax(f.weth, [Parameter.ceilingGap, wad(30_000)])
    await refused(issue(8_001), 10_001, 10_000)
    await time.increase(DELAY)
    await issue(30_000)
  })

  it('follow a new delay at once', async () => {
    await issue(10_000)
    await f.relax(f.weth, [Parameter.ceilingDelay, BigInt(HOUR)])
    await time.increase(HOUR)
    await issue(10_000)
    await f.relax(f.weth, [Parameter.ceilingDelay, BigInt(7 * DAY)])
    await time.increase(7 * DAY - 10)
    await expect(issue(1)).to.be.revertedWithCustomError(f.ledger, 'LedgerCeilingStepExceeded')
    await time.increase(10)
    await issue(1)
  })

  it('let debt that a fee has carried beyond them wait for the next raise', async () => {
    await issue(10_000)
    await f.relax(
      f.weth,
      [Parameter.stabilityFee, wad(1)],
      [Parameter.ceilingDelay, BigInt(7 * DAY)],
    )
    await time.increase(6 * DAY)
    await expect(issue(0.000001)).to.be.revertedWithCustomError(
      f.ledger,
      'LedgerCeilingStepExceeded',
    )
    await time.increase(DAY)
    await issue(1)
    expect((await step())[0]).to.be.above(wad(20_100))
  })
})

import { expect } from 'chai'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployLedger,
  eachOnFreshLedger,
  Parameter,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const fixture = () => deployLedger(connection)
const { time } = connection.networkHelpers

const { liquidationThreshold, debtCeiling, thresholdRamp, penaltyFloor } = Parameter

describe('RiskParameters over time', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, fixture, (fresh) => {
    f = fresh
  })

  const effective = (parameter: number) => f.ledger.effectiveParameter(f.weth.id, parameter)
  const stored = (parameter: number) => f.ledger.storedParameter(f.weth.id, parameter)
  const path = () => f.ledger.thresholdPathOf(f.weth.id)
  const ceiling = () => f.ledger.ceilingPathOf(f.weth.id)

  /** Starts a cut of the default 80 % over the default seven days; answers when. */
  async function cut(toBps: bigint): Promise<number> {
    await f.tighten(f.weth, [liquidationThreshold, toBps])
    return f.now()
  }

  describe('a threshold cut', () => {
    it('starts at the value that counts and ends at the new one, ThresholdRamp later', async () => {
      const startsAt = (await f.now()) + 10
      await time.setNextBlockTimestamp(startsAt)
      await expect(f.tighten(f.weth, [liquidationThreshold, 7_000n]))
        .to.emit(f.ledger, 'ThresholdRampStarted')
        .withArgs(f.weth.id, 8_000n, 7_000n, startsAt, startsAt + 7 * DAY)
        .and.to.emit(f.ledger, 'ParameterSet')
        .withArgs(f.weth.id, liquidationThreshold, 8_000n, 7_000n)
      expect(await path()).to.deep.equal([
        8_000n,
        7_000n,
        BigInt(startsAt),
        BigInt(startsAt + 7 * DAY),
      ])
      expect(await stored(liquidationThreshold)).to.equal(7_000n)
      expect(await effective(liquidationThreshold)).to.equal(8_000n)
    })

    it('follows the straight line, rounded up, and never rises', async () => {
      const startsAt = await cut(7_001n)
      let previous = 8_000n
      for (let second = 9_999; second <= 7 * DAY + 2 * 9_999; second += 9_999) {
        await time.increaseTo(startsAt + second)
        const at = BigInt((await f.now()) - startsAt)
        const fall = at >= 7n * 86_400n ? 999n : (999n * at) / (7n * 86_400n)
        const value = await effective(liquidationThreshold)
        expect(value).to.equal(8_000n - fall)
        expect(value <= previous).to.equal(true)
        // No jump: in 9,999 seconds the line falls by 16.5 bps.
        expect(previous - value).to.be.at.most(17n)
        previous = value
      }
      expect(previous).to.equal(7_001n)
    })

    it('arrives in the last second and not before', async () => {
      const startsAt = await cut(7_000n)
      await time.increaseTo(startsAt + 7 * DAY - 1)
      expect(await effective(liquidationThreshold)).to.equal(7_001n)
      await time.increaseTo(startsAt + 7 * DAY)
      expect(await effective(liquidationThreshold)).to.equal(7_000n)
    })

    it('takes the ThresholdRamp of its own tuple', async () => {
      await f.relax(f.weth, [liquidationThreshold, 7_000n], [thresholdRamp, BigInt(2 * DAY)])
      const { startsAt, endsAt } = await path()
      expect(endsAt - startsAt).to.equal(BigInt(2 * DAY))
    })

    it('keeps its pace when ThresholdRamp changes later', async () => {
      await cut(7_000n)
      const before = await path()
      await f.relax(f.weth, [thresholdRamp, BigInt(DAY)])
      expect(await path()).to.deep.equal(before)
    })

    it('does not start again when the stored value is named again', async () => {
      await cut(7_000n)
      const before = await path()
      await time.increase(DAY)
      await expect(f.tighten(f.weth, [liquidationThreshold, 7_000n])).to.not.emit(
        f.ledger,
        'ThresholdRampStarted',
      )
      await f.relax(f.weth, [liquidationThreshold, 7_000n], [penaltyFloor, 6_000n])
      expect(await path()).to.deep.equal(before)
    })

    it('continues from where it stands when it is deepened', async () => {
      const startsAt = await cut(7_000n)
      await time.setNextBlockTimestamp(startsAt + (7 * DAY) / 2)
      await expect(f.tighten(f.weth, [liquidationThreshold, 6_900n]))
        .to.emit(f.ledger, 'ThresholdRampStarted')
        .withArgs(f.weth.id, 7_500n, 6_900n, startsAt + 3.5 * DAY, startsAt + 10.5 * DAY)
      expect(await effective(liquidationThreshold)).to.equal(7_500n)
    })

    it('may be softened by relax: a new ramp to the higher target', async () => {
      const startsAt = await cut(7_000n)
      await time.setNextBlockTimestamp(startsAt + (7 * DAY) / 2)
      await f.relax(f.weth, [liquidationThreshold, 7_200n])
      expect(await path()).to.deep.equal([
        ...[7_500n, 7_200n, BigInt(startsAt + 3.5 * DAY), BigInt(startsAt + 10.5 * DAY)],
      ])
    })

    it('may not be softened by tighten, though the target is below the value that counts', async () => {
      await cut(7_000n)
      await expect(f.tighten(f.weth, [liquidationThreshold, 7_200n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersNotTighter')
        .withArgs(liquidationThreshold, 7_000n, 7_200n)
    })

    it('ends at once at a raise', async () => {
      const startsAt = await cut(7_000n)
      await time.setNextBlockTimestamp(startsAt + (7 * DAY) / 2)
      await expect(f.relax(f.weth, [liquidationThreshold, 7_600n])).to.not.emit(
        f.ledger,
        'ThresholdRampStarted',
      )
      expect(await effective(liquidationThreshold)).to.equal(7_600n)
      expect(await stored(liquidationThreshold)).to.equal(7_600n)
      await time.increase(30 * DAY)
      expect(await effective(liquidationThreshold)).to.equal(7_600n)
    })

    it('ends at once where it stands when just that is asked for', async () => {
      const startsAt = await cut(7_000n)
      await time.setNextBlockTimestamp(startsAt + (7 * DAY) / 2)
      await expect(f.relax(f.weth, [liquidationThreshold, 7_500n])).to.not.emit(
        f.ledger,
        'ThresholdRampStarted',
      )
      await time.increase(DAY)
      expect(await effective(liquidationThreshold)).to.equal(7_500n)
    })

    it('leaves a vault just above the old threshold healthy in its first block', async () => {
      await f.open(f.alice, f.weth, [10, 12_000])
      await f.setPrice(f.weth, 1_510)
      await cut(7_000n)
      await expect(
        f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, wad(1), 0n, f.keeper),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
      await time.increase(7 * DAY)
      expect((await f.lens.vault(f.weth.id, f.alice)).healthWad).to.be.below(wad(0.9))
    })
  })

  describe('a debt ceiling', () => {
    it('rises a day after the change', async () => {
      const at = (await f.now()) + 10
      await time.setNextBlockTimestamp(at)
      await expect(f.relax(f.weth, [debtCeiling, wad(2_000_000)]))
        .to.emit(f.ledger, 'CeilingRaiseScheduled')
        .withArgs(f.weth.id, wad(1_000_000), wad(2_000_000), at + DAY)
      expect(await ceiling()).to.deep.equal([wad(1_000_000), wad(2_000_000), BigInt(at + DAY)])
      expect(await stored(debtCeiling)).to.equal(wad(2_000_000))
      await time.increaseTo(at + DAY - 1)
      expect(await effective(debtCeiling)).to.equal(wad(1_000_000))
      await time.increaseTo(at + DAY)
      expect(await effective(debtCeiling)).to.equal(wad(2_000_000))
    })

    it('rises by CEILING_RAISE_DELAY of exactly a day', async () => {
      expect(await f.ledger.CEILING_RAISE_DELAY()).to.equal(BigInt(DAY))
    })

    it('falls at once', async () => {
      await expect(f.tighten(f.weth, [debtCeiling, wad(1)])).to.not.emit(
        f.ledger,
        'CeilingRaiseScheduled',
      )
      expect(await effective(debtCeiling)).to.equal(wad(1))
    })

    it('counts at once in a new market', async () => {
      expect(await effective(debtCeiling)).to.equal(wad(1_000_000))
    })

    it('forgets a pending raise when it falls', async () => {
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      await f.tighten(f.weth, [debtCeiling, wad(900_000)])
      await time.increase(2 * DAY)
      expect(await effective(debtCeiling)).to.equal(wad(900_000))
      expect(await stored(debtCeiling)).to.equal(wad(900_000))
    })

    it('forgets a pending raise when tighten names the value in force', async () => {
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      await expect(f.tighten(f.weth, [debtCeiling, wad(1_000_000)]))
        .to.emit(f.ledger, 'ParameterSet')
        .withArgs(f.weth.id, debtCeiling, wad(2_000_000), wad(1_000_000))
      const { current, next, effectiveAt } = await ceiling()
      expect([current, next]).to.deep.equal([wad(1_000_000), wad(1_000_000)])
      expect(effectiveAt).to.equal(await f.now())
      await time.increase(2 * DAY)
      expect(await effective(debtCeiling)).to.equal(wad(1_000_000))
    })

    it('gives tighten no room below a pending raise', async () => {
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      await expect(f.tighten(f.weth, [debtCeiling, wad(1_500_000)]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersNotTighter')
        .withArgs(debtCeiling, wad(1_000_000), wad(1_500_000))
    })

    it('waits a day again when a pending raise is replaced by another', async () => {
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      await time.increase(DAY / 2)
      await f.relax(f.weth, [debtCeiling, wad(3_000_000)])
      await time.increase(DAY / 2 + 10)
      expect(await effective(debtCeiling)).to.equal(wad(1_000_000))
      await time.increase(DAY / 2)
      expect(await effective(debtCeiling)).to.equal(wad(3_000_000))
    })

    it('does not wait again when the pending value is named again', async () => {
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      const before = await ceiling()
      await time.increase(DAY / 2)
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      expect(await ceiling()).to.deep.equal(before)
    })

    it('rises from a raise that has matured', async () => {
      await f.relax(f.weth, [debtCeiling, wad(2_000_000)])
      await time.increase(DAY)
      await f.relax(f.weth, [debtCeiling, wad(3_000_000)])
      expect((await ceiling()).current).to.equal(wad(2_000_000))
      expect(await effective(debtCeiling)).to.equal(wad(2_000_000))
    })
  })
})

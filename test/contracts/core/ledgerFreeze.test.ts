import { expect } from 'chai'
import { MaxUint256, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import { appointGuardians } from '../../support/guardian.ts'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployLedger,
  eachOnFreshLedger,
  Parameter,
  PriceState,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

/** Alice owes 12,000 on 10 WETH; keeper has money; bob is the guardian, who holds FREEZE and nothing else. */
async function deployWithGuardian() {
  const f = await deployLedger(connection)
  await f.open(f.alice, f.weth, [10, 12_000])
  await f.open(f.keeper, f.usdx, [600_000, 300_000])
  await appointGuardians(f, f.bob, f.admin)
  return { ...f, guardian: f.bob }
}

describe('Ledger freezes', () => {
  let f: LedgerFixture & { guardian: LedgerFixture['bob'] }

  eachOnFreshLedger(connection, deployWithGuardian, (fresh) => {
    f = fresh
  })

  const freeze = () => f.ledger.connect(f.guardian).freeze(f.weth.id)
  const restrain = (...settings: readonly (readonly [number, bigint])[]) =>
    f.ledger.connect(f.guardian).restrain(
      f.weth.id,
      settings.map(([parameter, value]) => ({ parameter, value })),
    )
  const frozenUntil = async () => (await f.ledger.stateOf(f.weth.id)).frozenUntil

  describe('a freeze', () => {
    it('stops issuing for a day, to the second', async () => {
      const at = (await f.now()) + 10
      await time.setNextBlockTimestamp(at)
      await expect(freeze())
        .to.emit(f.ledger, 'IssuingFrozen')
        .withArgs(f.weth.id, at + DAY)
      expect(await frozenUntil()).to.equal(at + DAY)
      await f.weth.token.connect(f.carol).approve(f.ledger, MaxUint256)
      await time.setNextBlockTimestamp(at + DAY - 1)
      await expect(f.open(f.carol, f.weth, [10, 2_000]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerFrozen')
        .withArgs(f.weth.id, at + DAY)
      await time.setNextBlockTimestamp(at + DAY)
      await f.open(f.carol, f.weth, [10, 2_000])
    })

    it('stops nothing else', async () => {
      await f.open(f.carol, f.weth, [10, 0])
      await freeze()
      const alice = f.ledger.connect(f.alice)
      await alice.adjust(f.weth.id, f.alice, wad(1), 0n, f.alice)
      await alice.adjust(f.weth.id, f.alice, -wad(0.5), 0n, f.alice)
      await alice.adjust(f.weth.id, f.alice, 0n, -wad(1_000), f.alice)
      await f.ledger.connect(f.carol).adjust(f.weth.id, f.carol, -wad(10), 0n, f.carol)
      await f.setPrice(f.weth, 1_200)
      await f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, wad(1_000), 0n, f.keeper)
      await f.ledger.seize(f.weth.id, f.alice, wad(2_000), f.admin)
      await f.derivative.connect(f.keeper).transfer(f.alice, wad(5_000))
      await alice.adjust(f.weth.id, f.alice, 0n, REPAY_ALL, f.alice)
      const { collateral } = await f.ledger.vaultOf(f.weth.id, f.alice)
      await alice.adjust(f.weth.id, f.alice, -collateral, 0n, f.alice)
    })

    it('keeps to its market', async () => {
      await freeze()
      await f.open(f.carol, f.wbtc, [1, 2_000])
    })

    it('does not stop the fee', async () => {
      await freeze()
      const before = await f.ledger.debtOf(f.weth.id, f.alice)
      await time.increase(3_600)
      expect(await f.ledger.debtOf(f.weth.id, f.alice)).to.be.above(before)
    })

    it('comes again a week after it began, and not a second sooner', async () => {
      await freeze()
      const allowedAt = (await f.now()) + 7 * DAY
      for (const at of [(await f.now()) + 1, allowedAt - 1]) {
        await time.setNextBlockTimestamp(at)
        await expect(freeze())
          .to.be.revertedWithCustomError(f.ledger, 'LedgerFreezeTooSoon')
          .withArgs(f.weth.id, allowedAt)
      }
      await time.setNextBlockTimestamp(allowedAt)
      await freeze()
      expect(await frozenUntil()).to.equal(allowedAt + DAY)
    })

    it('is ended by governance, which lets the next one begin at any time', async () => {
      await freeze()
      await expect(f.ledger.unfreeze(f.weth.id))
        .to.emit(f.ledger, 'IssuingUnfrozen')
        .withArgs(f.weth.id)
      await f.open(f.carol, f.weth, [10, 2_000])
      await freeze()
      expect(await frozenUntil()).to.equal((await f.now()) + DAY)
    })

    it('is for the guardian, and ending it is not', async () => {
      await expect(f.ledger.connect(f.carol).freeze(f.weth.id))
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.carol)
      await freeze()
      await expect(f.ledger.connect(f.guardian).unfreeze(f.weth.id))
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.guardian)
    })

    it('needs a market that is not shut', async () => {
      for (const call of [f.ledger.freeze, f.ledger.unfreeze]) {
        await expect(call(ZeroHash))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
          .withArgs(ZeroHash)
      }
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.oracle.setLastWord(f.weth.feed, 1, wad(2_000))
      await f.ledger.shutdown(f.weth.id)
      for (const call of [f.ledger.freeze, f.ledger.unfreeze]) {
        await expect(call(f.weth.id))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerShut')
          .withArgs(f.weth.id)
      }
    })
  })

  describe('restraining', () => {
    it('raises the ratio and lowers the ceilings', async () => {
      const call = restrain(
        [Parameter.collateralizationRatio, 16_000n],
        [Parameter.debtCeiling, wad(100)],
        [Parameter.ceilingGap, wad(10)],
      )
      for (const [parameter, old, next] of [
        [Parameter.collateralizationRatio, 15_000n, 16_000n],
        [Parameter.debtCeiling, wad(1_000_000), wad(100)],
        [Parameter.ceilingGap, 2n ** 119n, wad(10)],
      ] as const) {
        await expect(call)
          .to.emit(f.ledger, 'ParameterSet')
          .withArgs(f.weth.id, parameter, old, next)
      }
      expect(await f.ledger.effectiveParameter(f.weth.id, Parameter.debtCeiling)).to.equal(wad(100))
    })

    for (const [name, value] of [
      ['collateralizationRatio', 14_999n],
      ['debtCeiling', wad(1_000_000) + 1n],
      ['ceilingGap', 2n ** 119n + 1n],
    ] as const) {
      it(`never moves ${name} the other way`, async () => {
        await expect(restrain([Parameter[name], value])).to.be.revertedWithCustomError(
          f.ledger,
          'RiskParametersNotTighter',
        )
      })
    }

    for (const [name, value] of [
      ['liquidationThreshold', 7_999n],
      ['liquidationPenalty', 900n],
      ['penaltyFloor', 4_000n],
      ['maxPenaltyHealth', wad(0.95)],
      ['targetHealth', wad(1.04)],
      ['minimumDebt', wad(1_999)],
      ['stabilityFee', wad(0.04)],
      ['thresholdRamp', BigInt(8 * DAY)],
      ['ceilingDelay', BigInt(DAY)],
    ] as const) {
      it(`never touches ${name}, and with it no other`, async () => {
        await expect(restrain([Parameter[name], value]))
          .to.be.revertedWithCustomError(f.ledger, 'RiskParametersNotRestraining')
          .withArgs(Parameter[name])
        const ratio = [Parameter.collateralizationRatio, 16_000n] as const
        const tuple = [ratio, [Parameter[name], value] as const]
        await expect(restrain(...tuple)).to.be.revertedWithCustomError(
          f.ledger,
          'RiskParametersNotRestraining',
        )
      })
    }

    it('takes back a raise of the ceiling that is on its way', async () => {
      await f.relax(f.weth, [Parameter.debtCeiling, wad(2_000_000)])
      await restrain([Parameter.debtCeiling, wad(1_000_000)])
      await time.increase(2 * DAY)
      expect(await f.ledger.effectiveParameter(f.weth.id, Parameter.debtCeiling)).to.equal(
        wad(1_000_000),
      )
    })

    it('makes no vault liquidatable and leaves every owner the way out', async () => {
      await f.setPrice(f.weth, 1_501)
      await restrain([Parameter.collateralizationRatio, 100_000n], [Parameter.debtCeiling, 0n])
      await expect(
        f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.keeper),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
      const alice = f.ledger.connect(f.alice)
      await f.derivative.connect(f.keeper).transfer(f.alice, wad(10))
      await alice.adjust(f.weth.id, f.alice, 0n, REPAY_ALL, f.alice)
      await alice.adjust(f.weth.id, f.alice, -wad(10), 0n, f.alice)
    })

    it('is for the guardian', async () => {
      await expect(
        f.ledger
          .connect(f.carol)
          .restrain(f.weth.id, [{ parameter: Parameter.debtCeiling, value: 0n }]),
      )
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.carol)
    })
  })

  it('leave the guardian with no other selector of the Ledger and its caps', async () => {
    const allowed = ['freeze', 'restrain', 'cutExposureCap']
    for (const target of [f.ledger, f.exposures]) {
      const functions: { name: string; selector: string }[] = []
      target.interface.forEachFunction((one) => functions.push(one))
      expect(functions).to.have.length.above(5)
      for (const { name, selector } of functions) {
        const [can] = await f.manager.canCall(f.guardian, target, selector)
        expect(can, name).to.equal(allowed.includes(name))
      }
    }
  })
})

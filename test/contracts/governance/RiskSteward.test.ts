import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import {
  DAY,
  defaultTerms,
  eachOnFreshLedger,
  Parameter,
  wad,
} from '../../support/ledgerFixture.ts'
import type { StewardFixture } from '../../support/stewardFixture.ts'
import { allowance, deploySteward } from '../../support/stewardFixture.ts'

const connection = await network.create()
const fixture = () => deploySteward(connection)

const { collateralizationRatio, liquidationThreshold, liquidationPenalty } = Parameter
const { debtCeiling, minimumDebt, stabilityFee, targetHealth } = Parameter

const threshold = allowance(liquidationThreshold, [7_500n, 8_500n], 50n)
const ratio = allowance(collateralizationRatio, [14_000n, 16_000n], 50n)
const ceiling = allowance(debtCeiling, [0n, wad(4_000_000)], 10_000n, {
  ...{ relative: true, cooldown: DAY },
})
const fee = allowance(stabilityFee, [wad(0.005), wad(0.3)], wad(0.04), { cooldown: 57_600 })

describe('RiskSteward', () => {
  let f: StewardFixture

  eachOnFreshLedger(connection, fixture, (fresh) => {
    f = fresh
  })

  const pass = (seconds: number) => connection.networkHelpers.time.increase(seconds)

  describe('allowances', () => {
    it('are told with the old and the new one', async () => {
      const none = [liquidationThreshold, false, 0n, 0n, 0n, 0n]
      const first = [liquidationThreshold, false, BigInt(3 * DAY), 7_500n, 8_500n, 50n]
      const second = [liquidationThreshold, true, BigInt(DAY), 7_000n, 9_000n, 100n]
      await expect(f.allow(f.weth, threshold))
        .to.emit(f.riskSteward, 'AllowanceSet')
        .withArgs(f.weth.id, liquidationThreshold, none, first)
      await expect(
        f.allow(
          f.weth,
          allowance(liquidationThreshold, [7_000n, 9_000n], 100n, {
            relative: true,
            cooldown: DAY,
          }),
        ),
      )
        .to.emit(f.riskSteward, 'AllowanceSet')
        .withArgs(f.weth.id, liquidationThreshold, first, second)
      expect(await f.riskSteward.allowanceOf(f.weth.id, liquidationThreshold)).to.deep.equal(second)
      await expect(f.riskSteward.disallow(f.weth.id, [liquidationThreshold]))
        .to.emit(f.riskSteward, 'AllowanceSet')
        .withArgs(f.weth.id, liquidationThreshold, second, none)
      expect(await f.riskSteward.allowanceOf(f.weth.id, liquidationThreshold)).to.deep.equal(none)
    })

    it('of one market say nothing about another', async () => {
      await f.allow(f.weth, threshold)
      await expect(f.step(f.wbtc, [liquidationThreshold, 8_050n]))
        .to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardNotAllowed')
        .withArgs(f.wbtc.id, liquidationThreshold)
    })

    it('are withdrawn without a word where there are none', async () => {
      await expect(f.riskSteward.disallow(f.weth.id, [debtCeiling])).to.not.emit(
        f.riskSteward,
        'AllowanceSet',
      )
    })

    it('of an unknown market are refused', async () => {
      const id = `0x${'11'.repeat(32)}`
      await expect(f.riskSteward.allow(id, [threshold]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
        .withArgs(id)
      await expect(f.riskSteward.windowOf(id, liquidationThreshold)).to.be.revertedWithCustomError(
        f.ledger,
        'LedgerUnknownMarket',
      )
    })

    const most = 2n ** 120n
    const refused = [
      [
        'a range upside down',
        allowance(1, [8_000n, 7_999n], 50n),
        'RiskStewardBadRange',
        [1, 8_000n, 7_999n],
      ],
      [
        'a range wider than any parameter',
        allowance(6, [0n, most + 1n], 1n),
        'RiskStewardBadRange',
        [6, 0n, most + 1n],
      ],
      [
        'a fee that may become 0',
        allowance(8, [0n, wad(1)], 1n),
        'RiskStewardBadRange',
        [8, 0n, wad(1)],
      ],
      ['no step', allowance(1, [1n, 9_000n], 0n), 'RiskStewardBadStep', [1, 0n, most]],
      [
        'a step wider than any parameter',
        allowance(6, [0n, 1n], most + 1n),
        'RiskStewardBadStep',
        [6, most + 1n, most],
      ],
      [
        'a relative step of more than the value itself',
        allowance(6, [0n, most], 10_001n, { relative: true }),
        ...(['RiskStewardBadStep', [6, 10_001n, 10_000n]] as const),
      ],
      [
        'a cooldown of less than an hour',
        allowance(1, [1n, 2n], 1n, { cooldown: 3_599 }),
        ...(['RiskStewardBadCooldown', [1, 3_599, 3_600, 30 * DAY]] as const),
      ],
      [
        'a cooldown of more than 30 days',
        allowance(1, [1n, 2n], 1n, { cooldown: 30 * DAY + 1 }),
        ...(['RiskStewardBadCooldown', [1, 30 * DAY + 1, 3_600, 30 * DAY]] as const),
      ],
    ] as const
    for (const [what, unsound, error, args] of refused) {
      it(`are refused with ${what}, the sound ones beside it too`, async () => {
        await expect(f.allow(f.weth, ratio, unsound))
          .to.be.revertedWithCustomError(f.riskSteward, error)
          .withArgs(...args)
        expect((await f.riskSteward.allowanceOf(f.weth.id, collateralizationRatio)).max).to.equal(
          0n,
        )
      })
    }

    it('are accepted at the edges of what they may be', async () => {
      await f.allow(
        f.weth,
        allowance(debtCeiling, [0n, most], 10_000n, { relative: true, cooldown: 3_600 }),
        allowance(minimumDebt, [1n, 1n], most, { cooldown: 30 * DAY }),
      )
      expect((await f.riskSteward.allowanceOf(f.weth.id, debtCeiling)).max).to.equal(most)
      expect((await f.riskSteward.allowanceOf(f.weth.id, minimumDebt)).maxStep).to.equal(most)
    })
  })

  describe('a step', () => {
    beforeEach(() => f.allow(f.weth, threshold, ratio, ceiling, fee))

    it('changes the Ledger and is told with who made it', async () => {
      const stepping = f.step(f.weth, [liquidationThreshold, 8_050n])
      await expect(stepping)
        .to.emit(f.riskSteward, 'Stepped')
        .withArgs(f.weth.id, liquidationThreshold, f.steward, 8_000n, 8_050n)
      await expect(stepping)
        .to.emit(f.ledger, 'ParameterSet')
        .withArgs(f.weth.id, liquidationThreshold, 8_000n, 8_050n)
      expect(await f.stored(f.weth, liquidationThreshold)).to.equal(8_050n)
      expect(await f.riskSteward.steppedAt(f.weth.id, liquidationThreshold)).to.equal(await f.now())
    })

    for (const edge of [7_950n, 8_050n]) {
      const beyond = edge < 8_000n ? edge - 1n : edge + 1n

      it(`goes as far as ${edge} bps`, async () => {
        await f.step(f.weth, [liquidationThreshold, edge])
        expect(await f.stored(f.weth, liquidationThreshold)).to.equal(edge)
      })

      it(`does not go to ${beyond} bps`, async () => {
        await expect(f.step(f.weth, [liquidationThreshold, beyond]))
          .to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardOutsideWindow')
          .withArgs(f.weth.id, liquidationThreshold, beyond, 7_950n, 8_050n)
      })
    }

    it('has to wait until the cooldown is over, to the second', async () => {
      await f.step(f.weth, [liquidationThreshold, 8_050n])
      const opensAt = (await f.now()) + 3 * DAY
      await connection.networkHelpers.time.setNextBlockTimestamp(opensAt - 1)
      await expect(f.step(f.weth, [liquidationThreshold, 8_051n]))
        .to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardCoolingDown')
        .withArgs(f.weth.id, liquidationThreshold, opensAt)
      await connection.networkHelpers.time.setNextBlockTimestamp(opensAt)
      await f.step(f.weth, [liquidationThreshold, 8_100n])
      expect(await f.stored(f.weth, liquidationThreshold)).to.equal(8_100n)
    })

    it('closes its own parameter only, in its own market only', async () => {
      await f.allow(f.wbtc, threshold)
      await f.step(f.weth, [liquidationThreshold, 8_050n])
      await f.step(f.weth, [collateralizationRatio, 15_050n])
      await f.step(f.wbtc, [liquidationThreshold, 8_050n])
      expect(await f.stored(f.wbtc, liquidationThreshold)).to.equal(8_050n)
    })

    it('is measured from the stored end of a running ramp, not from the point on it', async () => {
      await f.step(f.weth, [liquidationThreshold, 7_950n])
      await pass(3 * DAY)
      expect(await f.ledger.effectiveParameter(f.weth.id, liquidationThreshold)).to.be.above(7_970n)
      await expect(f.step(f.weth, [liquidationThreshold, 8_001n])).to.be.revertedWithCustomError(
        f.riskSteward,
        'RiskStewardOutsideWindow',
      )
      await f.step(f.weth, [liquidationThreshold, 8_000n])
    })

    it('is measured from what governance has set in between', async () => {
      await f.relax(f.weth, [liquidationThreshold, 8_150n])
      await expect(f.step(f.weth, [liquidationThreshold, 8_050n])).to.be.revertedWithCustomError(
        f.riskSteward,
        'RiskStewardOutsideWindow',
      )
      await f.step(f.weth, [liquidationThreshold, 8_100n])
    })

    it('of a relative size is a share of the stored value, rounded down', async () => {
      await f.allow(
        f.weth,
        allowance(debtCeiling, [1n, wad(4_000_000)], 3_333n, { relative: true }),
      )
      await f.relax(f.weth, [debtCeiling, 1_001n])
      expect(await f.windowOf(f.weth, debtCeiling)).to.deep.equal([1_001n, 668n, 1_334n, 0n])
      await expect(f.step(f.weth, [debtCeiling, 1_335n])).to.be.revertedWithCustomError(
        f.riskSteward,
        'RiskStewardOutsideWindow',
      )
      await f.step(f.weth, [debtCeiling, 1_334n])
    })

    it('doubles a ceiling a day, each counting after its delay, and never leaves the range', async () => {
      for (const doubled of [2_000_000, 4_000_000]) {
        await f.step(f.weth, [debtCeiling, wad(doubled)])
        expect(await f.ledger.effectiveParameter(f.weth.id, debtCeiling)).to.equal(wad(doubled / 2))
        await pass(DAY)
      }
      await expect(
        f.step(f.weth, [debtCeiling, wad(4_000_000) + 1n]),
      ).to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardOutsideWindow')
    })

    it('closes a market at once, and does not open it again', async () => {
      await f.step(f.weth, [debtCeiling, 0n])
      expect(await f.ledger.effectiveParameter(f.weth.id, debtCeiling)).to.equal(0n)
      await pass(DAY)
      await expect(f.step(f.weth, [debtCeiling, 1n]))
        .to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardOutsideWindow')
        .withArgs(f.weth.id, debtCeiling, 1n, 0n, 0n)
    })

    it('never makes anything but a ceiling 0', async () => {
      await f.relax(f.weth, [stabilityFee, wad(0.01)])
      await expect(f.step(f.weth, [stabilityFee, 0n]))
        .to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardOutsideWindow')
        .withArgs(f.weth.id, stabilityFee, 0n, wad(0.005), wad(0.05))
    })

    it('leads back into the range only if it reaches it', async () => {
      await f.relax(f.weth, [liquidationThreshold, 8_520n], [liquidationPenalty, 300n])
      expect(await f.windowOf(f.weth, liquidationThreshold)).to.deep.equal([
        ...[8_520n, 8_470n, 8_500n, 0n],
      ])
      await f.relax(f.weth, [liquidationThreshold, 8_551n])
      expect(await f.windowOf(f.weth, liquidationThreshold)).to.deep.equal([
        ...[8_551n, 8_501n, 8_500n, 0n],
      ])
      for (const value of [8_500n, 8_501n]) {
        await expect(f.step(f.weth, [liquidationThreshold, value])).to.be.revertedWithCustomError(
          f.riskSteward,
          'RiskStewardOutsideWindow',
        )
      }
    })

    it('that changes nothing is none: no allowance, no cooldown, no event', async () => {
      const standing = f.step(
        f.weth,
        ...([
          [liquidationThreshold, 8_000n],
          [targetHealth, defaultTerms.targetHealthWad],
        ] as const),
      )
      await expect(standing).to.not.emit(f.riskSteward, 'Stepped')
      await expect(standing).to.not.emit(f.ledger, 'ParameterSet')
      expect(await f.riskSteward.steppedAt(f.weth.id, liquidationThreshold)).to.equal(0n)
      await f.step(f.weth, [liquidationThreshold, 8_050n])
      await f.step(f.weth, [liquidationThreshold, 8_050n])
    })

    it('is no more than the market itself accepts', async () => {
      await f.allow(f.weth, allowance(minimumDebt, [1n, wad(100_000)], 10_000n, { relative: true }))
      await f.relax(f.weth, [minimumDebt, wad(20_000)])
      await expect(f.step(f.weth, [minimumDebt, wad(25_000) + 1n])).to.be.revertedWithCustomError(
        f.ledger,
        'RiskParametersOutOfBounds',
      )
      await f.relax(f.weth, [liquidationThreshold, 8_150n])
      await expect(f.step(f.weth, [liquidationThreshold, 8_190n])).to.be.revertedWithCustomError(
        f.ledger,
        'RiskParametersSplitPays',
      )
      expect(await f.riskSteward.steppedAt(f.weth.id, liquidationThreshold)).to.equal(0n)
    })
  })

  describe('a tuple', () => {
    beforeEach(() => f.allow(f.weth, threshold, ratio, ceiling, fee))

    it('moves all its members, those that tighten and those that loosen', async () => {
      await f.step(
        f.weth,
        ...([
          [collateralizationRatio, 15_050n],
          [liquidationThreshold, 8_050n],
          [debtCeiling, wad(500_000)],
        ] as const),
      )
      expect(await f.stored(f.weth, collateralizationRatio)).to.equal(15_050n)
      expect(await f.stored(f.weth, liquidationThreshold)).to.equal(8_050n)
      expect(await f.ledger.effectiveParameter(f.weth.id, debtCeiling)).to.equal(wad(500_000))
    })

    it('with one member outside its window moves nothing and starts no cooldown', async () => {
      await expect(
        f.step(f.weth, [collateralizationRatio, 15_050n], [liquidationThreshold, 8_051n]),
      ).to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardOutsideWindow')
      expect(await f.stored(f.weth, collateralizationRatio)).to.equal(15_000n)
      expect(await f.windowOf(f.weth, collateralizationRatio)).to.deep.equal([
        ...[15_000n, 14_950n, 15_050n, 0n],
      ])
    })

    it('with one member that cools down moves nothing', async () => {
      await f.step(f.weth, [collateralizationRatio, 15_050n])
      await expect(
        f.step(f.weth, [collateralizationRatio, 15_051n], [liquidationThreshold, 8_050n]),
      ).to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardCoolingDown')
      expect(await f.stored(f.weth, liquidationThreshold)).to.equal(8_000n)
    })

    it('does not walk one member twice', async () => {
      await expect(
        f.step(f.weth, [liquidationThreshold, 8_050n], [liquidationThreshold, 8_051n]),
      ).to.be.revertedWithCustomError(f.riskSteward, 'RiskStewardCoolingDown')
    })

    it('that is empty is refused', async () => {
      await expect(f.step(f.weth)).to.be.revertedWithCustomError(
        f.ledger,
        'RiskParametersEmptyTuple',
      )
    })

    it('gains nothing from a batch in one block', async () => {
      const { networkHelpers } = connection
      await networkHelpers.mine()
      const settings = (value: bigint) => [{ parameter: liquidationThreshold, value }]
      const gas = { gasLimit: 500_000 }
      const ofSteward = f.riskSteward.connect(f.steward)
      await connection.provider.request({ method: 'evm_setAutomine', params: [false] })
      try {
        const first = await ofSteward.set(f.weth.id, settings(8_050n), gas)
        const second = await ofSteward.set(f.weth.id, settings(8_100n), gas)
        await networkHelpers.mine()
        expect((await first.wait())?.status).to.equal(1)
        const receipt = await connection.ethers.provider.getTransactionReceipt(second.hash)
        expect([receipt?.status, receipt?.blockNumber]).to.deep.equal([
          ...[0, (await first.wait())?.blockNumber],
        ])
      } finally {
        await connection.provider.request({ method: 'evm_setAutomine', params: [true] })
      }
      expect(await f.stored(f.weth, liquidationThreshold)).to.equal(8_050n)
    })
  })

  describe('a window', () => {
    it('without an allowance never opens', async () => {
      expect(await f.windowOf(f.weth, targetHealth)).to.deep.equal([
        ...[wad(1.05), wad(1.05), wad(1.05), MaxUint256],
      ])
    })

    it('stays closed when the allowance is given anew, and follows its new cooldown', async () => {
      await f.allow(f.weth, threshold)
      await f.step(f.weth, [liquidationThreshold, 8_050n])
      const steppedAt = BigInt(await f.now())
      await f.riskSteward.disallow(f.weth.id, [liquidationThreshold])
      expect((await f.windowOf(f.weth, liquidationThreshold))[3]).to.equal(MaxUint256)
      await f.allow(f.weth, { ...threshold, cooldown: 7 * DAY })
      expect((await f.windowOf(f.weth, liquidationThreshold))[3]).to.equal(
        steppedAt + BigInt(7 * DAY),
      )
    })

    it('that is withdrawn is closed at once', async () => {
      await f.allow(f.weth, threshold)
      await f.riskSteward.disallow(f.weth.id, [liquidationThreshold])
      await expect(f.step(f.weth, [liquidationThreshold, 8_050n])).to.be.revertedWithCustomError(
        f.riskSteward,
        'RiskStewardNotAllowed',
      )
    })
  })

  describe('authority', () => {
    const settings = [{ parameter: liquidationThreshold, value: 8_000n }]

    it('lets only stewards step, and stewards nothing else', async () => {
      const refuses = async (caller: typeof f.steward, act: Promise<unknown>) =>
        expect(act)
          .to.be.revertedWithCustomError(f.riskSteward, 'AccessManagedUnauthorized')
          .withArgs(caller)
      const by = (who: typeof f.steward) => f.riskSteward.connect(who)
      await refuses(f.stranger, by(f.stranger).set(f.weth.id, settings))
      await refuses(f.admin, by(f.admin).set(f.weth.id, settings))
      for (const who of [f.steward, f.stranger]) {
        await refuses(who, by(who).allow(f.weth.id, [threshold]))
        await refuses(who, by(who).disallow(f.weth.id, [liquidationThreshold]))
        await refuses(who, f.ledger.connect(who).relax(f.weth.id, settings))
        await refuses(who, f.ledger.connect(who).tighten(f.weth.id, settings))
      }
    })

    it('asks for nothing but RELAX on the Ledger', async () => {
      await f.allow(f.weth, ceiling)
      await f.step(f.weth, [debtCeiling, wad(500_000)])
      const held = await Promise.all(
        Array.from(
          { length: 10 },
          async (_, role) => (await f.manager.hasRole(role, f.riskSteward))[0],
        ),
      )
      expect(held.flatMap((holds, role) => (holds ? [role] : []))).to.deep.equal([1])
    })
  })

  it('reads its Ledger', async () => {
    expect(await f.riskSteward.LEDGER()).to.equal(await f.ledger.getAddress())
  })

  it('costs at most 30,000 more gas than the same change by the timelock', async () => {
    const gasOf = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>) =>
      (await (await sent).wait())?.gasUsed ?? 0n
    await f.allow(f.weth, ratio)
    await f.open(f.alice, f.weth, [10, 5_000])
    await f.step(f.weth, [collateralizationRatio, 15_010n])
    await pass(3 * DAY)
    const direct = await gasOf(f.relax(f.weth, [collateralizationRatio, 15_020n]))
    await pass(3 * DAY)
    const step = await gasOf(f.step(f.weth, [collateralizationRatio, 15_030n]))
    expect(step - direct).to.be.within(1n, 30_000n)
  })
})

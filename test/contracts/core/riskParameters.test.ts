import { expect } from 'chai'
import { network } from 'hardhat'
import type { LedgerFixture, Terms } from '../../support/ledgerFixture.ts'
import {
  DAY,
  defaultTerms,
  deployLedger,
  eachOnFreshLedger,
  Parameter,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const fixture = () => deployLedger(connection)

interface Row {
  readonly name: keyof typeof Parameter
  readonly term: keyof Terms
  readonly min: bigint
  readonly max: bigint
  /** The value of the default terms moved one step towards safety, and one away from it. */
  readonly tighter?: bigint
  readonly looser?: bigint
  /** For parameters without a direction: another value. */
  readonly other?: bigint
  /** Terms under which the rules across parameters leave room for the bound. */
  readonly baseOfMin?: Partial<Terms>
  readonly baseOfMax?: Partial<Terms>
}

const narrow = { liquidationPenaltyBps: 100n, maxPenaltyHealthWad: wad(0.98) }
const ramp = BigInt(DAY)

// The lowest ratio of all, 105 %, is inside the bounds but no threshold leaves room for it: 10,527 is the lowest that can be set.
const rows: readonly Row[] = [
  {
    ...{
      name: 'collateralizationRatio',
      term: 'collateralizationRatioBps',
      min: 10_527n,
      max: 100_000n,
    },
    ...{
      tighter: 15_001n,
      looser: 14_999n,
      baseOfMin: { ...narrow, liquidationThresholdBps: 9_700n },
    },
  },
  {
    ...{ name: 'liquidationThreshold', term: 'liquidationThresholdBps', min: 5_000n, max: 9_700n },
    ...{ tighter: 7_999n, looser: 8_001n },
    ...{ baseOfMin: { collateralizationRatioBps: 25_000n }, baseOfMax: narrow },
  },
  {
    ...{
      name: 'liquidationPenalty',
      term: 'liquidationPenaltyBps',
      min: 100n,
      max: 2_000n,
      other: 1_001n,
    },
    baseOfMax: { maxPenaltyHealthWad: wad(0.96) },
  },
  { name: 'penaltyFloor', term: 'penaltyFloorBps', min: 2_000n, max: 10_000n, other: 5_001n },
  {
    ...{
      name: 'maxPenaltyHealth',
      term: 'maxPenaltyHealthWad',
      min: wad(0.8),
      max: wad(0.99),
      other: wad(0.91),
    },
    baseOfMin: { liquidationThresholdBps: 7_000n },
  },
  { name: 'targetHealth', term: 'targetHealthWad', min: wad(1), max: wad(1.25), other: wad(1.06) },
  {
    ...{ name: 'debtCeiling', term: 'debtCeiling', min: 0n, max: 2n ** 120n },
    ...{ tighter: wad(1_000_000) - 1n, looser: wad(1_000_000) + 1n },
  },
  { name: 'minimumDebt', term: 'minimumDebt', min: wad(100), max: wad(25_000), other: wad(2_001) },
  { name: 'stabilityFee', term: 'stabilityFeeWad', min: 0n, max: wad(1), other: wad(0.06) },
  { name: 'thresholdRamp', term: 'thresholdRamp', min: ramp, max: 30n * ramp, other: 8n * ramp },
  {
    ...{ name: 'ceilingGap', term: 'ceilingGap', min: wad(1), max: 2n ** 120n },
    ...{ tighter: 2n ** 119n - 1n, looser: 2n ** 119n + 1n },
  },
  { name: 'ceilingDelay', term: 'ceilingDelay', min: 3_600n, max: 7n * ramp, other: 7_200n },
]

/** The bounds an OutOfBounds error tells; they differ from the settable range for one parameter. */
const boundsOf = (row: Row) => ({
  min: row.name === 'collateralizationRatio' ? 10_500n : row.min,
  max: row.max,
})

describe('RiskParameters', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, fixture, (fresh) => {
    f = fresh
  })

  const listWith = (terms: Partial<Terms>) =>
    f.list('TEST', f.weth.token, { ...defaultTerms, ...terms })

  describe('bounds', () => {
    for (const row of rows) {
      const parameter = Parameter[row.name]
      const bounds = boundsOf(row)

      for (const [edge, base] of [
        [row.min, row.baseOfMin],
        [row.max, row.baseOfMax],
      ] as const) {
        it(`accept ${row.name} at ${edge} in a change`, async () => {
          const market = await listWith(base ?? {})
          await expect(f.relax(market, [parameter, edge]))
            .to.emit(f.ledger, 'ParameterSet')
            .withArgs(market.id, parameter, { ...defaultTerms, ...base }[row.term], edge)
          expect(await f.ledger.storedParameter(market.id, parameter)).to.equal(edge)
        })

        it(`accept ${row.name} at ${edge} in a new market`, async () => {
          const market = await listWith({ ...base, [row.term]: edge })
          expect(await f.ledger.storedParameter(market.id, parameter)).to.equal(edge)
          expect(await f.ledger.effectiveParameter(market.id, parameter)).to.equal(edge)
        })
      }

      for (const outside of [bounds.min - 1n, bounds.max + 1n].filter((value) => value >= 0n)) {
        it(`refuse ${row.name} at ${outside} in a change`, async () => {
          await expect(f.relax(f.weth, [parameter, outside]))
            .to.be.revertedWithCustomError(f.ledger, 'RiskParametersOutOfBounds')
            .withArgs(parameter, outside, bounds.min, bounds.max)
        })

        it(`refuse ${row.name} at ${outside} in a new market`, async () => {
          await expect(listWith({ [row.term]: outside }))
            .to.be.revertedWithCustomError(f.ledger, 'RiskParametersOutOfBounds')
            .withArgs(parameter, outside, bounds.min, bounds.max)
        })
      }
    }

    it('refuse a value out of bounds also where it would tighten', async () => {
      await expect(f.tighten(f.weth, [Parameter.collateralizationRatio, 100_001n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersOutOfBounds')
        .withArgs(Parameter.collateralizationRatio, 100_001n, 10_500n, 100_000n)
    })
  })

  describe('directions', () => {
    for (const row of rows) {
      const parameter = Parameter[row.name]
      const current = defaultTerms[row.term]

      it(`let both selectors name ${row.name} at its present value, changing nothing`, async () => {
        await expect(f.tighten(f.weth, [parameter, current])).to.not.emit(f.ledger, 'ParameterSet')
        await expect(f.relax(f.weth, [parameter, current])).to.not.emit(f.ledger, 'ParameterSet')
      })

      if (row.tighter !== undefined && row.looser !== undefined) {
        const { tighter, looser } = row
        it(`let tighten move ${row.name} towards safety`, async () => {
          await expect(f.tighten(f.weth, [parameter, tighter]))
            .to.emit(f.ledger, 'ParameterSet')
            .withArgs(f.weth.id, parameter, current, tighter)
        })
        it(`let relax move ${row.name} both ways`, async () => {
          await f.relax(f.weth, [parameter, tighter])
          await f.relax(f.weth, [parameter, looser])
          expect(await f.ledger.storedParameter(f.weth.id, parameter)).to.equal(looser)
        })
        it(`refuse to loosen ${row.name} in tighten`, async () => {
          await expect(f.tighten(f.weth, [parameter, looser]))
            .to.be.revertedWithCustomError(f.ledger, 'RiskParametersNotTighter')
            .withArgs(parameter, current, looser)
        })
      } else {
        it(`refuse to move ${row.name} in tighten, for it has no direction`, async () => {
          for (const value of [row.other as bigint, 2n * current - (row.other as bigint)]) {
            await expect(f.tighten(f.weth, [parameter, value]))
              .to.be.revertedWithCustomError(f.ledger, 'RiskParametersNotTighter')
              .withArgs(parameter, current, value)
          }
        })
        it(`let relax move ${row.name}`, async () => {
          await f.relax(f.weth, [parameter, row.other as bigint])
          expect(await f.ledger.effectiveParameter(f.weth.id, parameter)).to.equal(row.other)
        })
      }
    }

    it('refuse a whole tuple for one member that loosens', async () => {
      await expect(
        f.tighten(
          f.weth,
          [Parameter.collateralizationRatio, 16_000n],
          [Parameter.stabilityFee, wad(0.04)],
        ),
      ).to.be.revertedWithCustomError(f.ledger, 'RiskParametersNotTighter')
      expect(await f.ledger.storedParameter(f.weth.id, Parameter.collateralizationRatio)).to.equal(
        15_000n,
      )
    })
  })

  describe('tuples', () => {
    it('refuse an empty one', async () => {
      await expect(f.relax(f.weth)).to.be.revertedWithCustomError(
        f.ledger,
        'RiskParametersEmptyTuple',
      )
      await expect(f.tighten(f.weth)).to.be.revertedWithCustomError(
        f.ledger,
        'RiskParametersEmptyTuple',
      )
    })

    it('refuse members out of order', async () => {
      await expect(
        f.relax(f.weth, [Parameter.penaltyFloor, 6_000n], [Parameter.liquidationPenalty, 900n]),
      )
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersUnorderedTuple')
        .withArgs(Parameter.penaltyFloor, Parameter.liquidationPenalty)
    })

    it('refuse a member twice', async () => {
      await expect(
        f.relax(f.weth, [Parameter.penaltyFloor, 6_000n], [Parameter.penaltyFloor, 7_000n]),
      )
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersUnorderedTuple')
        .withArgs(Parameter.penaltyFloor, Parameter.penaltyFloor)
    })

    it('set all parameters in one call and touch no other market', async () => {
      const next: Terms = {
        ...{
          collateralizationRatioBps: 16_000n,
          liquidationThresholdBps: 8_100n,
          liquidationPenaltyBps: 900n,
        },
        ...{ penaltyFloorBps: 6_000n, maxPenaltyHealthWad: wad(0.95), targetHealthWad: wad(1.1) },
        ...{
          debtCeiling: wad(5),
          minimumDebt: wad(500),
          stabilityFeeWad: wad(0.1),
          thresholdRamp: 2n * ramp,
          ceilingGap: wad(3),
          ceilingDelay: 7_200n,
        },
      }
      await f.relax(f.weth, ...rows.map((row) => [Parameter[row.name], next[row.term]] as const))
      const terms = await f.ledger.termsOf(f.weth.id)
      const other = await f.ledger.termsOf(f.wbtc.id)
      for (const row of rows) {
        expect(terms[row.term as keyof typeof terms], row.name).to.equal(next[row.term])
        expect(other[row.term as keyof typeof other], row.name).to.equal(defaultTerms[row.term])
        expect(await f.ledger.storedParameter(f.weth.id, Parameter[row.name])).to.equal(
          next[row.term],
        )
        expect(await f.ledger.effectiveParameter(f.weth.id, Parameter[row.name])).to.equal(
          next[row.term],
        )
      }
    })

    it('need the capability', async () => {
      const stranger = f.ledger.connect(f.alice)
      const settings = [{ parameter: Parameter.debtCeiling, value: 0n }]
      for (const call of [stranger.tighten, stranger.relax]) {
        await expect(call(f.weth.id, settings))
          .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
          .withArgs(f.alice)
      }
    })

    it('refuse an unknown market, to change and to read', async () => {
      const id = connection.ethers.ZeroHash
      const settings = [{ parameter: Parameter.debtCeiling, value: 0n }]
      for (const call of [
        () => f.ledger.tighten(id, settings),
        () => f.ledger.relax(id, settings),
        () => f.ledger.storedParameter(id, 0),
        () => f.ledger.effectiveParameter(id, 0),
        () => f.ledger.termsOf(id),
        () => f.ledger.thresholdPathOf(id),
        () => f.ledger.ceilingPathOf(id),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
          .withArgs(id)
      }
    })

    it('charge the old fee up to the change', async () => {
      await f.open(f.alice, f.weth, [10, 10_000])
      await connection.networkHelpers.time.increase(30 * DAY)
      const { totalDebt } = await f.ledger.accruedStateOf(f.weth.id)
      await expect(f.relax(f.weth, [Parameter.stabilityFee, wad(1)])).to.emit(f.ledger, 'Accrued')
      const state = await f.ledger.stateOf(f.weth.id)
      // One block of a second passes between the read and the change, at the old 5 % a year.
      expect(state.totalDebt - totalDebt).to.be.within(1n, wad(10_100) / 20n / 31_536_000n)
      expect(state.accruedAt).to.equal(await f.now())
    })
  })

  describe('rules across parameters', () => {
    it('keep (1 + penalty) * threshold at 99 % or less', async () => {
      const market = await listWith({
        ...narrow,
        liquidationThresholdBps: 9_000n,
        maxPenaltyHealthWad: wad(0.99),
      })
      await f.relax(market, [Parameter.liquidationPenalty, 1_000n])
      await expect(f.relax(market, [Parameter.liquidationPenalty, 1_001n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersPenaltyTooHigh')
        .withArgs(9_000n, 1_001n)
    })

    it('keep (1 + penalty) * threshold at MaxPenaltyHealth or less', async () => {
      await f.relax(f.weth, [Parameter.maxPenaltyHealth, wad(0.88)])
      await expect(f.relax(f.weth, [Parameter.maxPenaltyHealth, wad(0.88) - 1n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersSplitPays')
        .withArgs(8_000n, 1_000n, wad(0.88) - 1n)
    })

    it('keep threshold - 1 / ratio at 2 % or more, without rounding', async () => {
      const market = await listWith({ ...narrow, liquidationThresholdBps: 9_700n })
      await f.relax(market, [Parameter.collateralizationRatio, 10_527n])
      await expect(f.relax(market, [Parameter.collateralizationRatio, 10_526n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersGapTooSmall')
        .withArgs(9_700n, 10_526n)
    })

    it('make the lowest ratio inside the bounds impossible to set', async () => {
      const market = await listWith({ ...narrow, liquidationThresholdBps: 9_700n })
      await expect(f.relax(market, [Parameter.collateralizationRatio, 10_500n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersGapTooSmall')
        .withArgs(9_700n, 10_500n)
    })

    it('hold for a new market', async () => {
      await expect(listWith({ collateralizationRatioBps: 12_820n }))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersGapTooSmall')
        .withArgs(8_000n, 12_820n)
      await listWith({ collateralizationRatioBps: 12_821n })
    })

    it('look at the whole tuple, not at the steps to it', async () => {
      await expect(
        f.relax(f.weth, [Parameter.liquidationPenalty, 2_000n]),
      ).to.be.revertedWithCustomError(f.ledger, 'RiskParametersSplitPays')
      await f.relax(
        f.weth,
        [Parameter.liquidationPenalty, 2_000n],
        [Parameter.maxPenaltyHealth, wad(0.96)],
      )
    })

    it('hold at the upper end of a ramp', async () => {
      // 12 % on 80 % splits below 0.88, on 70 % it would not; the ramp still begins at 80 %.
      await expect(
        f.relax(
          f.weth,
          [Parameter.liquidationThreshold, 7_000n],
          [Parameter.liquidationPenalty, 1_200n],
          [Parameter.maxPenaltyHealth, wad(0.88)],
        ),
      )
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersSplitPays')
        .withArgs(8_000n, 1_200n, wad(0.88))
    })

    it('hold at the lower end of a ramp', async () => {
      await f.tighten(f.weth, [Parameter.liquidationThreshold, 6_867n])
      await expect(f.tighten(f.usdx, [Parameter.liquidationThreshold, 6_866n]))
        .to.be.revertedWithCustomError(f.ledger, 'RiskParametersGapTooSmall')
        .withArgs(6_866n, 15_000n)
    })

    it('see only what is left of a ramp that is running', async () => {
      await f.tighten(f.weth, [Parameter.liquidationThreshold, 7_000n])
      const change = [
        [Parameter.liquidationPenalty, 1_200n],
        [Parameter.maxPenaltyHealth, wad(0.88)],
      ] as const
      await expect(f.relax(f.weth, ...change)).to.be.revertedWithCustomError(
        f.ledger,
        'RiskParametersSplitPays',
      )
      await connection.networkHelpers.time.increase(7 * DAY)
      await f.relax(f.weth, ...change)
    })
  })
})

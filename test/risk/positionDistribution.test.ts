import { expect } from 'chai'
import fc from 'fast-check'
import {
  drawPosition,
  healthThreshold,
  lowestHealth,
  positionDistribution,
  quantileLevels,
  smallestDebt,
} from '../../cli/risk/positionDistribution.ts'
import { CounterRandom } from '../../cli/risk/random.ts'

const collaterals = ['WETH', 'wstETH', 'WBTC'] as const
const level = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })

describe('positionDistribution', () => {
  for (const collateral of collaterals) {
    const observed = positionDistribution[collateral]

    it(`has one ascending quantile per level for ${collateral}`, () => {
      for (const quantiles of [observed.ratios, observed.logDebts]) {
        expect(quantiles).to.have.length(quantileLevels.length)
        expect(quantiles.toSorted((a, b) => a - b)).to.deep.equal(quantiles)
      }
    })

    it(`accounts for every observed position of ${collateral}`, () => {
      const { counts, debtShares } = observed
      expect(counts.kept + counts.small + counts.unhealthy).to.equal(counts.observed)
      expect(debtShares.kept + debtShares.small + debtShares.unhealthy).to.be.closeTo(1, 2e-5)
    })
  }
})

describe('drawPosition', () => {
  it('draws positions that a market can hold', () => {
    fc.assert(
      fc.property(fc.constantFrom(...collaterals), level, level, (collateral, u1, u2) => {
        const { ratio, debt } = drawPosition(collateral, u1, u2)
        expect(ratio * healthThreshold).to.be.at.least(lowestHealth)
        expect(debt).to.be.at.least(smallestDebt)
        expect(ratio).to.be.at.most(positionDistribution[collateral].ratios.at(-1)!)
        expect(debt).to.be.at.most(
          Math.exp(positionDistribution[collateral].logDebts.at(-1)!) * (1 + 1e-12),
        )
      }),
    )
  })

  it('hits the tabulated ratios at their levels', () => {
    quantileLevels.slice(1, -1).forEach((u1, i) => {
      const { ratio } = drawPosition('WETH', u1, 0.5)
      expect(ratio).to.be.closeTo(positionDistribution.WETH.ratios[i + 1]!, 1e-12)
    })
  })

  it('draws debts of the tabulated median, and ratio and debt as correlated as observed', () => {
    const random = new CounterRandom(81)
    const n = 20_000
    const drawn = Array.from({ length: n }, (_, i) =>
      drawPosition('wstETH', random.uniform(i, 0, 0), random.uniform(i, 0, 1)),
    )
    const median = Math.exp(positionDistribution.wstETH.logDebts[10]!)
    const below = drawn.filter(({ debt }) => debt < median).length
    expect(Math.abs(below - n / 2) / Math.sqrt(n / 4)).to.be.below(4)
    const ranks = (values: readonly number[]): Map<number, number> =>
      new Map(values.toSorted((a, b) => a - b).map((value, rank) => [value, rank]))
    const ratioRanks = ranks(drawn.map(({ ratio }) => ratio))
    const debtRanks = ranks(drawn.map(({ debt }) => debt))
    const squares = drawn.reduce(
      (sum, { ratio, debt }) => sum + (ratioRanks.get(ratio)! - debtRanks.get(debt)!) ** 2,
      0,
    )
    const spearman = 1 - (6 * squares) / (n ** 3 - n)
    expect(
      Math.abs(spearman - positionDistribution.wstETH.rankCorrelation) * Math.sqrt(n),
    ).to.be.below(4)
  })
})

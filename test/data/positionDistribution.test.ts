import { expect } from 'chai'
import {
  drawPosition,
  healthThreshold,
  lowestHealth,
  positionDistribution,
  quantileLevels,
  smallestDebt,
} from '../../cli/risk/positionDistribution.ts'
import { CounterRandom } from '../../cli/risk/random.ts'
import { describeWithData, readRows } from './realData.ts'

interface Observed {
  readonly market: string
  readonly ratio: number
  readonly debt: number
}

const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b)

/** The sample quantile that interpolates between order statistics (Hyndman and Fan's type 7). */
function sampleQuantile(sorted: readonly number[], level: number): number {
  const place = (sorted.length - 1) * level
  const below = Math.floor(place)
  const low = sorted[below]!
  return low + (place - below) * ((sorted[below + 1] ?? low) - low)
}

/** Ranks with ties averaged. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = ascending(values)
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2)
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  const product = (x: readonly number[], y: readonly number[], cx: number, cy: number): number =>
    x.reduce((sum, value, i) => sum + (value - cx) * (y[i]! - cy), 0)
  return (
    product(a, b, meanA, meanB) /
    Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB))
  )
}

/** The two-sample Kolmogorov-Smirnov distance: the largest gap between two empirical distributions. */
function largestGap(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [ascending(a), ascending(b)]
  let [i, j, gap] = [0, 0, 0]
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i]!, second[j]!)
    while (i < first.length && first[i]! <= value) i++
    while (j < second.length && second[j]! <= value) j++
    gap = Math.max(gap, Math.abs(i / first.length - j / second.length))
  }
  return gap
}

describeWithData('position distribution from real positions', () => {
  const rows = readRows('positions/crvusd-positions-2024-01-30.csv')
  const observed: readonly Observed[] = rows.map((row) => {
    const number = (name: string): number => Number(row[name])
    const value = number('collateral') * number('oracle_price') + number('stablecoin')
    return {
      market: row['market']!,
      ratio: value / number('debt_crvusd'),
      debt: number('debt_crvusd'),
    }
  })

  it('reads every position', () => {
    expect(observed).to.have.length(773)
    expect(observed.every(({ ratio, debt }) => ratio > 0 && debt > 0)).to.equal(true)
  })

  for (const collateral of ['WETH', 'wstETH', 'WBTC'] as const) {
    const written = positionDistribution[collateral]
    const own = observed.filter(({ market }) => market === collateral)
    const small = own.filter(({ debt }) => debt < smallestDebt)
    const large = own.filter(({ debt }) => debt >= smallestDebt)
    const unhealthy = large.filter(({ ratio }) => ratio * healthThreshold < lowestHealth)
    const kept = large.filter(({ ratio }) => ratio * healthThreshold >= lowestHealth)
    const ratios = kept.map(({ ratio }) => ratio)
    const debts = kept.map(({ debt }) => debt)

    it(`counts kept and excluded positions of ${collateral} as written down`, () => {
      expect(written.counts).to.deep.equal({
        observed: own.length,
        kept: kept.length,
        small: small.length,
        unhealthy: unhealthy.length,
      })
      const debtOf = (some: readonly Observed[]): number =>
        some.reduce((sum, { debt }) => sum + debt, 0)
      for (const [some, share] of [
        [kept, written.debtShares.kept],
        [small, written.debtShares.small],
        [unhealthy, written.debtShares.unhealthy],
      ] as const)
        expect(debtOf(some) / debtOf(own)).to.be.closeTo(share, 1e-5)
    })

    it(`has the quantiles of ${collateral} that are written down`, () => {
      const logDebts = debts.map(Math.log)
      quantileLevels.forEach((level, i) => {
        const ratio = sampleQuantile(ascending(ratios), level)
        expect(ratio / written.ratios[i]!).to.be.closeTo(1, 1e-5)
        expect(sampleQuantile(ascending(logDebts), level) / written.logDebts[i]!).to.be.closeTo(
          1,
          1e-5,
        )
      })
    })

    it(`has the rank correlation of ${collateral} that is written down`, () => {
      const found = correlationOf(ranksOf(ratios), ranksOf(debts))
      expect(found).to.be.closeTo(written.rankCorrelation, 1e-4)
    })

    it(`draws positions of ${collateral} that a Kolmogorov-Smirnov test cannot tell from the real ones`, () => {
      const random = new CounterRandom(91)
      const n = 20_000
      const drawn = Array.from({ length: n }, (_, i) =>
        drawPosition(collateral, random.uniform(i, 0, 0), random.uniform(i, 0, 1)),
      )
      // The 5 % point of the two-sample statistic is 1.358 sqrt(1/n + 1/m): 0.11 for 151 positions. The fit is held to half of it.
      const bound = (1.358 * Math.sqrt(1 / n + 1 / kept.length)) / 2
      expect(
        largestGap(
          drawn.map(({ ratio }) => ratio),
          ratios,
        ),
      ).to.be.below(bound)
      expect(
        largestGap(
          drawn.map(({ debt }) => debt),
          debts,
        ),
      ).to.be.below(bound)
    })
  }
})

import { expect } from 'chai'
import fc from 'fast-check'
import {
  chanceFigure,
  differenceFigures,
  type Figure,
  lossFigures,
  meanFigure,
  quantileFigure,
  shortfallFigure,
} from '../../cli/risk/metrics.ts'
import { PathGenerator } from '../../cli/risk/pricePaths.ts'
import { CounterRandom } from '../../cli/risk/random.ts'
import { DAY, mean, variance } from './books.ts'

const normals = (seed: number, n: number): Float64Array => {
  const random = new CounterRandom(seed)
  return Float64Array.from({ length: n }, (_, path) => random.normal(path, 0, 0))
}

/** The oracle lies within four standard errors, taken from the interval's half width. */
function expectNear({ value, low, high }: Figure, oracle: number): void {
  const error = (high! - low!) / 2 / 1.96
  expect(Math.abs(value - oracle) / error).to.be.below(4)
}

const covers = ({ low, high }: Figure, oracle: number): boolean =>
  low !== null && high !== null && low <= oracle && oracle <= high

describe('figures of known distributions', () => {
  it('has the quantile and expected shortfall of a normal sample', () => {
    // Oracles: oracles.json normal_VaR99 and normal_CVaR99.
    const sample = normals(51, 200_000)
    expectNear(quantileFigure(sample, 0.99), 2.326347874040841)
    expectNear(shortfallFigure(sample, 0.99), 2.665214220345805)
  })

  it('has the quantile and expected shortfall of a lognormal loss', () => {
    // Oracles: oracles.json lognormal_loss_VaR99 and lognormal_loss_CVaR99, loss 1 - S_T / S_0 of the reference case.
    const model = { assets: [{ name: 'WETH', volatility: 0.8, drift: 0.05 }], correlation: [[1]] }
    const generator = new PathGenerator(model, { steps: 1, stepSeconds: 30 * DAY, seed: 52 })
    const losses = generator.block(0, 200_000).factors.map((price) => 1 - price)
    expectNear(quantileFigure(losses, 0.99), 0.42635603557631385)
    expectNear(shortfallFigure(losses, 0.99), 0.46794689818417384)
  })

  it('has the expected shortfall of a loss that is mostly nothing', () => {
    // Loss 1 with probability 2 %, else 0: the worst 5 % hold 40 % of ones, the worst 1 % only ones.
    const random = new CounterRandom(53)
    const sample = Float64Array.from({ length: 100_000 }, (_, i) =>
      random.uniform(i, 0, 0) < 0.02 ? 1 : 0,
    )
    expectNear(shortfallFigure(sample, 0.95), 0.4)
    expect(shortfallFigure(sample, 0.99).value).to.be.closeTo(1, 1e-12)
    expect(quantileFigure(sample, 0.95).value).to.equal(0)
    expectNear(chanceFigure(sample), 0.02)
  })
})

describe('figures of small samples', () => {
  it('splits an atom at the quantile', () => {
    const sample = new Float64Array(100)
    sample.set([1, 1, 1], 40)
    expect(shortfallFigure(sample, 0.95).value).to.be.closeTo(3 / 5, 1e-12)
    expect(shortfallFigure(sample, 0.99).value).to.be.closeTo(1, 1e-12)
  })

  it('takes the smallest loss that enough paths do not exceed as the quantile', () => {
    const sample = Float64Array.from({ length: 100 }, (_, i) => i + 1)
    expect(quantileFigure(sample, 0.95).value).to.equal(95)
    expect(quantileFigure(sample, 0.99).value).to.equal(99)
    expect(quantileFigure(sample.slice(0, 99), 0.95).value).to.equal(95)
  })

  it('leaves an end open that the sample cannot bound', () => {
    const sample = normals(54, 300)
    expect(quantileFigure(sample, 0.99).high).to.equal(null)
    expect(quantileFigure(sample, 0.99).low).to.not.equal(null)
    expect(quantileFigure(sample, 0.95).high).to.not.equal(null)
    expect(shortfallFigure(sample, 0.99)).to.include({ low: null, high: null })
    expect(shortfallFigure(sample, 0.95).high).to.not.equal(null)
    expect(meanFigure(Float64Array.of(3))).to.include({ value: 3, low: null, high: null })
  })

  it('does not call the unseen impossible', () => {
    // The rule of three: none in 1,000 bounds the chance by about 3.8 in 1,000 (Wilson).
    const { value, low, high } = chanceFigure(new Float64Array(1_000))
    expect(value).to.equal(0)
    expect(low).to.equal(0)
    expect(high).to.be.closeTo(0.00383, 1e-5)
  })

  it('states its confidence and sample size with every figure', () => {
    for (const figure of Object.values(lossFigures(normals(55, 400))))
      expect(figure).to.include({ confidence: 0.95, n: 400 })
  })
})

describe('intervals', () => {
  const replications = 600
  const n = 500
  /** How often 95 % intervals enclosed the truth, in standard errors away from 95 %. */
  const coverageOf = (judge: (sample: Float64Array) => boolean, seed: number): number => {
    let covered = 0
    for (let r = 0; r < replications; r++) if (judge(normals(seed * 10_000 + r, n))) covered++
    return covered / replications
  }
  const error = Math.sqrt((0.95 * 0.05) / replications)

  it('of the mean cover as often as they say', () => {
    const coverage = coverageOf((sample) => covers(meanFigure(sample), 0), 1)
    expect(Math.abs(coverage - 0.95) / error).to.be.below(4)
  })

  it('of a quantile cover at least as often as they say', () => {
    const coverage = coverageOf(
      (sample) => covers(quantileFigure(sample, 0.95), 1.6448536269514722),
      2,
    )
    expect((coverage - 0.95) / error).to.be.above(-4)
    expect(coverage).to.be.below(0.99)
  })

  it('of the expected shortfall cover nearly as often as they say, with 25 paths in the tail', () => {
    // Truth: density(1.645) / 0.05. The asymptotic interval is a little too narrow for so short a tail.
    const coverage = coverageOf(
      (sample) => covers(shortfallFigure(sample, 0.95), 2.0627128075074257),
      3,
    )
    expect(coverage).to.be.within(0.88, 0.98)
  })
})

describe('differenceFigures', () => {
  it('is exactly zero for equal samples', () => {
    const sample = normals(56, 2_000)
    for (const figure of Object.values(differenceFigures(sample, sample.slice())))
      expect(figure).to.deep.equal({ value: 0, low: 0, high: 0, confidence: 0.95, n: 2_000 })
  })

  it('is the difference of the two figures', () => {
    const before = normals(57, 5_000)
    const after = before.map((value, i) => value * 1.1 + (i % 3))
    const { mean: ofMean, shortfall99 } = differenceFigures(before, after)
    expect(ofMean.value).to.be.closeTo(mean(after) - mean(before), 1e-12)
    const apart = shortfallFigure(after, 0.99).value - shortfallFigure(before, 0.99).value
    expect(shortfall99.value).to.be.closeTo(apart, 1e-10)
  })

  it('is far more precise than two independent figures', () => {
    const before = normals(58, 5_000)
    const after = before.map((value) => value + 0.1)
    const { mean: paired } = differenceFigures(before, after)
    expect(paired.high! - paired.low!).to.be.below(1e-12)
    expect(Math.sqrt(variance(before) / 5_000)).to.be.above(0.01)
  })
})

describe('losses in general', () => {
  const losses = fc
    .array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 20, maxLength: 300 })
    .map((values) => Float64Array.from(values))

  it('have a shortfall of at least the quantile, rising with the level, of at most the worst loss', () => {
    fc.assert(
      fc.property(losses, (sample) => {
        const {
          mean: average,
          quantile95,
          quantile99,
          shortfall95,
          shortfall99,
        } = lossFigures(sample)
        const slack = 1e-9 * (1 + Math.max(...sample))
        expect(shortfall95.value + slack).to.be.at.least(quantile95.value)
        expect(shortfall99.value + slack).to.be.at.least(quantile99.value)
        expect(shortfall99.value + slack).to.be.at.least(shortfall95.value)
        expect(shortfall95.value + slack).to.be.at.least(average.value)
        expect(shortfall99.value).to.be.at.most(Math.max(...sample) + slack)
      }),
    )
  })

  it('have figures that do not depend on the order of the paths', () => {
    fc.assert(
      fc.property(losses, (sample) => {
        const turned = sample.toReversed()
        expect(quantileFigure(turned, 0.95)).to.deep.equal(quantileFigure(sample, 0.95))
        const scale = 1 + Math.max(...sample)
        expect(shortfallFigure(turned, 0.95).value / scale).to.be.closeTo(
          shortfallFigure(sample, 0.95).value / scale,
          1e-9,
        )
      }),
    )
  })
})

import { expect } from 'chai'
import { NotPositiveDefiniteError } from '../../cli/risk/correlation.ts'
import { normalDistribution } from '../../cli/risk/normal.ts'
import { PathGenerator, type PathGrid, type PriceModel } from '../../cli/risk/pricePaths.ts'
import { RiskInputError } from '../../cli/risk/riskInputError.ts'
import { DAY, mean, variance, zOfMean } from './books.ts'

const HOUR = 3_600
const YEAR = 365 * DAY

const one = (own: Partial<PriceModel> = {}, volatility = 0.8, drift = 0.05): PriceModel => ({
  assets: [{ name: 'WETH', volatility, drift }],
  correlation: [[1]],
  ...own,
})

/** Twelve crashes a year of about -16 %: the jumps of the reference cases. */
const crashes = { intensity: 12, sizes: [{ mean: -0.18, deviation: 0.12 }] }

/** The last price of every path, for a model of one asset. */
function terminals(model: PriceModel, grid: PathGrid, paths: number): Float64Array {
  const generator = new PathGenerator(model, grid)
  return Float64Array.from({ length: paths }, (_, path) => generator.block(path, 1).factors.at(-1)!)
}

/** Log returns of one long path. */
function logReturns(model: PriceModel, grid: PathGrid, asset = 0): Float64Array {
  const { factors } = new PathGenerator(model, grid).block(0, 1)
  const own = factors.subarray(asset * grid.steps, (asset + 1) * grid.steps)
  return own.map((price, i) => Math.log(price / (i === 0 ? 1 : own[i - 1]!)))
}

describe('PathGenerator', () => {
  it('realises the volatility that was configured, at every step length', () => {
    // A published simulator multiplied by sigma twice and realised its square: 0.64 instead of 0.8 here.
    for (const stepSeconds of [300, HOUR, DAY]) {
      const returns = logReturns(one(), { steps: 40_000, stepSeconds, seed: 21 })
      const realised = Math.sqrt((variance(returns) * YEAR) / stepSeconds)
      // The standard error of a sample standard deviation is sigma / sqrt(2 n).
      expect(Math.abs(realised - 0.8) / (0.8 / Math.sqrt(80_000))).to.be.below(4)
    }
  })

  it('realises the correlations that were configured', () => {
    const names = ['WETH', 'wstETH', 'WBTC']
    const model: PriceModel = {
      assets: names.map((name, i) => ({ name, volatility: 0.5 + 0.2 * i, drift: 0 })),
      correlation: [
        [1, 0.95, 0.3],
        [0.95, 1, 0.4],
        [0.3, 0.4, 1],
      ],
    }
    const grid = { steps: 40_000, stepSeconds: HOUR, seed: 22 }
    const returns = names.map((_, asset) => logReturns(model, grid, asset))
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const product = mean(returns[i]!.map((value, k) => value * returns[j]![k]!))
      const realised = product / Math.sqrt(variance(returns[i]!) * variance(returns[j]!))
      // Fisher: atanh of a sample correlation has standard error 1 / sqrt(n - 3).
      const z =
        (Math.atanh(realised) - Math.atanh(model.correlation[i]![j]!)) * Math.sqrt(40_000 - 3)
      expect(Math.abs(z)).to.be.below(4)
    }
  })

  it('grows by the drift on average: E[S_T] = S_0 exp(mu T)', () => {
    const prices = terminals(
      one({}, 0.8, 0.3),
      { steps: 10, stepSeconds: YEAR / 40, seed: 23 },
      60_000,
    )
    expect(Math.abs(zOfMean(prices, Math.exp(0.3 / 4)))).to.be.below(4)
  })

  it('grows by the drift on average with jumps too', () => {
    const model = one({ jumps: crashes }, 0.4, 0.3)
    const prices = terminals(model, { steps: 60, stepSeconds: YEAR / 240, seed: 24 }, 20_000)
    expect(Math.abs(zOfMean(prices, Math.exp(0.3 / 4)))).to.be.below(4)
  })

  it('jumps as often, and as far, as configured', () => {
    const model = one({ jumps: crashes }, 0, 0)
    const steps = 100_000
    const returns = logReturns(model, { steps, stepSeconds: HOUR, seed: 25 })
    // Without volatility every step but the jumps moves by the same compensation.
    const calm = returns.toSorted()[steps >> 1]!
    const jumps = returns.filter((value) => Math.abs(value - calm) > 1e-12)
    const chance = 12 * (HOUR / YEAR)
    const z = (jumps.length - steps * chance) / Math.sqrt(steps * chance * (1 - chance))
    expect(Math.abs(z)).to.be.below(4)
    expect(Math.abs(zOfMean(jumps, -0.18 + calm))).to.be.below(4)
    expect(
      Math.abs(Math.sqrt(variance(jumps)) / 0.12 - 1) * Math.sqrt(2 * jumps.length),
    ).to.be.below(4)
  })

  it('jumps together, by sizes as correlated as the assets', () => {
    const model: PriceModel = {
      assets: ['WETH', 'WBTC'].map((name) => ({ name, volatility: 0, drift: 0 })),
      correlation: [
        [1, 0.6],
        [0.6, 1],
      ],
      jumps: { intensity: 4_000, sizes: [crashes.sizes[0]!, { mean: 0.05, deviation: 0.3 }] },
    }
    const grid = { steps: 20_000, stepSeconds: HOUR, seed: 36 }
    const [first, second] = [logReturns(model, grid, 0), logReturns(model, grid, 1)]
    const calm = (returns: Float64Array, i: number, asset: number): boolean => {
      const { mean: centre, deviation } = model.jumps!.sizes[asset]!
      const chance = 4_000 * (HOUR / YEAR)
      const compensation = Math.log1p(chance * Math.expm1(centre + deviation ** 2 / 2))
      return Math.abs(returns[i]! + compensation) < 1e-9
    }
    const jumps = Array.from(first.keys()).filter((i) => !calm(first, i, 0))
    expect(jumps.length).to.be.above(5_000)
    expect(jumps.every((i) => !calm(second, i, 1))).to.equal(true)
    const [x, y] = [first, second].map((returns) => jumps.map((i) => returns[i]!))
    const [meanX, meanY] = [mean(x!), mean(y!)]
    const product = mean(x!.map((value, k) => (value - meanX) * (y![k]! - meanY)))
    const realised = product / Math.sqrt(variance(x!) * variance(y!))
    const z = (Math.atanh(realised) - Math.atanh(0.6)) * Math.sqrt(jumps.length - 3)
    expect(Math.abs(z)).to.be.below(4)
  })

  it('has the closed-form chance of ending below a level', () => {
    // Oracle: oracles.json digital_P_ST_below_B, S0 = 3000, B = 2400, mu = .05, sigma = .8, T = 30/365.
    const prices = terminals(one(), { steps: 1, stepSeconds: 30 * DAY, seed: 26 }, 200_000)
    const below = prices.map((price) => (price < 0.8 ? 1 : 0))
    expect(Math.abs(zOfMean(below, 0.1904692084732224))).to.be.below(4)
  })

  it('has the closed-form chance of ending below a level with jumps', () => {
    // Oracle: the binomial mixture of normals, which our jumps (at most one a step) follow exactly.
    const steps = 720
    const years = 30 / 365
    const chance = (12 * years) / steps
    const compensation = steps * Math.log1p(chance * Math.expm1(-0.18 + 0.12 ** 2 / 2))
    let weight = (1 - chance) ** steps
    let expected = 0
    for (let k = 0; k <= 40; k++) {
      const centre = (0.05 - 0.32) * years - compensation - 0.18 * k
      const spread = Math.sqrt(0.64 * years + 0.0144 * k)
      expected += weight * normalDistribution((Math.log(0.8) - centre) / spread)
      weight *= (((steps - k) / (k + 1)) * chance) / (1 - chance)
    }
    // Oracle: oracles.json merton_P_ST_below_B, Poisson jumps. Le Cam bounds the distance by n p^2.
    expect(Math.abs(expected - 0.2632383069789136)).to.be.below(steps * chance ** 2)
    const grid = { steps, stepSeconds: HOUR, seed: 27 }
    const prices = terminals(one({ jumps: crashes }), grid, 10_000)
    expect(
      Math.abs(
        zOfMean(
          prices.map((price) => (price < 0.8 ? 1 : 0)),
          expected,
        ),
      ),
    ).to.be.below(4)
  })

  it('gives a path the same bytes in any block', () => {
    const model: PriceModel = {
      assets: ['WETH', 'WBTC'].map((name) => ({ name, volatility: 0.8, drift: 0.1 })),
      correlation: [
        [1, 0.8],
        [0.8, 1],
      ],
      jumps: { intensity: 500, sizes: [crashes.sizes[0]!, { mean: 0.1, deviation: 0.1 }] },
    }
    const generator = new PathGenerator(model, { steps: 50, stepSeconds: HOUR, seed: 28 })
    const whole = generator.block(0, 12).factors
    const later = generator.block(7, 5).factors
    expect(later).to.deep.equal(whole.slice(7 * 100))
    expect(
      new PathGenerator(model, { steps: 50, stepSeconds: HOUR, seed: 29 }).block(7, 5).factors,
    ).to.not.deep.equal(later)
  })

  const usable = { steps: 10, stepSeconds: HOUR, seed: 1 }
  const nonsense: readonly (readonly [string, PriceModel, PathGrid])[] = [
    ['no steps', one(), { ...usable, steps: 0 }],
    ['steps without length', one(), { ...usable, stepSeconds: 0 }],
    ['a negative volatility', one({}, -0.1), usable],
    ['a drift that is not a number', one({}, 0.8, Number.NaN), usable],
    ['a correlation matrix of another size', one({ correlation: [] }), usable],
    ['jumps of another number of assets', one({ jumps: { intensity: 1, sizes: [] } }), usable],
    ['more than one jump a step', one({ jumps: { ...crashes, intensity: 9_000 } }), usable],
  ]
  for (const [name, model, grid] of nonsense)
    it(`refuses ${name}`, () => {
      expect(() => new PathGenerator(model, grid)).to.throw(RiskInputError)
    })

  it('refuses a correlation matrix that no prices can have', () => {
    expect(() => new PathGenerator(one({ correlation: [[2]] }), usable)).to.throw(
      NotPositiveDefiniteError,
    )
  })
})

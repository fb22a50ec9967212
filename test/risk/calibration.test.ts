import { expect } from 'chai'
import { calibratedPrices, calibration, estimate, logReturns } from '../../cli/risk/calibration.ts'
import { cholesky } from '../../cli/risk/correlation.ts'
import { PathGenerator } from '../../cli/risk/pricePaths.ts'
import { RiskInputError } from '../../cli/risk/riskInputError.ts'
import { DAY } from './books.ts'

describe('logReturns', () => {
  it('are the logarithms of price ratios', () => {
    const returns = logReturns([100, 110, 99])
    expect(returns[0]).to.be.closeTo(Math.log(1.1), 1e-15)
    expect(returns[1]).to.be.closeTo(Math.log(0.9), 1e-15)
    expect(returns).to.have.length(2)
  })
})

describe('estimate', () => {
  it('is right by hand', () => {
    const { volatilities, correlation, returnCount } = estimate({
      A: [0.01, 0.03, 0.02],
      B: [0.04, 0.02, 0.03],
    })
    expect(returnCount).to.equal(3)
    expect(volatilities[0]).to.be.closeTo(0.01 * Math.sqrt(365), 1e-12)
    expect(volatilities[1]).to.be.closeTo(0.01 * Math.sqrt(365), 1e-12)
    expect(correlation[0]![1]).to.be.closeTo(-1, 1e-12)
    expect(correlation[0]![0]).to.equal(1)
  })

  it('finds back what generated the returns', () => {
    const model = calibratedPrices(['WETH', 'wstETH', 'WBTC'])
    const steps = 20_000
    const { factors } = new PathGenerator(model, { steps, stepSeconds: DAY, seed: 71 }).block(0, 1)
    const series = (asset: number): readonly number[] =>
      logReturns([1, ...factors.subarray(asset * steps, (asset + 1) * steps)])
    const found = estimate({ a: series(0), b: series(1), c: series(2) })
    found.volatilities.forEach((volatility, i) => {
      const configured = model.assets[i]!.volatility
      expect(Math.abs(volatility / configured - 1) * Math.sqrt(2 * steps)).to.be.below(4)
    })
    const z = Math.atanh(found.correlation[0]![2]!) - Math.atanh(model.correlation[0]![2]!)
    expect(Math.abs(z) * Math.sqrt(steps)).to.be.below(4)
  })

  it('refuses too few returns, or different numbers of them', () => {
    expect(() => estimate({})).to.throw(RiskInputError)
    expect(() => estimate({ A: [0.1] })).to.throw(RiskInputError)
    expect(() => estimate({ A: [0.1, 0.2], B: [0.1, 0.2, 0.3] })).to.throw(RiskInputError)
  })
})

describe('calibratedPrices', () => {
  it('keeps names and order, and prices WETH like ETH', () => {
    const { assets, correlation } = calibratedPrices(['WBTC', 'WETH'])
    expect(assets.map(({ name }) => name)).to.deep.equal(['WBTC', 'WETH'])
    expect(assets[1]!.volatility).to.equal(calibration.volatilities[0])
    expect(correlation).to.deep.equal([
      [1, calibration.correlation[0][2]],
      [calibration.correlation[0][2], 1],
    ])
  })

  it('has correlations that prices can have', () => {
    expect(() => cholesky(calibration.correlation)).to.not.throw()
  })

  it('refuses an asset without calibration', () => {
    expect(() => calibratedPrices(['WETH', 'LINK'])).to.throw(RiskInputError, 'LINK')
  })
})

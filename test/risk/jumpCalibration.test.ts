import { expect } from 'chai'
import { cholesky } from '../../cli/risk/correlation.ts'
import {
  calibratedJumpPrices,
  estimateJumps,
  jumpCalibration,
} from '../../cli/risk/jumpCalibration.ts'
import { steadyThreshold } from '../../cli/risk/market.ts'
import { PathGenerator } from '../../cli/risk/pricePaths.ts'
import { RiskInputError } from '../../cli/risk/riskInputError.ts'
import { Simulation, simulate } from '../../cli/risk/simulation.ts'
import { bookOf, market, mean, vaultWithHealth } from './books.ts'

const calmDays = Array.from({ length: 200 }, (_, day) => (day % 2 === 0 ? 0.01 : -0.01))

describe('estimateJumps', () => {
  it('tells jumps from calm days by the first asset, and is right by hand', () => {
    const found = estimateJumps({
      ETH: [...calmDays, -0.3, -0.2],
      BTC: [...calmDays.map((value) => -value), -0.1, -0.2],
    })
    expect(found.jumpDays).to.equal(2)
    expect(found.intensity).to.be.closeTo((365 * 2) / 202, 1e-12)
    expect(found.volatilities[0]).to.be.closeTo(0.01 * Math.sqrt((365 * 200) / 199), 1e-12)
    expect(found.correlation[0]![1]).to.be.closeTo(-1, 1e-12)
    expect(found.sizes[0]!.mean).to.be.closeTo(-0.25, 1e-12)
    expect(found.sizes[1]!.mean).to.be.closeTo(-0.15, 1e-12)
    expect(found.sizes[1]!.deviation).to.be.closeTo(0.1 / Math.SQRT2, 1e-12)
  })

  it('refuses a history without jumps', () => {
    expect(() => estimateJumps({ ETH: calmDays })).to.throw(RiskInputError, '0 of 200')
    expect(() => estimateJumps({})).to.throw(RiskInputError)
  })
})

describe('calibratedJumpPrices', () => {
  it('gives a usable model in the order that was asked for', () => {
    const model = calibratedJumpPrices(['WBTC', 'WETH'])
    expect(model.assets.map(({ volatility }) => volatility)).to.deep.equal([
      jumpCalibration.volatilities[2],
      jumpCalibration.volatilities[0],
    ])
    expect(model.jumps!.sizes).to.deep.equal([jumpCalibration.sizes[2], jumpCalibration.sizes[0]])
    expect(() => cholesky(jumpCalibration.correlation)).to.not.throw()
    expect(() => new PathGenerator(model, { steps: 1, stepSeconds: 3_600, seed: 1 })).to.not.throw()
  })

  it('refuses an asset without calibration', () => {
    expect(() => calibratedJumpPrices(['LINK'])).to.throw(RiskInputError, 'LINK')
  })

  it('finds bad debt, and more of it at a higher threshold', () => {
    const vaults = Array.from({ length: 20 }, (_, i) =>
      vaultWithHealth(1.02 + i / 50, { debt: 50_000 }),
    )
    const book = bookOf(market({ vaults, after: { liquidationThreshold: steadyThreshold(0.88) } }))
    const settings = { paths: 1_000, steps: 240, stepSeconds: 3 * 3_600, seed: 101 }
    const { before, after } = simulate(
      new Simulation(book, calibratedJumpPrices(['WETH']), settings),
    )
    expect(mean(before.badDebt)).to.be.above(0)
    expect(mean(after.badDebt)).to.be.above(mean(before.badDebt))
  })
})

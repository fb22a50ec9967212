import { expect } from 'chai'
import { steadyThreshold } from '../../cli/risk/market.ts'
import type { PriceModel } from '../../cli/risk/pricePaths.ts'
import { RiskInputError } from '../../cli/risk/riskInputError.ts'
import {
  joinLosses,
  Simulation,
  type SimulationProgress,
  SimulationStoppedError,
  simulate,
} from '../../cli/risk/simulation.ts'
import { AT, bookOf, DAY, market, vaultWithHealth } from './books.ts'

const prices: PriceModel = {
  assets: [
    { name: 'WETH', volatility: 0.9, drift: 0 },
    { name: 'WBTC', volatility: 0.7, drift: 0 },
  ],
  correlation: [
    [1, 0.8],
    [0.8, 1],
  ],
}
const settings = { paths: 100, steps: 30, stepSeconds: DAY, seed: 41 }

const vaults = [1.02, 1.1, 1.2, 1.3, 1.5, 1.8].map((health, i) =>
  vaultWithHealth(health, { debt: 4_000 * (i + 1), owner: `owner ${i}` }),
)
const book = bookOf(
  market({ label: 'WETH-A', vaults }),
  market({
    label: 'WETH-B',
    vaults: vaults.slice(2),
    after: { liquidationThreshold: steadyThreshold(0.75) },
  }),
  market({ label: 'WBTC-A', asset: 'WBTC', vaults, after: { liquidationPenalty: 0.12 } }),
)

describe('Simulation', () => {
  it('gives the same bytes whatever the blocks and their order', () => {
    const whole = simulate(new Simulation(book, prices, settings))
    const simulation = new Simulation(book, prices, settings)
    const last = simulation.run(70, 30)
    const first = simulation.run(0, 1)
    const middle = simulation.run(1, 69)
    expect(joinLosses([first, middle, last])).to.deep.equal(whole)
  })

  it('gives the same bytes again, and others for another seed', () => {
    const first = simulate(new Simulation(book, prices, settings))
    expect(simulate(new Simulation(book, prices, settings))).to.deep.equal(first)
    const other = simulate(new Simulation(book, prices, { ...settings, seed: 42 }))
    expect(other.before.liquidatedDebt).to.not.deep.equal(first.before.liquidatedDebt)
  })

  it('gives exactly the same losses before and after where the terms are equal', () => {
    const { before, after } = simulate(new Simulation(book, prices, settings))
    expect(after.markets[0]).to.deep.equal(before.markets[0])
    expect(after.markets[1]).to.not.deep.equal(before.markets[1])
    expect(after.markets[2]).to.not.deep.equal(before.markets[2])
  })

  it('liquidates at least as much on every path when the threshold is lower', () => {
    // Full closes: a vault that is liquidated once stays away, so a path can only lose more vaults.
    const model = market({
      vaults,
      before: { minimumDebt: 1e9 },
      after: { liquidationThreshold: steadyThreshold(0.7) },
    })
    const { before, after } = simulate(new Simulation(bookOf(model), prices, settings))
    for (const [path, amount] of before.liquidatedDebt.entries())
      expect(after.liquidatedDebt[path]! * 1.01).to.be.at.least(amount)
  })

  it('adds markets up', () => {
    const { before } = simulate(new Simulation(book, prices, settings))
    const sums = before.liquidatedDebt.map((_, path) =>
      before.markets.reduce((sum, { liquidatedDebt }) => sum + liquidatedDebt[path]!, 0),
    )
    expect(before.liquidatedDebt).to.deep.equal(sums)
    expect(Math.max(...sums)).to.be.above(0)
  })

  it('moves markets of one asset by the same prices', () => {
    const twins = bookOf(market({ label: 'A', vaults }), market({ label: 'B', vaults }))
    const { before } = simulate(new Simulation(twins, prices, settings))
    expect(before.markets[0]!.liquidatedDebt).to.deep.equal(before.markets[1]!.liquidatedDebt)
  })

  it('moves every market by the prices of its own asset', () => {
    const still: PriceModel = {
      assets: [
        { name: 'WETH', volatility: 0, drift: -0.7 },
        { name: 'WBTC', volatility: 0, drift: 0 },
      ],
      correlation: [
        [1, 0],
        [0, 1],
      ],
    }
    // Thirty days of -70 % a year are -5.6 %: healths 1.02 and 1.03 of the market in WETH fall below 1, 1.07 does not.
    const near = [1.02, 1.03, 1.07].map((health) => vaultWithHealth(health))
    const pair = bookOf(
      market({ before: { minimumDebt: 1e9, stabilityFee: 0 }, vaults: near }),
      market({ asset: 'WBTC', before: { minimumDebt: 1e9, stabilityFee: 0 }, vaults: near }),
    )
    const { before } = simulate(new Simulation(pair, still, { ...settings, paths: 2 }))
    const [inWeth, inWbtc] = before.markets
    expect([...inWeth!.liquidatedDebt]).to.deep.equal([20_000, 20_000])
    expect([...inWbtc!.liquidatedDebt]).to.deep.equal([0, 0])
  })

  it('looks at the price at the end of each step after the execution', () => {
    const still: PriceModel = {
      assets: [{ name: 'WETH', volatility: 0, drift: 0 }],
      correlation: [[1]],
    }
    // One step of a year at a fee of 100 % from the execution on: the debt is e times as large, and no smaller moment counts.
    const model = market({
      before: { stabilityFee: 1, minimumDebt: 1e9 },
      vaults: [vaultWithHealth(2.7)],
    })
    const late = { ...bookOf(model), executesAt: AT + 365 * DAY }
    const step = { paths: 1, steps: 1, stepSeconds: 365 * DAY, seed: 1 }
    const atOnce = simulate(new Simulation(bookOf(model), still, step))
    expect(atOnce.before.liquidatedDebt[0]).to.be.closeTo(10_000 * Math.E, 1e-6)
    const later = simulate(new Simulation(late, still, step))
    expect(later.before.liquidatedDebt[0]).to.be.closeTo(10_000 * Math.E ** 2, 1e-6)
  })

  it('reports progress up to the last path', () => {
    const seen: SimulationProgress[] = []
    simulate(new Simulation(book, prices, settings), {
      onProgress: (progress) => seen.push(progress),
    })
    expect(seen.length).to.be.above(1)
    expect(seen.at(-1)).to.deep.equal({ pathsDone: 100, paths: 100 })
  })

  it('stops when asked, and says how far it came', () => {
    let asked = 0
    const shouldStop = (): boolean => ++asked === 2
    expect(() => simulate(new Simulation(book, prices, settings), { shouldStop }))
      .to.throw(SimulationStoppedError)
      .with.property('progress')
      .that.deep.equals({ pathsDone: 64, paths: 100 })
  })

  it('runs an empty book to zero losses', () => {
    const { before, after } = simulate(new Simulation(bookOf(market()), prices, settings))
    expect(Math.max(...before.liquidatedDebt, ...after.badDebt)).to.equal(0)
  })

  it('refuses a market whose asset has no price', () => {
    const stranger = bookOf(market({ asset: 'LINK' }))
    expect(() => new Simulation(stranger, prices, settings)).to.throw(RiskInputError, 'LINK')
  })

  it('refuses no paths', () => {
    expect(() => new Simulation(book, prices, { ...settings, paths: 0 })).to.throw(RiskInputError)
  })
})

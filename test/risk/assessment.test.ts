import { expect } from 'chai'
import { type AssessmentInput, assess, assessInSteps, modelId } from '../../cli/risk/assessment.ts'
import { calibratedPrices, calibration } from '../../cli/risk/calibration.ts'
import { modelAssumptions } from '../../cli/risk/liquidation.ts'
import { SimulationStoppedError } from '../../cli/risk/simulation.ts'
import { AT, bookOf, DAY, market, vaultWithHealth } from './books.ts'

const vaults = [1.03, 1.1, 1.2, 1.4, 1.7].map((health) => vaultWithHealth(health))
const ramp = { from: 0.8, to: 0.76, startsAt: AT + 2 * DAY, endsAt: AT + 9 * DAY }

const input: AssessmentInput = {
  book: {
    ...bookOf(
      market({ vaults, after: { liquidationThreshold: ramp, debtCeiling: 5e7 } }),
      market({ label: 'WBTC-A', asset: 'WBTC', vaults }),
    ),
    executesAt: AT + 2 * DAY,
  },
  prices: calibratedPrices(['WETH', 'WBTC']),
  calibrationId: calibration.id,
  settings: { paths: 500, steps: 90, stepSeconds: 8 * 3_600, seed: 61 },
}

describe('assess', () => {
  const assessment = assess(input)

  it('says what it computed: model, calibration, seed, sample and horizon', () => {
    expect(assessment).to.include({ modelId, calibrationId: calibration.id })
    expect(assessment.settings).to.deep.equal({
      ...input.settings,
      at: AT,
      executesAt: AT + 2 * DAY,
      endsAt: AT + 32 * DAY,
    })
    expect(assessment.assumptions).to.deep.equal(modelAssumptions)
  })

  it('admits which changes it does not feel', () => {
    expect(assessment.unfelt).to.deep.equal(['WETH-A.debtCeiling'])
  })

  it('has ladders at the execution and at the end of the ramp', () => {
    const { execution, settled } = assessment.ladders
    expect(execution.at).to.equal(AT + 2 * DAY)
    expect(settled.at).to.equal(AT + 9 * DAY)
    const hit = (ladders: typeof execution.after): number => ladders[0]!.rungs[0]!.vaultCount
    expect([hit(execution.before), hit(execution.after)]).to.deep.equal([0, 0])
    // Health 1.03 × 76 / 80 is below 1.
    expect([hit(settled.before), hit(settled.after)]).to.deep.equal([0, 1])
  })

  it('finds that a lower threshold liquidates more, beyond doubt', () => {
    const { before, after, difference } = assessment.total!
    expect(difference.liquidatedDebt.mean.low).to.be.above(0)
    expect(after.liquidatedDebt.mean.value).to.be.closeTo(
      before.liquidatedDebt.mean.value + difference.liquidatedDebt.mean.value,
      1e-6,
    )
  })

  it('finds exactly no difference in a market that the proposal does not touch', () => {
    const untouched = assessment.markets.find(({ label }) => label === 'WBTC-A')!
    expect(untouched.after).to.deep.equal(untouched.before)
    for (const figures of Object.values(untouched.difference))
      for (const figure of Object.values(figures)) expect(figure).to.include({ value: 0 })
  })

  describe('where a market has no price', () => {
    const weth = input.book.markets[0]!
    const wbtc = input.book.markets[1]!
    const unknown = { low: 0, mid: 0, high: 0 }
    const without = (...markets: typeof input.book.markets) =>
      assess({ ...input, book: { ...input.book, markets } })
    const dark = without(weth, { ...wbtc, price: unknown })

    it('leaves it out of every figure, and says so', () => {
      expect(dark.unpriced).to.deep.equal([{ label: 'WBTC-A', isChanged: false }])
      expect(dark.markets.map(({ label }) => label)).to.deep.equal(['WETH-A'])
      const { execution, settled } = dark.ladders
      for (const ladders of [execution.before, execution.after, settled.before, settled.after])
        expect(ladders.map(({ label }) => label)).to.deep.equal(['WETH-A'])
      expect(dark.total!.after.liquidatedDebt.mean.value).to.equal(
        dark.markets[0]!.after.liquidatedDebt.mean.value,
      )
    })

    it('says of the others exactly what it says when all have a price', () => {
      expect(dark.markets[0]).to.deep.equal(assessment.markets[0])
    })

    it('says whether the proposal changes what its vaults feel', () => {
      const blind = without({ ...weth, price: unknown }, wbtc)
      expect(blind.unpriced).to.deep.equal([{ label: 'WETH-A', isChanged: true }])
      const ceiling = { ...weth.before, debtCeiling: 1, collateralizationRatio: 2 }
      expect(without({ ...weth, after: ceiling, price: unknown }, wbtc).unpriced).to.deep.equal([
        { label: 'WETH-A', isChanged: false },
      ])
    })

    it('has no total where none has one', () => {
      const nothing = without({ ...weth, price: unknown }, { ...wbtc, price: unknown })
      expect(nothing).not.to.have.property('total')
      expect(nothing.markets).to.deep.equal([])
      expect(nothing.ladders.execution.before).to.deep.equal([])
    })
  })

  it('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(assessment))).to.deep.equal(assessment)
  })

  it('gives the same answer again', () => {
    expect(assess(input)).to.deep.equal(assessment)
  })

  it('can be driven step by step', () => {
    const steps = assessInSteps(input)
    let next = steps.next()
    let pauses = 0
    while (!next.done) {
      pauses++
      next = steps.next()
    }
    expect(pauses).to.be.above(1)
    expect(next.value).to.deep.equal(assessment)
  })

  it('stops when asked', () => {
    expect(() => assess(input, { shouldStop: () => true })).to.throw(SimulationStoppedError)
  })
})

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
    const { before, after, difference } = assessment.total
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

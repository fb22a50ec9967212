import { expect } from 'chai'
import { addedBadDebt } from '../../../cli/governance/checks/badDebt.ts'
import { newlyLiquidatable } from '../../../cli/governance/checks/newlyLiquidatable.ts'
import { evidenceOf, interval, still } from './evidence.ts'

const untouched = { label: 'WBTC-A', isChanged: false }
const changed = { label: 'WETH-A', isChanged: true }

for (const check of [newlyLiquidatable, addedBadDebt]) {
  describe(`the check ${check.name}, where markets have no price`, () => {
    const judge = (...unpriced: (typeof still)['unpriced'][number][]) =>
      check.judge(evidenceOf({ risk: { ...still, unpriced } }))

    it('judges the others if the proposal changes nothing there, and names those', () => {
      const { status, facts } = judge(untouched)
      expect(status).to.equal('pass')
      expect(facts.at(-1)).to.equal(
        'WBTC-A has no price and is not counted; its vaults feel nothing of the proposal',
      )
    })

    it('is inconclusive if it changes something there', () => {
      const { status, summary, facts } = judge(untouched, changed)
      expect({ status, summary }).to.deep.equal({
        status: 'inconclusive',
        summary: 'Nobody can say what it does to the vaults of WETH-A.',
      })
      expect(facts.at(-1)).to.equal('WETH-A has no price and is not counted')
    })
  })
}

describe('a failure elsewhere', () => {
  it('stays a failure, whatever has no price', () => {
    const hit = { label: 'M', debt: 100, newlyLiquidatable: { atExecution: 50, settled: 50 } }
    const risk = { ...still, unpriced: [changed] }
    expect(newlyLiquidatable.judge(evidenceOf({ risk: { ...risk, markets: [hit] } }))).to.include({
      status: 'fail',
    })
  })

  it('is no warning where nobody can say', () => {
    const risk = { ...still, unpriced: [changed] }
    const addedMore = { ...still.addedBadDebt, shortfall99: interval(1, 2, 3) }
    expect(
      addedBadDebt.judge(evidenceOf({ risk: { ...risk, addedBadDebt: addedMore } })),
    ).to.include({ status: 'inconclusive' })
  })
})

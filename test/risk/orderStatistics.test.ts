import { expect } from 'chai'
import { quantileRanks } from '../../cli/risk/orderStatistics.ts'

describe('quantileRanks', () => {
  it('encloses a median as tables of the sign test say', () => {
    // Tables: n = 10 gives ranks 2 and 9 (coverage 97.85 %), n = 20 gives 6 and 15 (95.86 %).
    expect(quantileRanks(10, 0.5)).to.deep.equal({ lower: 2, upper: 9 })
    expect(quantileRanks(20, 0.5)).to.deep.equal({ lower: 6, upper: 15 })
  })

  it('has no upper rank while level^n exceeds 2.5 %', () => {
    expect(quantileRanks(367, 0.99).upper).to.equal(undefined)
    expect(quantileRanks(368, 0.99).upper).to.equal(368)
    expect(quantileRanks(71, 0.95).upper).to.equal(undefined)
    expect(quantileRanks(72, 0.95).upper).to.equal(72)
  })

  it('has no rank at all for a single value', () => {
    expect(quantileRanks(1, 0.95)).to.deep.equal({ lower: undefined, upper: undefined })
  })

  it('approaches the normal ranks for large samples', () => {
    const { lower, upper } = quantileRanks(100_000, 0.99)
    const half = 1.96 * Math.sqrt(100_000 * 0.99 * 0.01)
    expect(lower!).to.be.closeTo(99_000 - half, 2)
    expect(upper!).to.be.closeTo(99_000 + half, 2)
  })
})

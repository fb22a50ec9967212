import { expect } from 'chai'
import { secondsPerYear } from '../../cli/risk/pricePaths.ts'
import { debtGrowth, settledAt, thresholdAt, unfeltChanges } from '../../cli/risk/terms.ts'
import { AT, bookOf, DAY, market } from './books.ts'

const ramp = { from: 0.82, to: 0.78, startsAt: AT, endsAt: AT + 4 * DAY }

describe('thresholdAt', () => {
  it('is linear on the ramp and constant outside', () => {
    expect(thresholdAt(ramp, AT - DAY)).to.equal(0.82)
    expect(thresholdAt(ramp, AT)).to.equal(0.82)
    expect(thresholdAt(ramp, AT + DAY)).to.be.closeTo(0.81, 1e-15)
    expect(thresholdAt(ramp, AT + 4 * DAY)).to.equal(0.78)
    expect(thresholdAt(ramp, AT + 9 * DAY)).to.equal(0.78)
  })
})

describe('debtGrowth', () => {
  const wished = market({ before: { stabilityFee: 0.05 }, after: { stabilityFee: 0.2 } })
  const book = { ...bookOf(wished), executesAt: AT + secondsPerYear / 2 }

  it('charges the old fee until the execution, in both variants', () => {
    const early = AT + secondsPerYear / 4
    expect(debtGrowth(book, wished, 'before', early)).to.be.closeTo(Math.exp(0.0125), 1e-15)
    expect(debtGrowth(book, wished, 'after', early)).to.be.closeTo(Math.exp(0.0125), 1e-15)
  })

  it('charges the fee of the variant from the execution on', () => {
    const late = AT + secondsPerYear
    expect(debtGrowth(book, wished, 'before', late)).to.be.closeTo(Math.exp(0.05), 1e-15)
    expect(debtGrowth(book, wished, 'after', late)).to.be.closeTo(Math.exp(0.025 + 0.1), 1e-15)
  })
})

describe('settledAt', () => {
  it('is the execution without ramps', () => {
    expect(settledAt(bookOf(market()))).to.equal(AT)
  })

  it('is the end of the last ramp, whichever variant it belongs to', () => {
    const later = { ...ramp, endsAt: AT + 9 * DAY }
    const book = bookOf(
      market({ after: { liquidationThreshold: ramp } }),
      market({ before: { liquidationThreshold: later } }),
    )
    expect(settledAt(book)).to.equal(AT + 9 * DAY)
  })
})

describe('unfeltChanges', () => {
  it('names changes that the model does not feel, and no others', () => {
    const book = bookOf(
      market({ after: { debtCeiling: 1, liquidationPenalty: 0.1 } }),
      market({ label: 'WBTC-A', after: { collateralizationRatio: 1.7 } }),
    )
    expect(unfeltChanges(book)).to.deep.equal([
      'WETH-A.debtCeiling',
      'WBTC-A.collateralizationRatio',
    ])
  })
})

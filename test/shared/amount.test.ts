import { expect } from 'chai'
import fc from 'fast-check'
import {
  formatAmount,
  formatChange,
  formatPercent,
  formatShare,
  fromScale,
  wholePercents,
} from '../../cli/shared/amount.ts'

describe('fromScale', () => {
  it('gives the number that the decimal stands for, where a division of doubles would miss it', () => {
    const scaled = 50_000n * 10n ** 18n
    expect(Number(scaled) / 1e18).not.to.equal(50_000)
    expect(fromScale(scaled, 18)).to.equal(50_000)
  })

  it('gives back every whole number and every hundredth at 18 decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => {
        expect(fromScale(BigInt(value) * 10n ** 18n, 18)).to.equal(value + 0)
        expect(fromScale(BigInt(value) * 10n ** 16n, 18)).to.equal(value / 100)
      }),
    )
  })

  it('takes any number of decimals', () => {
    expect([fromScale(123_456_789n, 8), fromScale(7n, 0), fromScale(0n, 18)]).to.deep.equal([
      1.234_567_89, 7, 0,
    ])
  })
})

describe('formatAmount', () => {
  const cases = [
    [0, '0'],
    [-0, '0'],
    [12.345, '12.35'],
    [999.99, '999.99'],
    [999.999, '1,000'],
    [1_000, '1,000'],
    [1_234_567.8, '1,234,568'],
    [-12.3, '−12.30'],
    [-0.001, '0.00'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, '?'],
  ] as const
  for (const [value, text] of cases) {
    it(`writes ${Object.is(value, -0) ? '-0' : value} as ${text}`, () => {
      expect(formatAmount(value)).to.equal(text)
    })
  }

  it('stays within half of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        const read = Number(formatAmount(value).replaceAll(',', '').replace('−', '-'))
        expect(Math.abs(read - value)).to.be.at.most(Math.abs(value) < 999.995 ? 0.00501 : 0.501)
      }),
    )
  })
})

describe('formatChange', () => {
  const cases = [
    [0, '±0'],
    [1_234, '+1,234'],
    [-12.35, '−12.35'],
    [0.001, '±0.00'],
    [-0.001, '±0.00'],
    [Number.POSITIVE_INFINITY, '+∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ] as const
  for (const [value, text] of cases) {
    it(`writes ${value} as ${text}`, () => {
      expect(formatChange(value)).to.equal(text)
    })
  }

  it('turns the sign and nothing else when the difference turns', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const turned = formatChange(-value)
        const expected = { '+': '−', '−': '+', '±': '±' }[turned.charAt(0)]
        expect(formatChange(value)).to.equal(`${expected}${turned.slice(1)}`)
      }),
    )
  })
})

describe('formatPercent', () => {
  it('rounds down, so that nothing looks better than it is', () => {
    expect(formatPercent(0.999)).to.equal('99 %')
    expect(formatPercent(0.9999, 1)).to.equal('99.9 %')
    expect(formatPercent(1)).to.equal('100 %')
  })

  it('does not lose a percent to how doubles are stored', () => {
    for (let percent = 0; percent <= 200; percent += 1) {
      expect(formatPercent(percent / 100)).to.equal(`${percent} %`)
      expect(formatPercent(percent / 1_000, 1)).to.equal(`${(percent / 10).toFixed(1)} %`)
    }
  })
})

describe('formatShare', () => {
  const cases = [
    [0, '0.0 %'],
    [0.0123, '1.2 %'],
    [0.01, '1.0 %'],
    [0.0012, '0.12 %'],
    [-0.0012, '-0.12 %'],
    [1, '100.0 %'],
  ] as const
  for (const [fraction, text] of cases) {
    it(`writes ${fraction} as ${text}`, () => {
      expect(formatShare(fraction)).to.equal(text)
    })
  }
})

describe('wholePercents', () => {
  it('rounds to the nearest where that adds up', () => {
    expect(wholePercents([700n, 500n, 0n])).to.deep.equal([58, 42, 0])
    expect(wholePercents([0n, 0n, 0n])).to.deep.equal([0, 0, 0])
  })

  it('adds up to 100, each within one of its share', () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(parts, (some) => {
        const total = some.reduce((sum, one) => sum + one, 0n)
        fc.pre(total > 0n)
        const percents = wholePercents(some)
        expect(percents.reduce((sum, one) => sum + one, 0)).to.equal(100)
        percents.forEach((percent, i) => {
          expect(Math.abs(percent - (Number(some[i]) / Number(total)) * 100)).to.be.at.most(1.000_1)
        })
      }),
    )
  })
})

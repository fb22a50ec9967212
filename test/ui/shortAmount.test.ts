import { expect } from 'chai'
import { oneDigit, threeDigits } from '../../cli/ui/shortAmount.ts'

describe('threeDigits', () => {
  it('keeps three digits that matter', () => {
    const amounts = [
      0, 1.5, 999.4, 999.9, 1_000, 12_345, 999_499, 999_600, 6_270_000, 2.5e9, 9.996e11,
    ]
    expect(amounts.map(threeDigits)).to.deep.equal([
      ...[
        '0',
        '1.50',
        '999.40',
        '1.00k',
        '1.00k',
        '12.3k',
        '999k',
        '1.00M',
        '6.27M',
        '2.50G',
        '1.00T',
      ],
    ])
  })
})

describe('oneDigit', () => {
  it('writes round amounts as short as they are', () => {
    expect([0.2, 5, 200, 5_000, 2e7, 1e9, 1e12].map(oneDigit)).to.deep.equal([
      ...['0.2', '5', '200', '5k', '20M', '1G', '1T'],
    ])
  })
})

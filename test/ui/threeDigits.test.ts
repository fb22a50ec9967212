import { expect } from 'chai'
import { threeDigits } from '../../cli/ui/threeDigits.ts'

describe('threeDigits', () => {
  it('keeps three digits that matter', () => {
    const amounts = [0, 1.5, 999.4, 999.9, 1_000, 12_345, 999_499, 999_600, 6_270_000, 2.5e9]
    expect(amounts.map(threeDigits)).to.deep.equal([
      ...['0', '1.50', '999.40', '1.00k', '1.00k', '12.3k', '999k', '1.00M', '6.27M', '2.50G'],
    ])
  })
})

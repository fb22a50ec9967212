import { expect } from 'chai'
import { UsageError } from '../../cli/shared/errors.ts'
import { receiptSecondsFrom } from '../../cli/workflows/openNetwork.ts'

describe('BALLAST_RECEIPT_TIMEOUT', () => {
  it('is two minutes by default, and any number of seconds up to a day', () => {
    expect([undefined, '1', '2.5', '86400'].map(receiptSecondsFrom)).to.deep.equal([
      120, 1, 2.5, 86_400,
    ])
  })

  for (const text of [
    '',
    '0',
    '-1',
    'ten',
    '1e9',
    '86401',
    'NaN',
    'Infinity',
    '5 s',
    '\u001b[2K',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => receiptSecondsFrom(text)).to.throw(UsageError, 'BALLAST_RECEIPT_TIMEOUT')
      expect(() => receiptSecondsFrom(text)).not.to.throw('\u001b')
    })
  }
})

import { expect } from 'chai'
import { UsageError } from '../../cli/shared/errors.ts'
import { receiptSecondsFrom, sendingFrom } from '../../cli/workflows/openNetwork.ts'

describe('what a network says about sending', () => {
  it('holds for whoever sends: gwei are wei, and blocks are counted', () => {
    const said = sendingFrom('ws', { maxFee: 30.5, confirmations: 3 })
    expect(said).to.deep.include({ feeCap: 30_500_000_000n, confirmations: 3 })
    const nothing = sendingFrom('ws', {})
    expect(nothing.confirmations).to.equal(1)
    expect(nothing).not.to.have.property('feeCap')
    expect(() => sendingFrom('ws', { maxFee: 0 })).to.throw(UsageError, 'no number of gwei')
  })
})

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

import { expect } from 'chai'
import { fullId, shortId } from '../../cli/shared/proposalId.ts'

describe('the id of a proposal', () => {
  it('has all its digits, zeros in front too', () => {
    expect(fullId(0xabcn)).to.equal(`0x${'0'.repeat(61)}abc`)
    expect(fullId(2n ** 256n - 1n)).to.equal(`0x${'f'.repeat(64)}`)
  })

  it('is its number where proposals are counted: the first digits would be the same for all', () => {
    expect(shortId(412n)).to.equal('412')
    expect(shortId(2n ** 128n - 1n)).to.equal('340282366920938463463374607431768211455')
  })

  it('is named by the digits that it begins with', () => {
    expect(shortId(0xbbc1eb0an << 224n)).to.equal('0xbbc1eb0a')
    expect(shortId(2n ** 128n)).to.equal('0x00000000')
  })
})

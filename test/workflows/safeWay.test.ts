import { expect } from 'chai'
import type { Account } from '../../cli/chain/account.ts'
import { consentTo } from '../../cli/workflows/safeWay.ts'

const owner: Account = {
  address: `0x${'1'.repeat(40)}`,
  signsWith: 'a test',
  prepare: () => Promise.reject(new Error('Nothing is sent here.')),
  signTyped: () => Promise.reject(new Error('Nothing is signed here.')),
}

describe('agreeing to an act of a Safe', () => {
  it('sends it where enough owners have signed, or sign now', () => {
    expect(consentTo({ executor: owner, signers: [owner] })).to.equal('sign and send')
    expect(consentTo({ executor: owner, signers: [] })).to.equal('send')
  })

  it('only writes it for others where they have to sign still', () => {
    expect(consentTo({ executor: undefined, signers: [owner] })).to.equal('sign and write')
    expect(consentTo({ executor: undefined, signers: [] })).to.equal('write')
  })
})

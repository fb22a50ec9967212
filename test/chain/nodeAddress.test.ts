import { inspect } from 'node:util'
import { expect } from 'chai'
import { nodeAddress } from '../../cli/chain/nodeAddress.ts'
import { UsageError } from '../../cli/shared/errors.ts'

const failureOf = (url: string): unknown => {
  try {
    return nodeAddress(url)
  } catch (error) {
    return error
  }
}

describe('the address of a node', () => {
  it('sends user and password in any script apart from the address', () => {
    const { endpoint, headers } = nodeAddress('https://u:p%C3%A4%E2%82%AC@node.example/rpc')
    expect(endpoint).to.equal('https://node.example/rpc')
    const encoded = headers['authorization']?.replace('Basic ', '') ?? ''
    expect(Buffer.from(encoded, 'base64').toString('utf8')).to.equal('u:p\u00e4\u20ac')
  })

  for (const url of ['https://', 'https://host:port/SECRET', 'https://u:SECRET%ss@host/']) {
    it(`like ${url} is refused as a mistake of the user, without a word of it`, () => {
      const error = failureOf(url)
      expect(error).to.be.instanceOf(UsageError)
      expect(inspect(error, { depth: 9 })).not.to.contain('SECRET')
    })
  }
})

import { expect } from 'chai'
import { nodeAccounts } from '../../cli/chain/client.ts'
import { readAccounts } from '../../cli/workflows/readAccounts.ts'
import type { Config } from '../../cli/workspace/config.ts'
import { knownKeys, peopleOf, protocolOn } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

describe('who may act', () => {
  let node: SeededNode
  before(async () => {
    node = await seeded(await startHardhat())
  })
  after(() => node.stop())
  const read = (accounts: Config['accounts'], own?: string) =>
    readAccounts(protocolOn(node), { accounts }, own)

  it('is everybody of ballast.yaml in its order, whoever acts, with what they are good for', async () => {
    const { guardian, first, deployer } = await peopleOf(node)
    const found = await read({ deployer: 'node:0', guardian: 'node:1', first: 'node:2' }, 'first')
    expect(found.slice(0, 3)).to.deep.equal([
      { name: 'deployer', kind: 'node', address: deployer },
      { name: 'guardian', kind: 'node', address: guardian, role: 'guardian' },
      { name: 'first', kind: 'node', address: first, role: '800,000 BLST of votes' },
    ])
    const names = async (own: string) =>
      (await read({ deployer: 'node:0', first: 'node:2' }, own)).map(({ name }) => name)
    expect(await names('node:4')).to.deep.equal(await names('first'))
  })

  it('is whoever else a development node signs for, once', async () => {
    const addresses = await nodeAccounts(node.chain)
    const found = await read({ first: 'node:2' })
    expect(found.map(({ address }) => address).toSorted()).to.deep.equal([...addresses].toSorted())
    expect(found.map(({ name }) => name))
      .to.include('node:3')
      .and.not.to.include('node:2')
  })

  it('stays no secret: an address is told, a key never', async () => {
    process.env['READ_ACCOUNTS_KEY'] = knownKeys.second
    try {
      const found = await read({ bob: 'env:READ_ACCOUNTS_KEY' })
      const { second } = await peopleOf(node)
      expect(found[0]).to.include({ name: 'bob', address: second })
      expect(JSON.stringify(found)).not.to.contain(knownKeys.second.slice(2))
    } finally {
      delete process.env['READ_ACCOUNTS_KEY']
    }
  })

  it('says how each of them signs, and opens nothing for it', async () => {
    const safe = `0x${'5a'.repeat(20)}`
    const found = await read({
      alice: { keystore: '/nowhere.json' },
      treasury: `safe:${safe}:alice`,
    })
    expect(found.slice(0, 2).map(({ name, kind }) => [name, kind])).to.deep.equal([
      ['alice', 'keystore'],
      ['treasury', 'safe'],
    ])
    expect(found[0]?.trouble).to.contain('/nowhere.json')
  })

  it('says why an account cannot act', async () => {
    const found = await read({ ops: 'env:NOT_SET_ANYWHERE' })
    expect(found[0]).to.deep.equal({
      name: 'ops',
      kind: 'environment',
      trouble: '$NOT_SET_ANYWHERE is not set.',
    })
  })

  it('names the own account also by a reference that ballast.yaml does not have', async () => {
    const found = await read({}, 'node:4')
    const own = { name: 'node:4', kind: 'node', role: '500,000 BLST of votes' }
    expect(found.find(({ name }) => name === 'node:4')).to.include(own)
    process.env['READ_ACCOUNTS_KEY'] = knownKeys.second
    try {
      const [, other] = await read({ first: 'node:2' }, 'env:READ_ACCOUNTS_KEY')
      expect(other).to.include({ name: 'env:READ_ACCOUNTS_KEY', kind: 'environment' })
    } finally {
      delete process.env['READ_ACCOUNTS_KEY']
    }
  })
})

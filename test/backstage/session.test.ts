import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'chai'
import { readSession } from '../../cli/backstage/session.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const workspace = `network: first
networks:
  first:
    url: http://127.0.0.1:1
    chainId: 31337
    addresses: addresses.json
    account: alice
  second:
    url: http://127.0.0.1:2
    chainId: 31337
    addresses: addresses.json
    snapshot: { space: second.eth }
accounts:
  alice: node:2
  bob: node:3
`

describe('where the interface is to work', () => {
  const variables = ['BALLAST_NETWORK', 'BALLAST_ACCOUNT', 'BALLAST_CONFIG']
  afterEach(rememberEnvironment(...variables))
  beforeEach(() => {
    for (const name of variables) delete process.env[name]
  })

  const inWorkspace = (work: (folder: string) => Promise<void>) =>
    inNewFolder(async (folder) => {
      await writeFile('ballast.yaml', workspace)
      await work(folder)
    })

  it('is the network and the account of ballast.yaml, before any node answers', () =>
    inWorkspace(async (folder) => {
      expect(await readSession({ flags: {} })).to.deep.equal({
        network: 'first',
        dao: 'Ballast',
        isDemo: false,
        account: 'alice',
        folder,
        notes: [],
      })
    }))

  it('is what the environment says instead, and what a flag says before that', () =>
    inWorkspace(async () => {
      process.env['BALLAST_NETWORK'] = 'second'
      process.env['BALLAST_ACCOUNT'] = 'bob'
      expect(await readSession({ flags: {} })).to.include({ network: 'second', account: 'bob' })
      const flagged = await readSession({ flags: { network: 'first' }, account: 'node:4' })
      expect(flagged).to.include({ network: 'first', account: 'node:4' })
    }))

  it('has the space of the network, where it names one', () =>
    inWorkspace(async () => {
      const { space } = (await readSession({ flags: { network: 'second' } })) ?? {}
      expect(space).to.equal('second.eth')
    }))

  it('is read-only where nobody is named', () =>
    inWorkspace(async () => {
      expect(await readSession({ flags: { network: 'second' } })).not.to.have.property('account')
    }))

  it('is the demonstration where there is no ballast.yaml, or when it is named', async () => {
    await inNewFolder(async () => {
      expect(await readSession({ flags: {} })).to.equal(undefined)
    })
    await inWorkspace(async () => {
      expect(await readSession({ flags: { network: 'demo' } })).to.equal(undefined)
    })
  })

  it('is nowhere with a ballast.yaml that is wrong', () =>
    inNewFolder(async () => {
      await writeFile('ballast.yaml', 'networks:\n  a: 1\n')
      expect(await rejectionOf(readSession({ flags: {} }))).to.include({
        name: 'InvalidConfigError',
      })
    }))

  it('is nowhere with a network or an account that does not exist', () =>
    inWorkspace(async () => {
      const network = await rejectionOf(readSession({ flags: { network: 'third' } }))
      expect(network).to.include({ name: 'UsageError', exitCode: 2 })
      const account = await rejectionOf(readSession({ flags: {}, account: 'carol' }))
      expect(account).to.include({ name: 'UsageError', exitCode: 2 })
    }))
})

import { expect } from 'chai'
import { parse } from 'yaml'
import { withAccount } from '../../cli/governance/accountEdits.ts'

const added = (text: string) => withAccount(text, 'zoe', 'keystore:keys/zoe.json')

describe('one more account in ballast.yaml', () => {
  it('stands below the last one; every other byte stays', () => {
    const text = `# above
network: local   # here
accounts:
  alice: node:2                 # a delegate
  bob: "node:3"   # another

  # me: env:BALLAST_KEY
risk: { seed: 1 }
`
    expect(added(text)).to.equal(
      text.replace('# another\n', '# another\n  zoe: keystore:keys/zoe.json\n'),
    )
  })

  it('stands below what is said about the last one', () => {
    const text = `accounts:
  alice: node:2
  bob:
    keystore: keys/bob.json
    passwordFileEnv: BOB
`
    expect(added(text)).to.equal(`${text}  zoe: keystore:keys/zoe.json\n`)
  })

  for (const text of [
    'accounts: { alice: node:2 }\n',
    'accounts:\r\n  alice: node:2\r\n',
    'accounts:\n      alice: node:2',
    'network: local\nnetworks: {}\n',
    'networks:\n  local:\n    chainId: 1\n\nrisk:\n  seed: 1\n',
  ]) {
    it(`adds nothing else (${JSON.stringify(text)})`, () => {
      const before = parse(text)
      expect(parse(added(text) ?? '')).to.deep.equal({
        ...before,
        accounts: { ...before.accounts, zoe: 'keystore:keys/zoe.json' },
      })
    })
  }

  for (const text of ['accounts:\n', 'accounts: nobody\n', 'a: [', '', '{}', '- 1\n']) {
    it(`is left to people where that is not clear (${JSON.stringify(text)})`, () => {
      expect(added(text)).to.equal(undefined)
    })
  }
})

import { expect } from 'chai'
import { interfaceFlags } from '../../cli/commands/interfaceFlags.ts'

describe('the flags of the interface', () => {
  it('say where to work, and as whom', () => {
    expect(interfaceFlags([])).to.deep.equal({})
    expect(
      interfaceFlags([
        '--network',
        'local',
        '--config=a.yaml',
        '--timeout',
        '5',
        '--account',
        'me',
      ]),
    ).to.deep.equal({ network: 'local', config: 'a.yaml', timeout: 5, account: 'me' })
    expect(interfaceFlags(['--verbose', '--network', 'local'])).to.deep.equal({ network: 'local' })
  })

  it('take the YAML file of a proposal to begin with, which is not the one of a flag', () => {
    expect(interfaceFlags(['proposals/a.yaml'])).to.deep.equal({ draft: 'proposals/a.yaml' })
    expect(interfaceFlags(['--config', 'b.yaml', '../a.yml', '--account=me'])).to.deep.equal({
      config: 'b.yaml',
      draft: '../a.yml',
      account: 'me',
    })
  })

  it('keep a timeout that is no number, so that it is refused where every verb refuses it', () => {
    expect(interfaceFlags(['--timeout', 'soon'])?.timeout).to.be.NaN
  })

  for (const args of [
    ['status'],
    ['--json'],
    ['--help'],
    ['--network'],
    ['--network', '--config', 'a.yaml'],
    ['--network', 'a', '--network', 'b'],
    ['a.yaml', 'b.yaml'],
    ['check', 'a.yaml'],
    ['a.yaml', '--json'],
    ['a.json'],
    ['proposals/a'],
  ]) {
    it(`are none with ${args.join(' ')}: that is for a verb`, () => {
      expect(interfaceFlags(args)).to.equal(undefined)
    })
  }
})

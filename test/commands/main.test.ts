import { expect } from 'chai'
import { runCli, runSources } from '../support/runCli.ts'

describe('the command line', () => {
  it('prints help and exits 2 when there is no verb', async () => {
    const { exitCode, stdout, stderr } = await runCli([])
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
    expect(stderr).to.contain('ballast simulate <proposal>')
  })

  it('says that a file is opened in a terminal where there is none, and exits 2', async () => {
    const { exitCode, stdout, stderr } = await runCli(['proposals/some.yaml'])
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
    expect(stderr).to.match(
      /^proposals\/some\.yaml would be opened in a terminal, and this is none/,
    )
    expect(stderr).to.contain('ballast <file.yaml> opens it on that proposal.')
  })

  it('prints help and exits 0 when asked', async () => {
    const { exitCode, stdout } = await runCli(['--help'])
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('Exit codes')
  })

  it('runs from its sources as it runs built', async () => {
    for (const args of [['--help'], ['simulat']]) {
      expect(await runSources(args)).to.deep.equal(await runCli(args))
    }
  })

  for (const HOME of ['/proc/nobody', '/dev/null', '']) {
    it(`starts where nothing can be kept (HOME=${HOME})`, async () => {
      const { exitCode, stdout } = await runCli(['--version'], {
        env: { HOME, XDG_CACHE_HOME: HOME },
      })
      expect(exitCode).to.equal(0)
      expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/)
    })
  }

  it('refuses an unknown verb with exit code 2 and the nearest one', async () => {
    const { exitCode, stdout, stderr } = await runCli(['simulat'])
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
    expect(stderr).to.contain('Did you mean simulate?')
  })

  it('refuses an unknown flag with exit code 2', async () => {
    const { exitCode, stderr } = await runCli(['params', '--jsn'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('jsn')
  })

  it('names a flag that does not exist also where no verb stands, and never its value', async () => {
    const { exitCode, stderr } = await runCli(['--nonsense=a secret'])
    expect(exitCode).to.equal(2)
    expect(stderr)
      .to.match(/^There is no flag --nonsense\.\n/)
      .and.not.contain('secret')
    expect((await runCli(['--json'])).stderr).to.match(/^Name a verb\.\n/)
    const key = await runCli([`--0x${'5d'.repeat(32)}`])
    expect(key.stderr).to.not.contain('5d5d')
  })

  it('says what a verb misses that takes no proposal', async () => {
    const { exitCode, stderr } = await runCli(['warp'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('ballast warp needs <duration>.')
  })

  it('refuses a verb without its proposal with exit code 2', async () => {
    const { exitCode, stderr } = await runCli(['check'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('needs a proposal')
    expect(stderr).to.contain('--help')
  })

  it('refuses flags without a verb with exit code 2, so that a lost verb is never green', async () => {
    const { exitCode, stdout } = await runCli(['--json'])
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
  })

  it('refuses a check that does not exist before any work is done', async () => {
    const { exitCode, stderr } = await runCli(['check', 'no.yaml', '--accept-inconclusive', 'luck'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('There is no check called luck')
    expect(stderr).to.contain('lifecycle')
    expect(stderr).not.to.contain('start chain')
  })

  it('takes one value after --accept-inconclusive, and the proposal after that', async () => {
    const { exitCode, stderr } = await runCli([
      'check',
      '--accept-inconclusive',
      'lifecycle',
      'no.yaml',
    ])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('There is no proposal at no.yaml')
  })

  for (const seconds of ['0', '-1', '601', 'soon']) {
    it(`refuses --timeout ${seconds}`, async () => {
      const { exitCode, stderr } = await runCli(['params', `--timeout=${seconds}`])
      expect(exitCode, stderr).to.equal(2)
      expect(stderr).to.contain('--timeout is no number of seconds')
    })
  }

  it('refuses a flag that is given twice', async () => {
    const { exitCode, stderr } = await runCli(['demo', '--out', 'a', '--out', 'b'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('--out was given 2 times')
  })

  it('looks at the prices to replay first', async () => {
    const { exitCode, stderr } = await runCli(['simulate', 'no.yaml', '--replay', 'no.csv'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('There is no price file at no.csv')
  })

  it('refuses a range of replay without prices', async () => {
    const { exitCode, stderr } = await runCli(['simulate', 'no.yaml', '--from', '2020-03-12'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('replay')
  })
})

import { expect } from 'chai'
import { runCli } from '../support/runCli.ts'

describe('the command line', () => {
  it('prints help and exits 2 when there is no verb', async () => {
    const { exitCode, stdout, stderr } = await runCli([])
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
    expect(stderr).to.contain('ballast simulate <proposal>')
  })

  it('prints help and exits 0 when asked', async () => {
    const { exitCode, stdout } = await runCli(['--help'])
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('Exit codes')
  })

  for (const verb of ['demo', 'params', 'check', 'encode', 'simulate', 'report']) {
    it(`explains ${verb} with two examples`, async () => {
      const { exitCode, stdout } = await runCli([verb, '--help'])
      expect(exitCode).to.equal(0)
      expect(stdout.match(/^ {2}ballast /gm)).to.have.length.at.least(2)
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

  it('refuses a verb without its proposal with exit code 2', async () => {
    const { exitCode, stderr } = await runCli(['check'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('--help')
  })
})

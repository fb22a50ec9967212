import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { allCommands } from '../../cli/commands/allCommands.ts'
import { runCli } from '../support/runCli.ts'

describe('completion in a shell', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-completion-'))
    await mkdir(join(folder, 'proposals', '2026-11-24-one'), { recursive: true })
    await mkdir(join(folder, 'proposals', 'notes'))
    await writeFile(join(folder, 'proposals', '2026-11-24-one', 'proposal.yaml'), 'title: x\n')
    await writeFile(
      join(folder, 'ballast.yaml'),
      `networks:
  local: { url: "http://127.0.0.1:1", chainId: 31337, addresses: none.json }
  mainnet: { urlEnv: NO_SUCH_URL, chainId: 1, addresses: none.json }
accounts:
  risk: node:2
`,
    )
  })
  after(() => rm(folder, { recursive: true }))

  const complete = async (line: readonly string[], shell = '/bin/bash') => {
    const { exitCode, stdout, stderr } = await runCli(
      ['--get-yargs-completions', 'ballast', ...line],
      { cwd: folder, env: { SHELL: shell, ZSH_NAME: '' } },
    )
    expect(exitCode).to.equal(0)
    expect(stderr).to.equal('')
    return stdout.split('\n').filter((word) => word !== '')
  }

  it('prints its script', async () => {
    const { exitCode, stdout } = await runCli(['completion'], { env: { SHELL: '/bin/bash' } })
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('ballast --get-yargs-completions')
    const zsh = await runCli(['completion'], { env: { SHELL: '/bin/zsh' } })
    expect(zsh.stdout).to.contain('#compdef ballast')
  })

  it('knows every verb', async () => {
    const verbs = [...allCommands.map(({ name }) => name), 'completion']
    expect(await complete([''])).to.deep.equal(verbs)
    expect(await complete(['sta'])).to.deep.equal(verbs)
  })

  it('tells zsh what each verb does', async () => {
    expect(await complete([''], '/bin/zsh')).to.include(
      'status:What needs whom now: open proposals, unreliable prices, bad debt',
    )
  })

  it('knows the networks and accounts of the nearest ballast.yaml, without asking them', async () => {
    expect(await complete(['status', '--network', ''])).to.deep.equal(['local', 'mainnet', 'demo'])
    expect(await complete(['status', '--account', ''])).to.deep.equal(['risk'])
  })

  it('knows what is done with accounts, and to which', async () => {
    expect(await complete(['account', ''])).to.deep.equal(['list', 'new', 'import', 'show'])
    expect(await complete(['account', 'show', ''])).to.deep.equal(['risk'])
  })

  it('knows what a guardian does, to which markets, and what of them it may tighten', async () => {
    expect(await complete(['guardian', ''])).to.deep.equal(['tighten', 'freeze', 'cancel'])
    const markets = ['WETH-A', 'WSTETH-A', 'WBTC-A']
    expect(await complete(['guardian', 'freeze', ''])).to.deep.equal(markets)
    const restrained = await complete(['guardian', 'tighten', ''])
    expect(restrained).to.include.members([...markets, 'asset:ETH', 'bUSD'])
    expect(restrained).not.to.include.members(['WETH/USD', 'insurance'])
    expect(await complete(['guardian', 'tighten', 'WETH-A', ''])).to.deep.equal([
      'collateralizationRatio=',
      'debtCeiling=',
      'ceilingGap=',
    ])
    expect(await complete(['guardian', 'tighten', 'asset:ETH', ''])).to.deep.equal(['exposureCap='])
    expect(await complete(['guardian', 'freeze', 'WETH-A', ''])).to.deep.equal([])
    expect(await complete(['guardian', 'cancel', ''])).to.deep.equal(['proposals/2026-11-24-one'])
  })

  it('knows folders that hold a proposal', async () => {
    const folders = ['proposals/2026-11-24-one']
    expect(await complete(['show', ''])).to.deep.equal(folders)
    expect(await complete(['--network', 'local', 'check', 'prop'])).to.deep.equal(folders)
  })

  it('knows what has parameters, and which', async () => {
    expect(await complete(['params', ''])).to.include.members(['WETH-A', 'WETH/USD', 'governor'])
    expect(await complete(['params', ''])).to.include.members(['pool-WETH', 'bUSD', 'asset:ETH'])
    expect(await complete(['params', 'insurance', ''])).to.include('cooldown')
    expect(await complete(['params', 'governor', ''])).to.include('votingDelay')
    expect(await complete(['params', 'governor', ''])).not.to.include('maxAge')
    expect(await complete(['params', 'WETH/USD', ''])).to.deep.equal([
      'maxAge',
      'maxDeviation',
      'minSources',
      'maxJump',
      'maxSwitchDeviation',
      'growthCap',
      'yieldDecay',
    ])
  })

  it('knows the markets of a step, and what can be set there', async () => {
    expect(await complete(['steward', ''])).to.deep.equal(['set', 'windows'])
    expect(await complete(['steward', 'set', ''])).to.deep.equal(['WETH-A', 'WSTETH-A', 'WBTC-A'])
    expect(await complete(['steward', 'windows', 'WETH-A', ''])).to.deep.equal([])
    expect(await complete(['steward', 'set', 'WETH-A', 'a=1', ''])).to.include('debtCeiling=')
  })

  it('knows the flags of a verb', async () => {
    expect(await complete(['check', '--'])).to.include.members(['--json', '--accept-inconclusive'])
    expect(await complete(['params', '--'])).not.to.include('--accept-inconclusive')
  })

  it('says nothing where the workspace is broken', async () => {
    expect(await complete(['params', '--network', 'local', ''])).to.deep.equal([])
    expect(await complete(['status', '--config', 'no.yaml', '--network', ''])).to.deep.equal([])
  })
})

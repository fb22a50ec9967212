import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Wallet } from 'ethers'
import { readConfig } from '../../cli/workspace/config.ts'
import { lightKeystore, unknownKey } from '../support/keystores.ts'
import { runCli } from '../support/runCli.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const PASSPHRASE = 'correct horse battery staple'

describe('ballast account', () => {
  let folder: string
  let passwords: string
  const key = unknownKey()
  beforeEach(async () => {
    folder = await temporaryFolder()
    passwords = join(folder, 'passphrase')
    await writeFile(passwords, `${PASSPHRASE}\n`, { mode: 0o600 })
    await writeFile(
      join(folder, 'ballast.yaml'),
      `# mine
network: far
networks:
  far:
    urlEnv: BALLAST_TEST_NOWHERE
    chainId: 1
    addresses: far.json
accounts:
  me: env:BALLAST_TEST_KEY   # for CI
# the end
`,
    )
  })

  /** Runs it in the workspace; whatever it says, it says nothing of key and passphrase. */
  async function account(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const run = await runCli(['account', ...words], { cwd: folder, env })
    for (const secret of [key.slice(2, 18), key.slice(-16), PASSPHRASE])
      expect(`${run.stdout}${run.stderr}`.toLowerCase()).not.to.contain(secret)
    return run
  }
  const withPassphrase = () => ({ BALLAST_PASSWORD_FILE: passwords })

  it('new writes an encrypted key for its owner alone and names it, and nothing is overwritten', async () => {
    const made = await account(['new', 'zoe', '--json'], withPassphrase())
    expect(made.exitCode, made.stderr).to.equal(0)
    const { schema, address, line, isAdded } = JSON.parse(made.stdout)
    expect([schema, isAdded]).to.deep.equal(['ballast.account/1', true])
    const path = join(folder, 'keys', 'zoe.json')
    const text = await readFile(path, 'utf8')
    expect(Wallet.fromEncryptedJsonSync(text, PASSPHRASE).address).to.equal(address)
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
    expect(await readdir(join(folder, 'keys'))).to.have.members(['.gitignore', 'zoe.json'])
    expect(await readFile(join(folder, 'keys', '.gitignore'), 'utf8')).to.equal('*\n')
    const yaml = await readFile(join(folder, 'ballast.yaml'), 'utf8')
    expect(yaml).to.contain(`# for CI\n  ${line}\n# the end\n`)
    expect((await readConfig(join(folder, 'ballast.yaml')))?.accounts['zoe']).to.deep.equal({
      keystore: path,
    })

    const again = await account(['new', 'zoe'], withPassphrase())
    expect(again.exitCode).to.equal(2)
    expect(again.stderr).to.contain('account zoe already')
    // As after a crash between the file and its line.
    await writeFile(join(folder, 'ballast.yaml'), yaml.replace(`  ${line}\n`, ''))
    const half = await account(['new', 'zoe'], withPassphrase())
    expect(half.exitCode).to.equal(2)
    expect(half.stderr).to.contain(line)
    expect(await readFile(path, 'utf8')).to.equal(text)
  })

  it('import takes a key from the variable that is named', async () => {
    const env = { ...withPassphrase(), OLD_KEY: key }
    const made = await account(['import', 'zoe', '--from-env', 'OLD_KEY', '--json'], env)
    expect(made.exitCode, made.stderr).to.equal(0)
    expect(JSON.parse(made.stdout).address).to.equal(new Wallet(key).address)
    const shown = await account(['show', 'zoe', '--unlock', '--json'], withPassphrase())
    expect(JSON.parse(shown.stdout).account).to.include({
      address: new Wallet(key).address,
      state: 'ready',
    })
    const tooShort = await account(['import', 'kim', '--from-env', 'OLD_KEY'], {
      ...env,
      OLD_KEY: key.slice(0, -1),
    })
    expect(tooShort.exitCode).to.equal(2)
    expect(tooShort.stderr).to.contain('this has 63')
  })

  it('list says of each account what it is, its address, and what is wrong with it', async () => {
    await writeFile(join(folder, 'a.json'), lightKeystore(key, PASSPHRASE), { mode: 0o600 })
    await writeFile(join(folder, 'b.json'), lightKeystore(key, PASSPHRASE), { mode: 0o600 })
    await chmod(join(folder, 'b.json'), 0o644)
    const yaml = await readFile(join(folder, 'ballast.yaml'), 'utf8')
    const more =
      '  a: keystore:a.json\n  b: { keystore: b.json }\n  n: node:0\n  s: { safe: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc", owners: [me] }\n'
    await writeFile(join(folder, 'ballast.yaml'), yaml.replace('# the end', more))
    const { stdout, exitCode } = await account(['--json'], { BALLAST_TEST_KEY: key })
    expect(exitCode).to.equal(0)
    const { address } = new Wallet(key)
    const { accounts } = JSON.parse(stdout)
    expect(
      accounts.map((one: Record<'name' | 'kind' | 'address' | 'state', unknown>) => [
        one.name,
        one.kind,
        one.address,
        one.state,
      ]),
    ).to.deep.equal([
      ['me', 'environment', address, 'ready'],
      ['a', 'keystore', address, 'locked'],
      ['b', 'keystore', null, 'unusable'],
      ['n', 'node', null, 'unusable'],
      ['s', 'safe', '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC', 'ready'],
    ])
    expect(accounts[2].trouble).to.contain('chmod 600')
    expect(accounts[3].trouble).to.contain('BALLAST_TEST_NOWHERE')
    const table = await account(['list'])
    expect(table.stdout).to.match(/^me +key in \$BALLAST_TEST_KEY +– +unusable$/m)
    expect(table.stdout).to.match(/^a +keystore a\.json +0x\w{40} +locked$/m)
    expect(table.stdout).to.match(/^s +a Safe, by me +0x3C44/m)
    expect(table.stdout).to.contain('Next: ballast account new')
  })

  it('asks nobody where nobody is: the way by a file is named', async () => {
    const unasked = await account(['new', 'zoe'])
    expect(unasked.exitCode).to.equal(2)
    expect(unasked.stderr).to.contain('BALLAST_PASSWORD_FILE')
    expect(await readdir(folder)).not.to.contain('keys')
  })

  it('takes no passphrase that is quickly guessed', async () => {
    await writeFile(passwords, 'elevenchars')
    const short = await account(['new', 'zoe'], withPassphrase())
    expect(short.exitCode).to.equal(2)
    expect(short.stderr).to.contain('has 11 characters')
    expect(short.stderr).not.to.contain('elevenchars')
  })

  for (const [words, says] of [
    [['new'], 'needs the name'],
    [['new', 'Zoe'], 'no name of an account'],
    [['new', '../zoe'], 'no name of an account'],
    [['new', 'me'], 'an account me already'],
    [['show', 'nobody'], 'no account "nobody"'],
    [['burn', 'me'], 'burn'],
  ] as const) {
    it(`refuses ${words.join(' ')}`, async () => {
      const { exitCode, stderr } = await account(words, withPassphrase())
      expect(exitCode).to.equal(2)
      expect(stderr).to.contain(says)
    })
  }

  it('does not repeat a key that was typed in place of a name', async () => {
    for (const words of [
      ['show', key],
      ['new', key],
      ['new', key.slice(2)],
      [key],
      [key.slice(2), 'zoe'],
      ['import', 'zoe', '--from-env', key],
      ['import', 'zoe', '--from-env', `a${key.slice(2)}`],
    ]) {
      expect((await account(words, withPassphrase())).exitCode).to.equal(2)
    }
  })
})

import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Wallet } from 'ethers'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { signerOf } from '../../cli/chain/client.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { noteCrash } from '../../cli/workflows/noteCrash.ts'
import { resolveAccount } from '../../cli/workflows/resolveAccount.ts'
import { readAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { failureOf } from '../support/acting.ts'
import { lightKeystore, unknownKey } from '../support/keystores.ts'
import { type Forms, filesBelow, formsOfKey, formsOfText, leaksIn } from '../support/leaks.ts'
import { startAnvil, type TestNode } from '../support/nodes.ts'
import { type CliRun, runCli } from '../support/runCli.ts'

const PASSPHRASE = 'Correct-Horse/Battery+Staple 7'
const WRONG = 'Wrong-Horse/Battery+Staple 7'

/** Keys of this run and of nobody else: those that everybody knows stand in the code of development nodes. */
const [ALICE, CI] = [unknownKey(), unknownKey()]

const secrets: ReadonlyMap<string, Forms> = new Map([
  ['the key in the keystore', formsOfKey(ALICE)],
  ['the key in the environment', formsOfKey(CI)],
  ['the passphrase', formsOfText(PASSPHRASE)],
  ['the wrong passphrase', formsOfText(WRONG)],
])

const leaked = (bytes: Buffer): readonly string[] =>
  [...secrets].flatMap(([secret, forms]) =>
    leaksIn(bytes, forms).map((form) => `${secret}, ${form}`),
  )

describe('the search for leaks', () => {
  for (const [secret, forms] of secrets) {
    for (const [form, text] of forms) {
      it(`finds ${secret}, ${form}, in whatever case`, () => {
        const encoding = form === 'raw bytes' ? 'latin1' : 'utf8'
        for (const one of [text, text.toUpperCase(), text.toLowerCase()]) {
          if (encoding === 'latin1' && one !== text) continue
          const bytes = Buffer.from(`before "${one}" after`, encoding)
          expect(leaked(bytes)).to.include(`${secret}, ${form}`)
        }
      })
    }
  }

  it('finds nothing where nothing is', () => {
    expect(
      leaked(Buffer.from(`${new Wallet(ALICE).address} ${PASSPHRASE.slice(0, -3)}`)),
    ).to.deep.equal([])
  })
})

describe('keys and passphrases, on the whole way of a change', function () {
  this.timeout(180_000)
  let node: TestNode
  let root: string
  let folder: string
  let proposal: string
  const runs: (readonly [line: string, run: CliRun])[] = []

  /** Runs a verb at home in a folder of its own, and keeps every byte that it said. */
  async function ballast(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const home = join(root, 'home')
    const places = {
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.data'),
      XDG_STATE_HOME: join(home, '.state'),
      TMPDIR: join(root, 'tmp'),
    }
    const run = await runCli(words, { cwd: folder, env: { ...places, CI_KEY: CI, ...env } })
    runs.push([`ballast ${words.join(' ')}`, run])
    return run
  }
  const passphrase = (which: string) => ({ BALLAST_PASSWORD_FILE: join(root, 'secrets', which) })
  async function succeed(words: readonly string[], env = passphrase('right')): Promise<CliRun> {
    const run = await ballast(words, env)
    expect(run.exitCode, `ballast ${words.join(' ')}\n${run.stderr}`).to.equal(0)
    return run
  }
  const fail = async (exitCode: number, ...args: Parameters<typeof ballast>): Promise<CliRun> => {
    const run = await ballast(...args)
    expect(run.exitCode, run.stderr).to.equal(exitCode)
    return run
  }

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'ballast-leaks-'))
    folder = join(root, 'workspace')
    for (const name of ['workspace', 'home/.cache', 'tmp', 'secrets'])
      await mkdir(join(root, name), { recursive: true })
    const mode = { mode: 0o600 }
    await writeFile(join(root, 'secrets', 'right'), `${PASSPHRASE}\n`, mode)
    await writeFile(join(root, 'secrets', 'wrong'), `${WRONG}\n`, mode)
    node = await startAnvil()
  })
  after(async () => {
    await node?.stop()
    await rm(root, { recursive: true, force: true })
  })

  it('init and deploy make a place; a key is imported, another one named', async () => {
    await succeed(['init'])
    const file = join(folder, 'ballast.yaml')
    const text = await readFile(file, 'utf8')
    const named = text
      .replace('http://127.0.0.1:8545', node.url)
      .replace('  alice: node:2', '  dora: node:2\n  ci: env:CI_KEY')
      .replace('account: alice', 'account: dora')
      .replace(/paths: \d+/, 'paths: 1000')
    await writeFile(file, named)
    await succeed(['deploy', 'demo'])
    const env = { ...passphrase('right'), OLD_KEY: ALICE }
    await succeed(['account', 'import', 'alice', '--from-env', 'OLD_KEY'], env)
    await succeed(['account', 'new', 'zoe', '--verbose'])
    // The same key, encrypted lightly: what opening one takes is not what is looked for here.
    const keys = join(folder, 'keys')
    await rename(join(keys, 'alice.json'), join(keys, 'imported.json'))
    await writeFile(join(keys, 'alice.json'), lightKeystore(ALICE, PASSPHRASE), { mode: 0o600 })
    await succeed(['account', '--json'])
    await endow()
  })

  /** ETH and votes for both, from the node's own accounts. */
  async function endow(): Promise<void> {
    const chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
    const book = await readAddressBook('local', join(folder, 'deployments', 'local.json'))
    const [holder = ''] = (await chain.provider.send('eth_accounts', [])) as string[]
    const token = BallastToken__factory.connect(book.contracts.token, await signerOf(chain, holder))
    for (const key of [ALICE, CI]) {
      const { address } = new Wallet(key)
      await chain.provider.send('anvil_setBalance', [address, '0x8ac7230489e80000'])
      await (await token.transfer(address, 900_000n * 10n ** 18n)).wait()
    }
    chain.provider.destroy()
  }

  it('a wrong passphrase, a missing one and files that others may read are refused', async () => {
    const delegate = ['delegate', 'self', '--account', 'alice', '--yes', '--verbose']
    await fail(2, delegate, passphrase('wrong'))
    await fail(2, delegate)
    await fail(2, delegate, { BALLAST_PASSWORD_FILE: join(root, 'secrets', 'nowhere') })
    await writeFile(join(root, 'secrets', 'open'), `${PASSPHRASE}\n`, { mode: 0o644 })
    await fail(2, delegate, passphrase('open'))
    await fail(2, ['account', 'show', 'alice', '--unlock', '--json'], passphrase('wrong'))
    await fail(2, ['account', 'import', 'bert', '--from-env', 'OLD_KEY'], { OLD_KEY: `${ALICE}0` })
  })

  it('a key where none belongs is not repeated', async () => {
    for (const words of [
      ['delegate', 'self', '--account', ALICE],
      ['delegate', ALICE, '--account', 'ci'],
      ['account', ALICE],
      ['account', 'show', ALICE],
      ['account', 'new', ALICE.slice(2)],
      ['account', 'import', 'bert', '--from-env', ALICE],
      ['status', '--network', ALICE],
      ['status', '--key', ALICE],
      [ALICE],
    ]) {
      const { exitCode } = await ballast(words)
      expect(exitCode, words[0]).to.equal(2)
    }
  })

  it('a failure that nobody foresaw says where it happened and nothing of a key', async () => {
    // In the middle of signing, with the key in hand.
    const breaking = join(root, 'secrets', 'breaking.mjs')
    await writeFile(
      breaking,
      `const pad = String.prototype.padStart
String.prototype.padStart = function (...all) {
  if (new Error().stack.includes('SigningKey.sign')) throw new RangeError('unforeseen')
  return pad.apply(this, all)
}
Error.stackTraceLimit = 50\n`,
    )
    const env = { ...passphrase('right'), NODE_OPTIONS: `--import ${breaking}` }
    for (const name of ['alice', 'ci']) {
      const words = ['delegate', 'self', '--account', name, '--yes', '--verbose']
      const { stderr } = await fail(1, words, env)
      expect(stderr).to.contain('This is a bug of Ballast: RangeError: unforeseen')
    }
  })

  it('both delegate, one proposes', async () => {
    for (const name of ['alice', 'ci'])
      await succeed(['delegate', 'self', '--account', name, '--yes', '--json'])
    // Votes count from a later second than the one they came in; both delegations may be in one.
    await succeed(['warp', '1s'])
    const words = ['--set', 'WETH-A.debtCeiling=90_000_000 bUSD', '--title', 'Set the ceiling']
    await succeed(['draft', ...words, '--summary', 'A test wants it.'])
    const [slug = ''] = await readdir(join(folder, 'proposals'))
    proposal = `proposals/${slug}`
    const submit = ['submit', proposal, '--account', 'alice', '--confirm', slug]
    await succeed([...submit, '--dry-run', '--json'], { BALLAST_PASSWORD_FILE: '' })
    await fail(2, submit, passphrase('wrong'))
    await succeed([...submit, '--verbose'])
  })

  it('both vote, one queues, the other executes', async () => {
    await succeed(['warp', 'next'])
    await succeed(['vote', proposal, 'for', '--account', 'alice', '--yes', '--reason', 'yes'])
    await succeed(['vote', proposal, 'for', '--account', 'ci', '--yes', '--verbose'])
    await succeed(['warp', 'next'])
    await succeed(['queue', proposal, '--account', 'ci', '--yes', '--json'])
    await succeed(['warp', 'next'])
    const slug = proposal.split('/')[1] ?? ''
    await succeed(['execute', proposal, '--account', 'alice', '--confirm', slug, '--json'])
  })

  it('a crash of the interface is written down without them', async () => {
    const chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
    const keystore = join(folder, 'keys', 'alice.json')
    const ask = async () => WRONG
    const progress = { stage() {}, step() {}, finish() {}, say() {} }
    const config = { accounts: { alice: { keystore } } }
    const account = await resolveAccount(chain, config, 'alice', { ask, progress })
    const failure = await failureOf(account.unlock?.() ?? Promise.resolve())
    const written = await noteCrash(folder, failure, '2026-11-23T00:00:00Z')
    expect(await readFile(written ?? '', 'utf8')).to.contain('passphrase')
    chain.provider.destroy()
  })

  it('are in no byte of what was said', () => {
    expect(runs).to.have.length.above(25)
    for (const [line, { stdout, stderr }] of runs)
      expect(leaked(Buffer.from(`${stdout}${stderr}`)), line).to.deep.equal([])
  })

  it('are in no file of the workspace, the home folder and the temporary one', async () => {
    const looked: string[] = []
    for (const name of ['workspace', 'home', 'tmp']) {
      for await (const [path, bytes] of filesBelow(join(root, name))) {
        looked.push(path.slice(root.length + 1))
        expect(leaked(bytes), path).to.deep.equal([])
      }
    }
    for (const [name, some] of [
      ['the keystores', /^workspace\/keys\/(alice|imported|zoe)\.json$/],
      ['the list of activities', /^workspace\/\.ballast\/activity/],
      ['the crash', /^workspace\/\.ballast\/crashes\//],
      ['what was submitted', /submission/],
      ['what is kept between commands', /^home\/\.cache\/ballast\//],
    ] as const) {
      expect(
        looked.some((path) => some.test(path)),
        name,
      ).to.equal(true)
    }
  })
})

import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { verifyTypedData, Wallet } from 'ethers'
import type { Chain } from '../../cli/chain/client.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { askSecret } from '../../cli/commands/askSecret.ts'
import { ownTerminal } from '../../cli/commands/confirm.ts'
import { typesOf } from '../../cli/governance/typedData.ts'
import { type Progress, silence } from '../../cli/shared/progress.ts'
import { importAccount } from '../../cli/workflows/newAccount.ts'
import { resolveAccount, resolveAddress } from '../../cli/workflows/resolveAccount.ts'
import type { Unlocking } from '../../cli/workflows/secrets.ts'
import type { Config } from '../../cli/workspace/config.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { lightKeystore } from '../support/keystores.ts'
import { startHardhat, type TestNode } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const PASSPHRASE = 'correct horse battery staple'
const { address } = new Wallet(knownKeys.first)
const message = {
  domain: { name: 'test', chainId: 31_337 },
  types: { Note: [{ name: 'text', type: 'string' }] },
  primaryType: 'Note',
  message: { text: 'hello' },
}

describe('an account in a keystore', () => {
  let node: TestNode
  let chain: Chain
  let folder: string
  before(async () => {
    node = await startHardhat()
    chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
    folder = await temporaryFolder()
    const mode = { mode: 0o600 }
    await writeFile(join(folder, 'a.json'), lightKeystore(knownKeys.first, PASSPHRASE), mode)
    const nameless = lightKeystore(knownKeys.first, PASSPHRASE, { namesAddress: false })
    await writeFile(join(folder, 'nameless.json'), nameless, mode)
  })
  after(() => node.stop())
  afterEach(() => {
    delete process.env['BALLAST_PASSWORD_FILE']
    delete process.env['BALLAST_TEST_PASSWORD_FILE']
  })

  const named = (keystore = 'a.json', rest = {}) => ({
    accounts: { alice: { keystore: join(folder, keystore), ...rest } },
  })
  const open = (unlocking?: Unlocking, config = named()) =>
    resolveAccount(chain, config, 'alice', unlocking)

  /** Somebody who types one after the other, and what was said meanwhile. */
  function typing(...words: readonly string[]) {
    const left = [...words]
    const questions: string[] = []
    const said: string[] = []
    const progress: Progress = { ...silence, say: (text) => said.push(text) }
    const ask = async (question: string) => {
      questions.push(question)
      const word = left.shift()
      if (word === undefined) throw new Error('Asked too often.')
      return word
    }
    return { unlocking: { ask, progress }, questions, said }
  }

  async function passwordFile(text: string | Uint8Array, variable = 'BALLAST_PASSWORD_FILE') {
    const path = join(folder, `${variable}-${Math.random()}`)
    await writeFile(path, text, { mode: 0o600 })
    process.env[variable] = path
    return path
  }

  it('is known before anybody is asked, and asked for its passphrase when it signs', async () => {
    const { unlocking, questions } = typing(PASSPHRASE)
    const account = await open(unlocking)
    expect(account.address).to.equal(address)
    expect(account.signsWith).to.contain('a.json')
    expect(questions).to.deep.equal([])
    const signature = await account.signTyped(message)
    expect(verifyTypedData(message.domain, typesOf(message), message.message, signature)).to.equal(
      address,
    )
    await account.signTyped(message)
    expect(questions).to.have.length(1)
  })

  it('may be mistyped twice', async () => {
    const { unlocking, questions, said } = typing('wrong', 'wronger', PASSPHRASE)
    const account = await open(unlocking)
    await account.unlock?.()
    expect(questions.map((text) => /\(\d of 3\)/.exec(text)?.[0])).to.deep.equal([
      undefined,
      '(2 of 3)',
      '(3 of 3)',
    ])
    expect(said).to.have.length(2)
  })

  it('stays locked after three attempts, and can be tried anew', async () => {
    const wrong = ['wrong one', 'wrong two', 'wrong three']
    const { unlocking } = typing(...wrong, PASSPHRASE)
    const account = await open(unlocking)
    const failure = await failureOf(account.signTyped(message))
    expect(failure.exitCode).to.equal(2)
    expect([failure.message, failure.nextStep, failure.stack].join()).not.to.match(/wrong/)
    await account.signTyped(message)
  })

  it('takes its passphrase from the file that the environment names, and asks nobody', async () => {
    for (const text of [PASSPHRASE, `${PASSPHRASE}\n`, `${PASSPHRASE}\r\n`]) {
      await passwordFile(text)
      await (await open()).signTyped(message)
    }
  })

  it('takes it from the file that its own variable names, and from no other', async () => {
    const config = named('a.json', { passwordFileEnv: 'BALLAST_TEST_PASSWORD_FILE' })
    await passwordFile('of somebody else')
    const { message: said } = await failureOf(open(undefined, config))
    expect(said).to.contain('locked')
    await passwordFile(PASSPHRASE, 'BALLAST_TEST_PASSWORD_FILE')
    await (await open(undefined, config)).signTyped(message)
  })

  it('fails with the first wrong passphrase of a file, without a question', async () => {
    await passwordFile('hunter2hunter2')
    const { unlocking, questions } = typing()
    const failure = await failureOf((await open(unlocking)).signTyped(message))
    expect(failure.message).to.contain('$BALLAST_PASSWORD_FILE')
    expect([failure.message, failure.nextStep, failure.stack].join()).not.to.contain('hunter2')
    expect(questions).to.deep.equal([])
  })

  for (const [what, text] of [
    ['two lines', 'hunter2\nhunter3\n'],
    ['no text', new Uint8Array([0xff, 0xfe, 0x80])],
  ] as const) {
    it(`takes no passphrase that is ${what}`, async () => {
      await passwordFile(text)
      const failure = await failureOf((await open()).signTyped(message))
      expect(failure.exitCode).to.equal(2)
      expect([failure.message, failure.nextStep].join()).not.to.contain('hunter')
    })
  }

  const onUnix = process.platform === 'win32' ? it.skip : it
  onUnix('refuses a passphrase that others may read', async () => {
    await chmod(await passwordFile(PASSPHRASE), 0o640)
    const failure = await failureOf((await open()).signTyped(message))
    expect(failure.nextStep).to.contain('chmod 600')
  })

  it('says where nobody can be asked that a file can name the passphrase', async () => {
    const failure = await failureOf(open())
    expect(failure.exitCode).to.equal(2)
    expect(failure.nextStep).to.contain('BALLAST_PASSWORD_FILE')
  })

  describe('where no terminal is', () => {
    const nobody = { ...ownTerminal(), isInteractive: false }
    const unlocking: Unlocking = {
      ask: (question, instead) => askSecret(question, instead, nobody),
      progress: silence,
    }

    it('names the variable of this very account', async () => {
      const config = named('a.json', { passwordFileEnv: 'BALLAST_TEST_PASSWORD_FILE' })
      const failure = await failureOf((await open(unlocking, config)).signTyped(message))
      expect(failure.nextStep).to.contain('export BALLAST_TEST_PASSWORD_FILE=<file>')
    })

    it('takes a key over from a variable, and no passphrase in its place', async () => {
      const config = { accounts: {}, folder, path: join(folder, 'ballast.yaml') } as Config
      const asked = { variable: undefined, unlocking }
      const failure = await failureOf(importAccount(config, 'mine', asked))
      expect(failure.message).to.contain('Private key')
      expect(failure.nextStep).to.contain('--from-env NAME').and.not.to.contain('passphrase')
    })
  })

  it('is an address for those who only look, and nobody is asked', async () => {
    expect(await resolveAddress(chain, named(), 'alice')).to.equal(address)
    const failure = await failureOf(resolveAddress(chain, named('nameless.json'), 'alice'))
    expect(failure.nextStep).to.contain('address: "0x…"')
    const told = named('nameless.json', { address })
    expect(await resolveAddress(chain, told, 'alice')).to.equal(address)
  })

  it('that does not say whose it is is opened at once', async () => {
    const { unlocking, questions } = typing(PASSPHRASE)
    const account = await open(unlocking, named('nameless.json'))
    expect([account.address, questions.length]).to.deep.equal([address, 1])
  })

  it('must be of the address that ballast.yaml says', async () => {
    const other = new Wallet(knownKeys.second).address
    const { message: before } = await failureOf(
      open(undefined, named('a.json', { address: other })),
    )
    expect(before).to.contain(other)
    const { unlocking } = typing(PASSPHRASE)
    const account = await open(unlocking, named('nameless.json', { address: other }))
    const { message: after } = await failureOf(account.signTyped(message))
    expect(after).to.contain(address)
  })

  it('can be named by its file alone', async () => {
    const { unlocking } = typing(PASSPHRASE)
    const account = await resolveAccount(
      chain,
      { accounts: {} },
      `keystore:${join(folder, 'a.json')}`,
      unlocking,
    )
    expect(account.address).to.equal(address)
  })

  it('shows its key to nobody who prints it, locked or open', async () => {
    const { unlocking } = typing(PASSPHRASE)
    const account = await open(unlocking)
    const shown = () => [
      inspect(account, { depth: 9, showHidden: true, getters: true }),
      JSON.stringify(account),
    ]
    const before = shown()
    await account.signTyped(message)
    const digits = knownKeys.first.slice(2)
    for (const text of [...before, ...shown()]) {
      expect(text).not.to.contain(digits)
      expect(text).not.to.contain(BigInt(knownKeys.first).toString())
      expect(text).not.to.contain(PASSPHRASE)
    }
  })
})

import process from 'node:process'
import { expect } from 'chai'
import type { Chain } from '../../cli/chain/client.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { resolveAccount, resolveAddress } from '../../cli/workflows/resolveAccount.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { startHardhat, type TestNode } from '../support/nodes.ts'

const VARIABLE = 'BALLAST_TEST_KEY'
const FIRST = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'

describe('the account that acts', () => {
  let node: TestNode
  let chain: Chain
  before(async () => {
    node = await startHardhat()
    chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
  })
  after(() => node.stop())
  afterEach(() => {
    delete process.env[VARIABLE]
  })

  const accounts = { manager: 'node:2', key: `env:${VARIABLE}` }
  const resolve = (name: string | undefined) => resolveAccount(chain, { accounts }, name)
  const withKey = (key: string) => {
    process.env[VARIABLE] = key
    return resolve('key')
  }

  it('is an account of the node by place or address, or by its name in ballast.yaml', async () => {
    for (const name of ['node:2', `node:${FIRST}`, `node:${FIRST.toLowerCase()}`, 'manager']) {
      const { address, signsWith } = await resolve(name)
      expect([address, signsWith]).to.deep.equal([FIRST, 'account of the node'])
    }
  })

  it('is a key in the environment, with or without 0x, spaces around it or not', async () => {
    for (const key of [knownKeys.first, knownKeys.first.slice(2), ` ${knownKeys.first}\n`]) {
      const { address, signsWith } = await withKey(key)
      expect([address, signsWith]).to.deep.equal([FIRST, `key in $${VARIABLE}`])
    }
  })

  const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
  for (const [what, key, says] of [
    ['empty', '', 'empty'],
    ['zero', '0'.repeat(64), 'order of the curve'],
    ['the order of the curve', order, 'order of the curve'],
    ['above the order', 'f'.repeat(64), 'order of the curve'],
    ['too short', knownKeys.first.slice(0, -1), '63'],
    ['too long', `${knownKeys.first}0`, '65'],
    ['no hex', `${knownKeys.first.slice(0, -1)}g`, 'hex'],
    ['words', 'test test test test test test test test test test test junk', 'hex'],
  ] as const) {
    it(`is no key that is ${what}, and nothing of it is said`, async () => {
      const failure = await failureOf(withKey(key))
      expect(failure).to.be.instanceOf(UsageError)
      expect(failure.message).to.contain(says)
      const told = [failure.message, failure.nextStep, failure.stack].join()
      if (key.length > 8) expect(told).not.to.contain(key.slice(2, 10))
    })
  }

  it('takes the largest key', async () => {
    const largest = `${order.slice(0, -1)}0`
    expect((await withKey(largest)).address).to.match(/^0x/)
  })

  for (const typed of [
    knownKeys.first,
    knownKeys.first.slice(2),
    `env:${knownKeys.first}`,
    `node:${knownKeys.first}`,
    knownKeys.first.slice(0, -1),
    'test test test test test test test test test test test junk',
  ]) {
    it(`does not repeat a key that was typed in its place (${typed.length} characters)`, async () => {
      for (const failure of [
        await failureOf(resolve(typed)),
        await failureOf(resolveAddress(chain, { accounts }, typed)),
      ]) {
        expect(failure.exitCode).to.equal(2)
        const told = [failure.message, failure.nextStep, failure.stack].join()
        expect(told).not.to.contain(typed.slice(-12))
      }
    })
  }

  for (const [typed, says] of [
    [undefined, 'No account'],
    ['nobody', '"nobody"'],
    ['node:99', 'node:99'],
    [`node:0x${'12'.repeat(20)}`, 'does not sign'],
    ['ledger:0', 'ledger'],
    ['env:1x', 'no name of an environment variable'],
    ['env:BALLAST_NOT_SET', 'is not set'],
  ] as const) {
    it(`refuses ${typed}`, async () => {
      const failure = await failureOf(resolve(typed))
      expect(failure.exitCode).to.equal(2)
      expect(failure.message).to.contain(says)
    })
  }
})

import { expect } from 'chai'
import { recoverAddress, Transaction, verifyTypedData, Wallet } from 'ethers'
import type { Account, NumberedTransaction } from '../../cli/chain/account.ts'
import { type Chain, connectChain } from '../../cli/chain/client.ts'
import type { Fees } from '../../cli/chain/fees.ts'
import { ledgerAccount, ledgerAddress } from '../../cli/chain/ledgerAccount.ts'
import { LedgerSignatureError, WrongLedgerError } from '../../cli/chain/ledgerErrors.ts'
import { hashesOf, type TypedData, typesOf } from '../../cli/governance/typedData.ts'
import { FIRST_PATH } from '../../cli/shared/derivationPath.ts'
import { silence } from '../../cli/shared/progress.ts'
import { failureOf } from '../support/acting.ts'
import { ledgerStandIn, type StandInHabits, seedWallet } from '../support/ledgerStandIn.ts'

const OWN = seedWallet(FIRST_PATH).address
const TO = '0x000000000000000000000000000000000000dEaD'

const eip1559: Fees = { type: 2, maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1n }
const legacy: Fees = { type: 0, gasPrice: 2_000_000_000n }

const transaction = (fees: Fees, dataBytes = 4): NumberedTransaction => ({
  to: TO,
  data: `0x${'5c'.repeat(dataBytes)}`,
  value: 7n,
  nonce: 3,
  gasLimit: 90_000n,
  fees,
})

/** As deep and as mixed as messages get: structs in structs, lists, every kind of value. */
const mixed: TypedData = {
  domain: { name: 'Ballast', version: '1', chainId: 31_337, verifyingContract: TO },
  types: {
    Ballot: [
      { name: 'proposalId', type: 'uint256' },
      { name: 'voter', type: 'Person' },
      { name: 'others', type: 'Person[]' },
      { name: 'shares', type: 'uint16[2]' },
      { name: 'change', type: 'int64' },
      { name: 'isFinal', type: 'bool' },
      { name: 'kind', type: 'bytes4' },
      { name: 'params', type: 'bytes' },
      { name: 'reason', type: 'string' },
    ],
    Person: [
      { name: 'wallet', type: 'address' },
      { name: 'name', type: 'string' },
    ],
  },
  primaryType: 'Ballot',
  message: {
    proposalId: 20829216245020552352670924790791126030326688463532945725066971183177600183398n,
    voter: { wallet: OWN, name: 'Ana' },
    others: [{ wallet: TO, name: '' }],
    shares: [6000, 4000],
    change: -5n,
    isFinal: true,
    kind: '0x12345678',
    params: '0x',
    reason: `Because it is öffentlich. ${'More. '.repeat(120)}`,
  },
}

describe('an account in a Ledger (a stand-in answers)', () => {
  let sent: string[]
  const chainWith = (chainId: number): Promise<Chain> =>
    connectChain({
      async request({ method, params = [] }) {
        if (method === 'eth_chainId') return `0x${chainId.toString(16)}`
        if (method !== 'eth_sendRawTransaction') throw new Error(`${method} was not expected.`)
        sent.push(String(params[0]))
        return Transaction.from(String(params[0])).hash
      },
    })
  beforeEach(() => {
    sent = []
  })

  async function accountIn(habits: StandInHabits = {}, path = FIRST_PATH, chainId = 31_337) {
    const device = ledgerStandIn(habits)
    const said: string[] = []
    const account: Account = ledgerAccount(await chainWith(chainId), seedWallet(path).address, {
      key: { path, connect: device.connect },
      progress: { ...silence, say: (sentence) => said.push(sentence) },
    })
    return { account, device, said }
  }

  it('is asked for its address by the bytes of the description, and shows nothing for it', async () => {
    const device = ledgerStandIn()
    const { connect } = device
    expect(await ledgerAddress({ path: FIRST_PATH, connect })).to.equal(OWN)
    expect(device.apdus).to.deep.equal(['e002000015058000002c8000003c800000000000000000000000'])
    expect(device.opened).to.deep.equal({ times: 1, closed: 1 })
  })

  for (const [path, steps] of [
    ["44'/60'/3'/0/0", '058000002c8000003c800000030000000000000000'],
    ["44'/60'/0'/9", '048000002c8000003c8000000000000009'],
  ] as const) {
    it(`is found at ${path}`, async () => {
      const device = ledgerStandIn()
      expect(await ledgerAddress({ path, connect: device.connect })).to.equal(
        seedWallet(path).address,
      )
      expect(device.apdus[0]).to.contain(steps)
    })
  }

  for (const [name, fees, chainId] of [
    ['with EIP-1559 fees', eip1559, 31_337],
    ['with EIP-1559 fees on a chain of many digits', eip1559, 11_155_111],
    ['with one price', legacy, 31_337],
    ['with one price on Ethereum', legacy, 1],
  ] as const) {
    it(`signs a transaction ${name}, and sends what it signed`, async () => {
      const { account, device, said } = await accountIn({}, FIRST_PATH, chainId)
      for (let nonce = 0; nonce < 4; nonce += 1) {
        const { hash, send } = await account.prepare({ ...transaction(fees), nonce })
        expect(await send()).to.equal(hash)
        const mined = Transaction.from(sent.pop() ?? '')
        expect(mined.from).to.equal(OWN)
        expect(Number(mined.chainId)).to.equal(chainId)
        const { to, data, value, gasLimit, maxFeePerGas, maxPriorityFeePerGas, gasPrice } = mined
        const offered =
          fees.type === 0 ? { type: 0, gasPrice } : { type: 2, maxFeePerGas, maxPriorityFeePerGas }
        const seen = { to, data, value, gasLimit, nonce: mined.nonce, fees: offered }
        expect(seen).to.deep.equal({ ...transaction(fees), nonce })
        expect(said.splice(0).join()).to.contain(mined.unsignedHash)
      }
      expect(device.opened).to.deep.equal({ times: 4, closed: 4 })
    })
  }

  for (const fees of [eip1559, legacy]) {
    it(`brings a long one in several pieces (type ${fees.type})`, async () => {
      const { account, device } = await accountIn()
      // Every remainder once: where a piece ends just before the end, an older app would take it for the whole.
      for (const bytes of [196, 180, 181, 184, 190, 400, 2_000]) {
        device.apdus.length = 0
        await (await account.prepare(transaction(fees, bytes))).send()
        const { from, data } = Transaction.from(sent.pop() ?? '')
        expect([from, data.length]).to.deep.equal([OWN, 2 + 2 * bytes])
        const pieces = device.apdus.filter((apdu) => apdu.startsWith('e004'))
        const [first, ...others] = pieces.map((apdu) => apdu.slice(4, 8))
        expect(first).to.equal('0000')
        for (const other of others) expect(other).to.equal('8000')
        expect(pieces[0]?.slice(10, 52)).to.equal('058000002c8000003c800000000000000000000000')
        if (bytes > 250) expect(others.length).to.be.greaterThan(0)
      }
    })
  }

  it('creates a contract', async () => {
    const { account } = await accountIn()
    const { to: _, ...creation } = transaction(eip1559, 300)
    await (await account.prepare(creation)).send()
    const { from, to } = Transaction.from(sent.pop() ?? '')
    expect([from, to]).to.deep.equal([OWN, null])
  })

  it('signs a typed message of which it was told every field', async () => {
    const { account, device, said } = await accountIn()
    const signature = await account.signTyped(mixed)
    const { domain, message } = mixed
    expect(verifyTypedData(domain, typesOf(mixed), message, signature)).to.equal(OWN)
    expect(device.apdus.some((apdu) => apdu.startsWith('e00c0001'))).to.equal(true)
    expect(said.join()).to.contain('Ballot for Ballast').and.contain(hashesOf(mixed).message)
  })

  it('signs the two hashes where its app takes no fields', async () => {
    const { account, device } = await accountIn({ takesFields: false })
    const signature = await account.signTyped(mixed)
    const { domain, message, digest } = hashesOf(mixed)
    expect(recoverAddress(digest, signature)).to.equal(OWN)
    expect(device.apdus.pop()).to.equal(
      `e00c000055058000002c8000003c800000000000000000000000${domain.slice(2)}${message.slice(2)}`,
    )
  })

  it('signs a text of any length, also where the client mistakes it', async () => {
    const { account, device } = await accountIn()
    // With two bytes of length they are 255 and 256, 510 to 512: the vendor's client cuts some of them short.
    for (const length of [0, 1, 253, 254, 508, 509, 510, 9_999, 10_230]) {
      const note: TypedData = {
        domain: { name: 'test' },
        types: { Note: [{ name: 'text', type: 'string' }] },
        primaryType: 'Note',
        message: { text: 'x'.repeat(length) },
      }
      device.apdus.length = 0
      expect(recoverAddress(hashesOf(note).digest, await account.signTyped(note))).to.equal(OWN)
      const isByHashes = device.apdus.some((apdu) => apdu.startsWith('e00c0000'))
      expect([length, isByHashes]).to.deep.equal([length, [254, 509, 510, 10_230].includes(length)])
    }
  })

  for (const [what, sign] of [
    ['transaction', (account: Account) => account.prepare(transaction(eip1559))],
    ['message', (account: Account) => account.signTyped(mixed)],
  ] as const) {
    it(`asks a device of somebody else for no signature of a ${what}`, async () => {
      const { account, device } = await accountIn({ wallet: Wallet.createRandom() })
      for (const work of [account.unlock?.(), sign(account)]) {
        expect(await failureOf(work as Promise<unknown>)).to.be.instanceOf(WrongLedgerError)
      }
      expect([device.signed, sent]).to.deep.equal([[], []])
    })

    it(`refuses a signature that is over something else than the ${what}`, async () => {
      const { account, device } = await accountIn({ spoils: true })
      expect(await failureOf(sign(account))).to.be.instanceOf(LedgerSignatureError)
      expect(device.signed).to.have.length(1)
      expect(sent).to.deep.equal([])
    })
  }

  it('says what it will be like, and how it signs', async () => {
    const { account } = await accountIn()
    expect(account.signsWith).to.equal("Ledger, 44'/60'/0'/0/0")
    expect(account.caution?.join()).to.contain('blind signing')
  })
})

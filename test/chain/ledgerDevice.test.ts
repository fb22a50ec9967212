import { expect } from 'chai'
import { Transaction } from 'ethers'
import { type LedgerDevice, withLedger } from '../../cli/chain/ledgerDevice.ts'
import {
  BlindSigningOffError,
  LedgerAnswerError,
  LedgerAppError,
  LedgerGoneError,
  LedgerLockedError,
  LedgerRefusedError,
  LedgerSilentError,
} from '../../cli/chain/ledgerErrors.ts'
import { packetsOf } from '../../cli/chain/ledgerFraming.ts'
import { exchange, type LedgerLink } from '../../cli/chain/ledgerLink.ts'
import type { TypedData } from '../../cli/governance/typedData.ts'
import { FIRST_PATH } from '../../cli/shared/derivationPath.ts'
import { failureOf } from '../support/acting.ts'
import { ledgerStandIn, type StandInHabits } from '../support/ledgerStandIn.ts'

const { unsignedSerialized } = Transaction.from({
  ...{ type: 2, chainId: 1, nonce: 0, to: '0x000000000000000000000000000000000000dEaD' },
  ...{ data: `0x${'ab'.repeat(300)}`, gasLimit: 21_000n, maxFeePerGas: 1n },
})
const note: TypedData = {
  domain: { name: 'test', chainId: 1 },
  types: { Note: [{ name: 'text', type: 'string' }] },
  primaryType: 'Note',
  message: { text: 'hello' },
}

const acts = {
  address: (device: LedgerDevice): Promise<unknown> => device.address(),
  transaction: (device: LedgerDevice) => device.signTransaction(unsignedSerialized),
  message: (device: LedgerDevice) => device.signTyped(note),
} as const

describe('what a Ledger answers instead of a signature (a stand-in answers)', () => {
  async function failing(act: keyof typeof acts, habits: StandInHabits) {
    const device = ledgerStandIn(habits)
    const failure = await failureOf(
      withLedger({ connect: device.connect, path: FIRST_PATH }, acts[act]),
    )
    expect(device.signed).to.deep.equal([])
    expect(device.opened).to.deep.equal({ times: 1, closed: 1 })
    expect(failure.nextStep).to.match(/repeat/)
    return { failure, device }
  }

  for (const [word, kind, says] of [
    [0x5515, LedgerLockedError, /locked/],
    [0x6b0c, LedgerLockedError, /locked/],
    [0x6511, LedgerAppError, /not open/],
    [0x6d00, LedgerAppError, /not Ethereum|not open/],
    [0x6e00, LedgerAppError, /not Ethereum|not open/],
    [0x6e01, LedgerAppError, /not Ethereum|not open/],
    [0x6f00, LedgerAnswerError, /0x6f00/],
    [0x6501, LedgerAnswerError, /0x6501/],
  ] as const) {
    for (const act of ['address', 'transaction', 'message'] as const) {
      it(`0x${word.toString(16)} for ${act}: ${kind.name}`, async () => {
        const { failure } = await failing(act, { status: { at: 'everything', word } })
        expect(failure).to.be.instanceOf(kind)
        expect(failure.message).to.match(says)
      })
    }
  }

  for (const word of [0x6985, 0x5501, 0x6982]) {
    for (const act of ['transaction', 'message'] as const) {
      it(`0x${word.toString(16)} for ${act}: somebody said no, and is asked once`, async () => {
        const { failure, device } = await failing(act, { status: { at: 'signature', word } })
        expect(failure).to.be.instanceOf(LedgerRefusedError)
        expect(failure.exitCode).to.equal(5)
        expect(device.apdus.filter((apdu) => apdu.startsWith('e00'))).to.have.length(
          act === 'transaction' ? 1 : 0,
        )
      })
    }
  }

  it('0x6982 to a question that nobody is asked: it is locked', async () => {
    const { failure } = await failing('address', { status: { at: 'address', word: 0x6982 } })
    expect(failure).to.be.instanceOf(LedgerLockedError)
  })

  for (const act of ['transaction', 'message'] as const) {
    it(`blind signing switched off, for ${act}`, async () => {
      const { failure } = await failing(act, { blindSigning: false, takesFields: false })
      expect(failure).to.be.instanceOf(BlindSigningOffError)
      expect(failure.nextStep).to.contain('Blind signing')
    })
  }

  it('names the app that is open instead', async () => {
    const { failure } = await failing('address', { app: 'Bitcoin' })
    expect(failure.message).to.contain('Bitcoin')
    const { failure: dashboard } = await failing('transaction', { app: 'BOLOS' })
    expect(dashboard.message).to.equal('The Ethereum app is not open on the Ledger.')
  })

  it('says so where the app is the right one, and too old', async () => {
    const { failure } = await failing('transaction', { status: { at: 'signature', word: 0x6d00 } })
    expect(failure.message).to.contain('too old')
    expect(failure.nextStep).to.contain('Update the Ethereum app')
  })

  it('prints nothing of what an app is called but letters', async () => {
    const { failure } = await failing('address', { app: 'Evil\u001b[2J' })
    expect(failure.message).not.to.contain('\u001b')
  })

  for (const goneAt of [1, 2]) {
    it(`unplugged after its instruction ${goneAt}`, async () => {
      const { failure } = await failing('transaction', { goneAt })
      expect(failure).to.be.instanceOf(LedgerGoneError)
      expect(failure.exitCode).to.equal(4)
    })
  }

  it('says nothing to a question that needs nobody', async () => {
    const device = ledgerStandIn({ isSilent: true })
    const link = await device.connect()
    const asked = exchange(link, Uint8Array.of(0xe0, 0x06, 0, 0, 0), 30)
    expect(await failureOf(asked)).to.be.instanceOf(LedgerSilentError)
  })

  for (const instruction of [0x04, 0x0c, 0x1c, 0x1e]) {
    it(`waits for a person as long as it takes (instruction 0x${instruction.toString(16)})`, async () => {
      const answer = Uint8Array.of(0x90, 0)
      let questions = 0
      const slow: LedgerLink = {
        write: async () => {},
        // Much longer than a machine is waited for.
        read: async () => {
          questions += 1
          return questions < 20 ? undefined : packetsOf(answer)[0]
        },
        close: async () => {},
      }
      const apdu = Uint8Array.of(0xe0, instruction, 0, 0, 0)
      expect(await exchange(slow, apdu, 0)).to.deep.equal(answer)
      expect(questions).to.equal(20)
    })
  }

  it('is let go of whatever happens to it', async () => {
    const device = ledgerStandIn()
    const broken = new Error('work of ours')
    const work = withLedger({ connect: device.connect, path: FIRST_PATH }, () =>
      Promise.reject(broken),
    )
    expect(await work.catch((error: unknown) => error)).to.equal(broken)
    expect(device.opened.closed).to.equal(1)
  })
})

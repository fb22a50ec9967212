import { expect } from 'chai'
import { type Account, keyAccount } from '../../cli/chain/account.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { waitForEnd } from '../../cli/chain/ends.ts'
import { NodeRefusedError } from '../../cli/chain/nodeErrors.ts'
import { memoryOutbox, wishKey } from '../../cli/chain/outbox.ts'
import type { OutboxEntry, OutboxStore } from '../../cli/chain/outboxStore.ts'
import { readPending } from '../../cli/chain/pending.ts'
import {
  NothingToReplaceError,
  planReplacement,
  type Replacement,
  ReplacementRefusedError,
  replaceWaiting,
} from '../../cli/chain/replacing.ts'
import { type Action, contentOf, transact } from '../../cli/chain/transaction.ts'
import type { Hex } from '../../cli/governance/addressBook.ts'
import { sentEntrySchema } from '../../cli/workspace/sentEntrySchema.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { options } from './chains.ts'

const RECEIVER = '0x00000000000000000000000000000000000000aa'
const action: Action = { to: RECEIVER, data: '0xba11a57e' }

/** Between the plan of a replacement and its sending a person thinks, and the one that waits goes on. */
describe('what takes the place of a waiting transaction', () => {
  let chain: EmbeddedChain
  let account: Account
  let outbox: OutboxStore
  let snapshot: unknown

  before(async () => {
    chain = await startEmbeddedChain(options)
    account = keyAccount(chain, knownKeys.second, 'key of the test')
  })
  beforeEach(async () => {
    outbox = memoryOutbox()
    snapshot = await ask('evm_snapshot')
    await ask('evm_setAutomine', false)
  })
  afterEach(async () => {
    await ask('evm_setAutomine', true)
    await ask('evm_revert', snapshot)
  })
  after(() => chain.close())

  const ask = (method: string, ...params: unknown[]) => chain.rpc.request({ method, params })
  const act = (receiptSeconds = 0) => transact({ chain, account, outbox, receiptSeconds }, action)
  const entryOf = () => outbox.find(wishKey(chain, account.address, contentOf(action)))
  const plan = async (what: Replacement) => {
    const entry = (await entryOf())!
    const wish = await planReplacement({ chain, account }, entry, what)
    return (own: Partial<{ account: Account }> = {}) =>
      replaceWaiting({ chain, account, outbox, ...own }, entry, { what, wish })
  }
  const leaveWaiting = async (): Promise<OutboxEntry> => {
    await failureOf(act())
    return (await entryOf())!
  }
  /** What happens at the moment when the node is handed the transaction. */
  const handing = (send: (real: () => Promise<Hex>) => Promise<Hex>): Account => ({
    ...account,
    async prepare(transaction) {
      const dispatch = await account.prepare(transaction)
      return { ...dispatch, send: () => send(dispatch.send) }
    },
  })
  const refusal = () =>
    new NodeRefusedError('The node', 'eth_sendRawTransaction', {
      code: -32_000,
      message: 'replacement transaction underpriced',
    })

  for (const what of ['speed up', 'cancel'] as const) {
    describe(`to ${what}`, () => {
      it('is not sent where the first one has ended meanwhile, and nothing is written down', async () => {
        await leaveWaiting()
        const replace = await plan(what)
        await ask('evm_mine')
        await act(5)
        expect(await failureOf(replace())).to.be.instanceOf(NothingToReplaceError)
        expect(await entryOf()).to.equal(undefined)
      })

      it('is not sent where the first one was mined and nobody has seen it yet', async () => {
        const entry = await leaveWaiting()
        const replace = await plan(what)
        await ask('evm_mine')
        expect(await failureOf(replace())).to.be.instanceOf(NothingToReplaceError)
        expect(await entryOf()).to.deep.equal(entry)
      })

      it('is not sent where another took that place meanwhile', async () => {
        await leaveWaiting()
        const replace = await plan(what)
        await (await plan('cancel'))()
        const entry = await entryOf()
        const error = await failureOf(replace())
        expect(error).to.be.instanceOf(NothingToReplaceError)
        expect(error.message).to.contain('Something else was offered')
        expect(await entryOf()).to.deep.equal(entry)
      })

      it('leaves the first one as it was where the node refuses', async () => {
        const entry = await leaveWaiting()
        const refused = handing(() => Promise.reject<Hex>(refusal()))
        const replace = await plan(what)
        expect(await failureOf(replace({ account: refused }))).to.be.instanceOf(
          ReplacementRefusedError,
        )
        expect(await entryOf()).to.deep.equal(entry)
      })

      it('revives nothing where the node refuses because it is over', async () => {
        const { key } = await leaveWaiting()
        const late = handing(async () => {
          await ask('evm_mine')
          await outbox.remove(key)
          throw refusal()
        })
        const replace = await plan(what)
        expect(await failureOf(replace({ account: late }))).to.be.instanceOf(
          ReplacementRefusedError,
        )
        expect(await entryOf()).to.equal(undefined)
      })

      it('revives nothing where whoever waits sees the end at once', async () => {
        const { key } = await leaveWaiting()
        const swift = handing(async (send) => {
          const hash = await send()
          await ask('evm_mine')
          await outbox.remove(key)
          return hash
        })
        await (await plan(what))({ account: swift })
        expect(await entryOf()).to.equal(undefined)
      })

      it('is not offered on a chain that was started anew', async () => {
        const entry = await leaveWaiting()
        const ahead = {
          ...entry,
          nonce: entry.nonce + 5,
          afterHash: `0x${'0'.repeat(64)}` as const,
        }
        const error = await failureOf(planReplacement({ chain, account }, ahead, what))
        expect(error).to.be.instanceOf(NothingToReplaceError)
        expect(error.message).to.contain('started anew')
      })
    })
  }

  it('is told by its own hash where it was taken back twice and the first one is mined', async () => {
    const { hash } = await leaveWaiting()
    const first = await (await plan('cancel'))()
    const { gas } = (await ask('eth_getTransactionByHash', first.hash)) as { gas: Hex }
    await (await plan('cancel'))()
    await ask('hardhat_dropTransaction', (await entryOf())?.cancellations?.at(-1))
    const cancellation = await account.prepare({
      to: account.address,
      data: '0x',
      value: 0n,
      nonce: (await entryOf())!.nonce,
      gasLimit: BigInt(gas),
      fees: first.fees,
    })
    expect(await cancellation.send()).to.equal(first.hash)
    await ask('evm_mine')
    expect(await readPending(chain, (await entryOf())!)).to.include({
      kind: 'taken back',
      hash: first.hash,
    })
    const waiting = { chain, account, outbox, receiptSeconds: 10 }
    const entry = { ...(await entryOf())!, hash: hash! }
    const error = await failureOf(waitForEnd(waiting, entry, contentOf(action)))
    expect(error.message).to.contain(`taken back: ${first.hash}`)
  })

  it('is said to take it back also where it does so while the end is looked for', async () => {
    const entry = await leaveWaiting()
    const hash = entry.hash!
    const takeBack = await plan('cancel')
    let taken: Hex | undefined
    const request: EmbeddedChain['rpc']['request'] = async (call) => {
      if (call.method === 'eth_getTransactionByHash' && taken === undefined) {
        taken = (await takeBack()).hash
        await ask('evm_mine')
      }
      return chain.rpc.request(call)
    }
    const waiting = { chain: { ...chain, rpc: { request } }, account, outbox, receiptSeconds: 60 }
    const error = await failureOf(waitForEnd(waiting, { ...entry, hash }, contentOf(action)))
    expect(error.message).to.contain(`taken back: ${taken}`)
    expect(await entryOf()).to.equal(undefined)
  })

  it('is not said to take back what was sent anew after it was dropped', async () => {
    await leaveWaiting()
    const taken = await (await plan('cancel'))()
    await ask('hardhat_dropTransaction', taken.hash)
    await leaveWaiting()
    expect(await entryOf()).not.to.have.property('cancellations')
    const again = await (await plan('speed up'))()
    await ask('evm_mine')
    expect((await act(5)).transactionHash).to.equal(again.hash)
  })

  it('is read from the note of an earlier version too', async () => {
    const { cancellations = [], ...note } = await leaveWaiting().then(async () => {
      await (await plan('cancel'))()
      return (await entryOf())!
    })
    const [cancellation] = cancellations
    expect(sentEntrySchema.parse({ ...note, cancellation })).to.deep.equal(await entryOf())
  })
})

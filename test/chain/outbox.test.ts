import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Account, keyAccount, nodeAccount } from '../../cli/chain/account.ts'
import { type Chain, nodeAccounts } from '../../cli/chain/client.ts'
import type { Pauses } from '../../cli/chain/ends.ts'
import { ChainRevertedError } from '../../cli/chain/errors.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { NodeRateLimitedError, NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { memoryOutbox, sendOnce, wishKey } from '../../cli/chain/outbox.ts'
import type { OutboxEntry, OutboxStore } from '../../cli/chain/outboxStore.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { type Action, transact } from '../../cli/chain/transaction.ts'
import {
  ReceiptMissingError,
  TransactionRefusedError,
  UnclearNonceError,
} from '../../cli/chain/transactionErrors.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import { outboxIn } from '../../cli/workspace/outboxFile.ts'
import { knownKeys } from '../support/acting.ts'
import {
  type Fault,
  type FaultProxy,
  noReceipt,
  rpcError,
  startFaultProxy,
} from '../support/faultProxy.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { until } from '../support/until.ts'
import { rejectionOf } from '../workspace/folder.ts'

const RECEIVER = '0x00000000000000000000000000000000000000aa'
/** Creation code whose every execution reverts. */
const REVERTING = '0x60006000fd'

interface Mined {
  readonly hash: Hex
  readonly from: Address
  readonly input: Hex
}

/** The same store with something of it done differently. */
const changed = (outbox: OutboxStore, own: Partial<OutboxStore>): OutboxStore =>
  Object.assign({}, outbox, own)

for (const [nodeName, start] of [
  ['Hardhat’s node', startHardhat],
  ['anvil', startAnvil],
] as const) {
  for (const signer of ['the node signs', 'a key signs'] as const) {
    describe(`sending once on ${nodeName} where ${signer}`, () => {
      let node: TestNode
      let proxy: FaultProxy
      let chain: Chain
      let account: Account
      let folder: string
      let outbox: OutboxStore
      let snapshot: unknown
      const isKey = signer === 'a key signs'

      before(async () => {
        node = await start()
        proxy = await startFaultProxy(node.url)
        const { chainId } = node
        const patience = { timeoutSeconds: 5, pauseMilliseconds: 5 }
        chain = await connectNetwork({ url: proxy.url, chainId, ...patience })
        const [, , , first] = await nodeAccounts(chain)
        account = isKey
          ? keyAccount(chain, knownKeys.second, 'key of the test')
          : nodeAccount(chain, first!)
      })
      beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'ballast-outbox-'))
        outbox = outboxIn(folder, 2)
        snapshot = await chain.rpc.request({ method: 'evm_snapshot' })
      })
      afterEach(async () => {
        await proxy.clear()
        await chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
        await chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
        await rm(folder, { recursive: true })
      })
      after(async () => {
        await proxy.stop()
        await node.stop()
      })

      const action: Action = { to: RECEIVER, data: '0xba11a57e' }
      const wish = { data: action.data, to: RECEIVER, value: 0n, gasLimit: 100_000n }
      const other: Action = { to: RECEIVER, data: '0x07' }
      const senderWith = (
        own: { outbox?: OutboxStore; receiptSeconds?: number; pauses?: Pauses } = {},
      ) => ({
        chain,
        account,
        outbox,
        receiptSeconds: 5,
        // Nobody has to wait for what is slow where nothing is.
        pauses: { first: 5, longest: 40, slow: 20 },
        ...own,
      })
      const act = (wished = action, own: Parameters<typeof senderWith>[0] = {}) =>
        transact(senderWith(own), wished)
      const unfinished = async () =>
        (await readdir(join(folder, '.ballast', 'outbox')).catch(() => [])).length
      const mine = () => chain.rpc.request({ method: 'evm_mine' })
      const automine = (on: boolean) =>
        chain.rpc.request({ method: 'evm_setAutomine', params: [on] })
      const sends = /^eth_send/
      const sendsSeen = () => proxy.seen().filter(({ method }) => sends.test(method)).length

      /** How often the chain carries out a content of the account, in all its blocks. */
      async function timesOnChain({ data }: Action = action): Promise<number> {
        const newest = Number(await chain.rpc.request({ method: 'eth_blockNumber' }))
        let count = 0
        for (let number = 0; number <= newest; number += 1) {
          const { transactions } = (await chain.rpc.request({
            method: 'eth_getBlockByNumber',
            params: [`0x${number.toString(16)}`, true],
          })) as { transactions: readonly Mined[] }
          count += transactions.filter(
            ({ from, input }) =>
              from.toLowerCase() === account.address.toLowerCase() && input === data,
          ).length
        }
        return count
      }
      const expectOnce = async () => {
        expect(await timesOnChain()).to.equal(1)
        expect(await unfinished()).to.equal(0)
      }

      it('sends, waits and leaves nothing behind', async () => {
        const sent = await act()
        expect(sent.blockNumber).to.be.above(0)
        await expectOnce()
      })

      it('sends the same again if it is wished again', async () => {
        await act()
        await act()
        expect(await timesOnChain()).to.equal(2)
      })

      it('finds what it sent when the answer to the sending was lost', async () => {
        proxy.inject({ kind: 'answerLost' }, { method: sends, times: 1 })
        expect(await rejectionOf(act())).to.be.instanceOf(NodeUnreachableError)
        expect(await unfinished()).to.equal(1)
        const sent = await act()
        expect(sendsSeen()).to.equal(1)
        expect(sent.blockNumber).to.be.above(0)
        await expectOnce()
      })

      it('finds it among hundreds of blocks that came since', async () => {
        proxy.inject({ kind: 'answerLost' }, { method: sends, times: 1 })
        expect(await rejectionOf(act())).to.be.instanceOf(NodeUnreachableError)
        // anvil mines after it has answered.
        while ((await nonceOf(chain, account.address, 'latest')) === 0) await mine()
        await chain.rpc.request({
          method: nodeName === 'anvil' ? 'anvil_mine' : 'hardhat_mine',
          params: ['0x200'],
        })
        await act()
        expect(sendsSeen()).to.equal(1)
        expect(await unfinished()).to.equal(0)
      })

      for (const [what, fault] of [
        ['the connection broke', { kind: 'breaks' }],
        ['the node asked to wait', { kind: 'rateLimited', retryAfter: '1' }],
      ] as const satisfies readonly (readonly [string, Fault])[]) {
        it(`sends on repetition when ${what} before the node heard of it`, async () => {
          proxy.inject(fault, { method: sends, times: 1 })
          const error = await rejectionOf(act())
          expect(error).to.be.instanceOf(
            fault.kind === 'breaks' ? NodeUnreachableError : NodeRateLimitedError,
          )
          expect(await timesOnChain()).to.equal(0)
          await act()
          await expectOnce()
        })
      }

      it('uses the nonce that was written down when the process ended before the sending', async () => {
        const crashed = changed(outbox, {
          put: async (entry) => {
            await outbox.put(entry)
            throw new Error('ended')
          },
        })
        expect(await rejectionOf(act(action, { outbox: crashed }))).to.be.instanceOf(Error)
        expect(sendsSeen()).to.equal(0)
        await act()
        await expectOnce()
      })

      it('finds what it sent when the process ended right after the sending', async () => {
        let puts = 0
        const crashed = changed(outbox, {
          put: async (entry) => {
            puts += 1
            if (puts === 2) throw new Error('ended')
            await outbox.put(entry)
          },
        })
        await rejectionOf(act(action, { outbox: crashed }))
        expect(puts).to.equal(2)
        await act()
        expect(sendsSeen()).to.equal(1)
        await expectOnce()
      })

      it('finds what it sent when the process ended before the end was written down', async () => {
        const error = await rejectionOf(
          transact(senderWith(), action, {
            remember: async () => {
              throw new Error('ended')
            },
          }),
        )
        expect((error as Error).message).to.equal('ended')
        let remembered = 0
        await transact(senderWith(), action, {
          remember: async () => {
            remembered += 1
          },
        })
        expect(remembered).to.equal(1)
        expect(sendsSeen()).to.equal(1)
        await expectOnce()
      })

      it('says that the receipt does not come, after the whole time, and waits for it when repeated', async () => {
        proxy.inject(noReceipt.fault, noReceipt.aim)
        const startedAt = performance.now()
        const error = (await rejectionOf(act(action, { receiptSeconds: 1 }))) as ReceiptMissingError
        expect(performance.now() - startedAt).to.be.within(1_000, 2_500)
        expect(error).to.be.instanceOf(ReceiptMissingError)
        expect(error.exitCode).to.equal(ExitCode.unreachable)
        await proxy.clear()
        const sent = await act()
        expect(sent.transactionHash).to.equal(error.transactionHash)
        expect(sendsSeen()).to.equal(0)
        await expectOnce()
      })

      it('asks a last time when the time is up', async () => {
        await automine(false)
        // Once at the beginning and, because it pauses for longer than there is time, once at the end.
        const pauses = { first: 60_000, longest: 60_000, slow: 60_000 }
        const acting = act(action, { receiptSeconds: 1, pauses })
        await until(() => proxy.seen().some(({ method }) => method === 'eth_getTransactionReceipt'))
        await mine()
        expect((await acting).blockNumber).to.be.above(0)
      })

      it('finds it in the node’s pool, by its place if its hash was lost', async () => {
        await automine(false)
        proxy.inject({ kind: 'answerLost' }, { method: sends, times: 1 })
        await rejectionOf(act())
        const again = rejectionOf(act(action, { receiptSeconds: 0.5 }))
        expect(await again).to.be.instanceOf(ReceiptMissingError)
        expect(sendsSeen()).to.equal(1)
        await mine()
        await act()
        expect(sendsSeen()).to.equal(1)
        await expectOnce()
      })

      it('waits where something else stands at its nonce in the pool, and takes another once that is mined', async () => {
        const key = wishKey(chain, account.address, wish)
        const nonce = await nonceOf(chain, account.address, 'latest')
        await outbox.put({ key, from: account.address, nonce, afterBlock: 0 })
        await automine(false)
        await sendOnce(senderWith({ outbox: memoryOutbox() }), { ...wish, data: other.data })
        expect(await rejectionOf(act())).to.be.instanceOf(UnclearNonceError)
        await mine()
        await automine(true)
        await act()
        expect(await timesOnChain(other)).to.equal(1)
        await expectOnce()
      })

      it('takes another nonce when its own went to another transaction', async () => {
        proxy.inject({ kind: 'breaks' }, { method: sends, times: 1 })
        await rejectionOf(act())
        await act(other)
        await act()
        expect(await timesOnChain(other)).to.equal(1)
        await expectOnce()
      })

      it('takes another nonce when somebody is faster between the question and the sending', async () => {
        const from = account.address
        let wasFaster = false
        const slow: Account = {
          ...account,
          async prepare(transaction) {
            const dispatch = await account.prepare(transaction)
            return {
              ...dispatch,
              async send() {
                if (!wasFaster) {
                  wasFaster = true
                  await transact(senderWith({ outbox: memoryOutbox() }), other)
                }
                return dispatch.send()
              },
            }
          },
        }
        await transact({ ...senderWith(), account: slow }, action)
        expect(await nonceOf(chain, from, 'latest')).to.equal(2)
        await expectOnce()
      })

      for (const [words, code] of [
        ['already known', -32_000],
        ['Known transaction: 0xab', -32_000],
        ['transaction already imported', -32_003],
        ['nonce too low', -32_003],
        ['internal error', -32_603],
      ] as const) {
        it(`does not send twice when a gateway repeated the sending and hears “${words}”`, async () => {
          proxy.inject(rpcError(code, words), { method: sends, times: 1 })
          await act()
          expect(sendsSeen()).to.equal(1)
          await expectOnce()
        })
      }

      it('says why the node does not take it, and forgets it', async () => {
        const greedy = { ...account, prepare: refusedBy('transaction underpriced') }
        const error = await rejectionOf(transact({ ...senderWith(), account: greedy }, action))
        expect(error).to.be.instanceOf(TransactionRefusedError)
        expect((error as Error).message).to.contain('transaction underpriced')
        expect((error as TransactionRefusedError).exitCode).to.equal(ExitCode.reverted)
        expect(await unfinished()).to.equal(0)
      })

      it('keeps the record where the refusal leaves open if it was taken', async () => {
        const stumbling = { ...account, prepare: refusedBy('context deadline exceeded') }
        await rejectionOf(transact({ ...senderWith(), account: stumbling }, action))
        expect(await unfinished()).to.equal(1)
        await act()
        await expectOnce()
      })

      /** A node that does not take the transaction and says so. */
      const refusedBy =
        (words: string): Account['prepare'] =>
        async (transaction) => {
          const dispatch = await account.prepare(transaction)
          return {
            ...dispatch,
            async send() {
              proxy.inject(
                {
                  kind: 'answersTo',
                  answer: ({ id }) => ({
                    jsonrpc: '2.0',
                    id,
                    error: { code: -32_000, message: words },
                  }),
                },
                { method: sends, times: 1 },
              )
              return dispatch.send()
            },
          }
        }

      it('begins anew on a chain that was started anew', async () => {
        await act(other)
        await act(other)
        proxy.inject(noReceipt.fault, noReceipt.aim)
        await rejectionOf(act(action, { receiptSeconds: 0 }))
        await proxy.clear()
        // Back to the beginning: the same chain id, another past.
        await chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
        snapshot = await chain.rpc.request({ method: 'evm_snapshot' })
        expect(await timesOnChain()).to.equal(0)
        await act()
        await expectOnce()
      })

      it('does not take the block of another chain for its own, even where its nonce is used', async () => {
        proxy.inject(noReceipt.fault, noReceipt.aim)
        await rejectionOf(act(action, { receiptSeconds: 0 }))
        await proxy.clear()
        await chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
        snapshot = await chain.rpc.request({ method: 'evm_snapshot' })
        await transact(senderWith({ outbox: memoryOutbox() }), other)
        await act()
        await expectOnce()
      })

      it('sends anew what was done before the account acted again', async () => {
        const key = wishKey(chain, account.address, wish)
        proxy.inject(noReceipt.fault, noReceipt.aim)
        await rejectionOf(act(action, { receiptSeconds: 0 }))
        await proxy.clear()
        await act(other)
        expect(await outbox.find(key)).not.to.equal(undefined)
        await act()
        expect(await timesOnChain()).to.equal(2)
        expect(await unfinished()).to.equal(0)
      })

      it('does not, where the same wish cannot come twice', async () => {
        const once = changed(outbox, { wishesRecur: false })
        proxy.inject(noReceipt.fault, noReceipt.aim)
        await rejectionOf(act(action, { outbox: once, receiptSeconds: 0 }))
        await proxy.clear()
        await act(other)
        await act(action, { outbox: once })
        await expectOnce()
      })

      it('leaves nothing behind after a revert, and can be repeated', async () => {
        const creation: Action = { data: REVERTING }
        const error = await rejectionOf(act(creation))
        expect(error).to.be.instanceOf(ChainRevertedError)
        expect(sendsSeen()).to.equal(0)
        expect(await unfinished()).to.equal(0)
      })

      it('tells a revert that the rehearsal did not see by its transaction, and forgets it', async () => {
        proxy.inject({ kind: 'result', result: '0x20000' }, { method: 'eth_estimateGas' })
        const creation: Action = { data: REVERTING }
        const error = (await rejectionOf(act(creation))) as Error
        expect(error).to.be.instanceOf(ChainRevertedError)
        expect(error.message).to.match(/^Transaction 0x[0-9a-f]{64} was mined and reverted/)
        expect(await unfinished()).to.equal(0)
        expect(await timesOnChain(creation)).to.equal(1)
        // The second attempt is one of its own, not the end of the first.
        const again = (await rejectionOf(act(creation))) as Error
        expect(again.message).not.to.equal(error.message)
      })

      it('lets two processes that wish the same send once, however they interleave', async () => {
        const [one, two] = [outboxIn(folder, 2), outboxIn(folder, 2)]
        const ends = await Promise.allSettled([
          act(action, { outbox: one }),
          act(action, { outbox: two }),
        ])
        const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
        expect(refused.map(({ name }) => name)).to.deep.equal(['AlreadySendingError'])
        await expectOnce()
      })

      it('lets them send once even without a lock, as long as the record is there', async () => {
        const unlocked = () => {
          const { alone: _, ...store } = outboxIn(folder)
          return store
        }
        await automine(false)
        const first = sendOnce(senderWith({ outbox: unlocked() }), wish)
        await first
        await sendOnce(senderWith({ outbox: unlocked() }), wish)
        await mine()
        expect(await timesOnChain()).to.equal(1)
      })

      it('lets two processes that wish different things send both, one after the other', async () => {
        await Promise.all([act(action), act(other, { outbox: outboxIn(folder, 5) })])
        expect(await timesOnChain(other)).to.equal(1)
        await expectOnce()
      })

      it('sends nothing while a record cannot be read', async () => {
        const key = wishKey(chain, account.address, wish)
        const entry: OutboxEntry = { key, from: account.address, nonce: 0, afterBlock: 0 }
        await outbox.put(entry)
        const [name] = await readdir(join(folder, '.ballast', 'outbox'))
        await writeFile(join(folder, '.ballast', 'outbox', name!), '{"key":')
        const error = await rejectionOf(act())
        expect((error as Error).name).to.equal('UnreadableOutboxError')
        expect(sendsSeen()).to.equal(0)
      })
    })
  }
}

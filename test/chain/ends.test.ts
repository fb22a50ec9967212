import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Account, keyAccount, nodeAccount } from '../../cli/chain/account.ts'
import { type Chain, nodeAccounts } from '../../cli/chain/client.ts'
import { FeeAboveCapError, mostPerGas, readBaseFee, readFees } from '../../cli/chain/fees.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { wishOfOffer } from '../../cli/chain/offers.ts'
import { memoryOutbox, wishKey } from '../../cli/chain/outbox.ts'
import type { OutboxEntry, OutboxStore } from '../../cli/chain/outboxStore.ts'
import { readPending } from '../../cli/chain/pending.ts'
import {
  NothingToReplaceError,
  planReplacement,
  type Replacement,
  replaceWaiting,
} from '../../cli/chain/replacing.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { type Action, type Sent, transact } from '../../cli/chain/transaction.ts'
import {
  ReceiptMissingError,
  ReplacedError,
  UnconfirmedError,
} from '../../cli/chain/transactionErrors.ts'
import type { Hex } from '../../cli/governance/addressBook.ts'
import { outboxIn } from '../../cli/workspace/outboxFile.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { until } from '../support/until.ts'
import { rejectionOf } from '../workspace/folder.ts'

const RECEIVER = '0x00000000000000000000000000000000000000aa'
const action: Action = { to: RECEIVER, data: '0xba11a57e' }
/** Nobody has to wait for what is slow where nothing is. */
const pauses = { first: 5, longest: 40, slow: 20 }
const wish = { to: RECEIVER, data: '0xba11a57e', value: 0n }

for (const [nodeName, start, drop] of [
  ['Hardhat’s node', startHardhat, 'hardhat_dropTransaction'],
  ['anvil', startAnvil, 'anvil_dropTransaction'],
] as const) {
  for (const signer of ['the node signs', 'a key signs'] as const) {
    describe(`what becomes of a transaction on ${nodeName} where ${signer}`, () => {
      let node: TestNode
      let chain: Chain
      let account: Account
      let folder: string
      let outbox: OutboxStore
      let snapshot: unknown
      /** How often somebody asked how long the chain is. */
      let heightsAsked = 0

      before(async () => {
        node = await start()
        const { rpc, ...others } = await connectNetwork({ ...node, timeoutSeconds: 30 })
        const request: Chain['rpc']['request'] = (call) => {
          if (call.method === 'eth_blockNumber') heightsAsked += 1
          return rpc.request(call)
        }
        chain = { ...others, rpc: { ...rpc, request } }
        const [, , , own = ''] = await nodeAccounts(chain)
        account =
          signer === 'a key signs'
            ? keyAccount(chain, knownKeys.second, 'key of the test')
            : nodeAccount(chain, own)
      })
      beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'ballast-ends-'))
        outbox = outboxIn(folder, 2)
        snapshot = await ask('evm_snapshot')
      })
      afterEach(async () => {
        await ask('evm_revert', snapshot)
        await ask('evm_setAutomine', true)
        await rm(folder, { recursive: true })
      })
      after(() => node.stop())

      const ask = (method: string, ...params: unknown[]) => chain.rpc.request({ method, params })
      const mine = () => ask('evm_mine')
      const act = (
        own: { confirmations?: number; receiptSeconds?: number; feeCap?: bigint } = {},
      ) => transact({ chain, account, outbox, receiptSeconds: 60, pauses, ...own }, action)
      const entryOf = () => outbox.find(wishKey(chain, account.address, wish))
      /** Sent by now, as far as the record says. */
      const left = async (): Promise<OutboxEntry & { hash: Hex }> => {
        await until(async () => (await entryOf())?.hash !== undefined)
        const entry = await entryOf()
        return { ...entry!, hash: entry!.hash! }
      }
      const replace = async (what: Replacement, own: Partial<{ outbox: OutboxStore }> = {}) => {
        const entry = await left()
        const planned = await planReplacement({ chain, account }, entry, what)
        return replaceWaiting({ chain, account, outbox, ...own }, entry, { what, wish: planned })
      }
      const timesOnChain = async (data = action.data) => {
        const newest = Number(await ask('eth_blockNumber'))
        let count = 0
        for (let number = 0; number <= newest; number += 1) {
          const block = (await ask('eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as {
            transactions: readonly { from: string; input: string }[]
          }
          count += block.transactions.filter(
            ({ from, input }) =>
              from.toLowerCase() === account.address.toLowerCase() && input === data,
          ).length
        }
        return count
      }
      const expectOnce = async (sent: Sent) => {
        expect(await timesOnChain()).to.equal(1)
        expect(await entryOf()).to.equal(undefined)
        expect(sent.blockNumber).to.be.above(0)
      }

      it('counts once it is as deep as wished', async () => {
        await ask('evm_setAutomine', false)
        const acting = act({ confirmations: 3 })
        let isDone = false
        void acting.then(() => {
          isDone = true
        })
        await left()
        await mine()
        await mine()
        // It has looked at this height and found it not enough.
        const before = heightsAsked
        await until(() => heightsAsked > before + 2)
        expect(isDone).to.equal(false)
        await mine()
        await expectOnce(await acting)
      })

      it('is said to be mined, and how deep, where the blocks on top do not come', async () => {
        const error = await failureOf(act({ confirmations: 3, receiptSeconds: 0.2 }))
        expect(error).to.be.instanceOf(UnconfirmedError)
        expect(error.message).to.match(/1 blocks? deep after 0\.2 s, not 3/)
        await mine()
        await mine()
        await expectOnce(await act({ confirmations: 3 }))
      })

      it('is handed over again where the node forgot it', async () => {
        await ask('evm_setAutomine', false)
        const acting = act()
        const { hash } = await left()
        await until(async () => (await ask('eth_getTransactionByHash', hash)) !== null)
        await ask(drop, hash)
        await until(async () => (await ask('eth_getTransactionByHash', hash)) !== null)
        await mine()
        await expectOnce(await acting)
      })

      it('is not signed again by itself where signing asks somebody', async () => {
        await ask('evm_setAutomine', false)
        let times = 0
        const prepare: Account['prepare'] = (transaction) => {
          times += 1
          return account.prepare(transaction)
        }
        const asked: Account = { ...account, asksEachTime: true, prepare }
        const acting = failureOf(
          transact({ chain, account: asked, outbox, receiptSeconds: 1, pauses }, action),
        )
        await ask(drop, (await left()).hash)
        expect(await acting).to.be.instanceOf(ReceiptMissingError)
        expect(times).to.equal(1)
        expect(await entryOf()).not.to.equal(undefined)
      })

      it('is handed over again where the block that held it is gone', async () => {
        const early = await ask('evm_snapshot')
        const acting = act({ confirmations: 2 })
        const { hash } = await left()
        await until(async () => (await ask('eth_getTransactionReceipt', hash)) !== null)
        await ask('evm_revert', early)
        expect(await timesOnChain()).to.equal(0)
        await until(async () => (await timesOnChain()) === 1)
        await mine()
        await expectOnce(await acting)
      })

      it('is told to be replaced where somebody else used its nonce', async () => {
        await ask('evm_setAutomine', false)
        const acting = failureOf(act())
        const entry = await left()
        await ask(drop, entry.hash)
        const fees = await readFees(chain)
        const other = await account.prepare({
          to: RECEIVER,
          data: '0x07',
          value: 0n,
          nonce: entry.nonce,
          gasLimit: 100_000n,
          fees: wishOfOffer(entry.offer!).fees.type === 0 ? fees : raised(fees),
        })
        await other.send()
        await mine()
        const error = await acting
        expect(error).to.be.instanceOf(ReplacedError)
        expect(error.message).to.contain(`nonce ${entry.nonce}`)
        expect(await entryOf()).to.equal(undefined)
        expect(await timesOnChain()).to.equal(0)
      })

      it('is mined at the higher offer, and the one who waits for it hears of it', async () => {
        await ask('evm_setAutomine', false)
        const acting = act()
        const first = await left()
        const second = await replace('speed up')
        expect(second.hash).to.not.equal(first.hash)
        expect(mostPerGas(second.fees) > mostPerGas(wishOfOffer(first.offer!).fees)).to.equal(true)
        expect(await readPending(chain, (await entryOf())!)).to.deep.equal({
          kind: 'waits',
          hash: second.hash,
        })
        await mine()
        const sent = await acting
        expect(sent.transactionHash).to.equal(second.hash)
        await expectOnce(sent)
      })

      it('can be outbid twice, and taken back in the end', async () => {
        await ask('evm_setAutomine', false)
        const acting = failureOf(act())
        await replace('speed up')
        await replace('speed up')
        const taken = await replace('cancel')
        await mine()
        const error = await acting
        expect(error).to.be.instanceOf(ReplacedError)
        expect(error.message).to.contain(`taken back: ${taken.hash}`)
        expect(await timesOnChain()).to.equal(0)
        expect(await timesOnChain('0x')).to.equal(1)
        // Wished once more, it is sent anew.
        await ask('evm_setAutomine', true)
        await expectOnce(await act())
      })

      it('happens once where the process that offers more ends before it could write that down', async () => {
        await ask('evm_setAutomine', false)
        const acting = act()
        let puts = 0
        const crashing: OutboxStore = Object.assign({}, outbox, {
          async put(entry: OutboxEntry) {
            puts += 1
            if (puts === 2) throw new Error('ended')
            await outbox.put(entry)
          },
        })
        const error = (await rejectionOf(replace('speed up', { outbox: crashing }))) as Error
        expect(error.message).to.equal('ended')
        await mine()
        await expectOnce(await acting)
      })

      it('cannot be outbid or taken back once it is mined', async () => {
        await ask('evm_setAutomine', false)
        const acting = act({ confirmations: 2 })
        const entry = await left()
        await mine()
        for (const what of ['speed up', 'cancel'] as const) {
          const error = await failureOf(planReplacement({ chain, account }, entry, what))
          expect(error).to.be.instanceOf(NothingToReplaceError)
        }
        await mine()
        await expectOnce(await acting)
      })

      describe('at ten gwei', () => {
        let before: bigint
        const setBase = (wei: bigint) =>
          ask(`${drop.split('_')[0]}_setNextBlockBaseFeePerGas`, `0x${wei.toString(16)}`)
        beforeEach(async () => {
          before = (await readBaseFee(chain))!
          await setBase(10n ** 10n)
          await mine()
        })
        // anvil keeps it for the next block, whatever is put back.
        afterEach(() => setBase(before))

        it('is not sent where a unit of gas costs more than somebody pays', async () => {
          expect(await failureOf(act({ feeCap: 10n ** 10n }))).to.be.instanceOf(FeeAboveCapError)
          expect(await nonceOf(chain, account.address, 'pending')).to.equal(
            await nonceOf(chain, account.address, 'latest'),
          )
          expect(await entryOf()).to.equal(undefined)
        })

        it('offers no more than that where there is less room than usual', async () => {
          const cap = mostPerGas(await readFees(chain)) - 1n
          const { transactionHash } = await act({ feeCap: cap })
          const { maxFeePerGas } = (await ask('eth_getTransactionByHash', transactionHash)) as {
            maxFeePerGas: Hex
          }
          expect(BigInt(maxFeePerGas)).to.equal(cap)
        })

        it('is outbid below the cap although the usual offer is above it', async () => {
          const usual = mostPerGas(await readFees(chain))
          const base = (await readBaseFee(chain))!
          await ask('evm_setAutomine', false)
          const first = usual - base + base / 10n
          const acting = act({ feeCap: first })
          const entry = await left()
          const feeCap = first + first / 4n
          expect(feeCap < usual).to.equal(true)
          const { fees } = await planReplacement({ chain, account, feeCap }, entry, 'speed up')
          expect(mostPerGas(fees) <= feeCap).to.equal(true)
          expect(mostPerGas(fees) > first).to.equal(true)
          await mine()
          await expectOnce(await acting)
        })
      })

      it('is not outbid above the cap', async () => {
        await ask('evm_setAutomine', false)
        const acting = act()
        const entry = await left()
        const feeCap = mostPerGas(wishOfOffer(entry.offer!).fees)
        const error = await failureOf(
          planReplacement({ chain, account, feeCap }, entry, 'speed up'),
        )
        expect(error).to.be.instanceOf(FeeAboveCapError)
        expect((error as Error).message).to.contain('take the place of the one that waits')
        await mine()
        await expectOnce(await acting)
      })

      it('is still there, or is not, for whoever asks what is unfinished', async () => {
        const entry = { ...(await leftBehind()), earlier: [] }
        expect((await readPending(chain, entry)).kind).to.equal('waits')
        await ask(drop, entry.hash)
        expect((await readPending(chain, entry)).kind).to.equal('not there')
        await ask('evm_setAutomine', true)
        await transact(
          { chain, account, outbox: memoryOutbox(), receiptSeconds: 5 },
          { ...action, data: '0x09' },
        )
        expect((await readPending(chain, entry)).kind).to.equal('nonce used')
      })

      /** Sent by a process that did not wait. */
      async function leftBehind(): Promise<OutboxEntry & { hash: Hex }> {
        await ask('evm_setAutomine', false)
        await failureOf(act({ receiptSeconds: 0 }))
        return left()
      }
    })
  }
}

const raised = (fees: Awaited<ReturnType<typeof readFees>>) =>
  fees.type === 0
    ? fees
    : {
        ...fees,
        maxFeePerGas: 4n * fees.maxFeePerGas,
        maxPriorityFeePerGas: 2n * fees.maxPriorityFeePerGas + 1n,
      }

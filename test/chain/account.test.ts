import { expect } from 'chai'
import { computeAddress, verifyTypedData, Wallet } from 'ethers'
import { type Account, keyAccount, nodeAccount } from '../../cli/chain/account.ts'
import { type Chain, connectChain, nodeAccounts } from '../../cli/chain/client.ts'
import { mostPerGas, readBaseFee, readFees } from '../../cli/chain/fees.ts'
import { NotEnoughFundsError, requireFunds } from '../../cli/chain/funds.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { NodeError, NotJsonRpcError, WrongChainError } from '../../cli/chain/nodeErrors.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { RpcError } from '../../cli/chain/rpcError.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { type Ceiling, transact } from '../../cli/chain/transaction.ts'
import { DearerThanPlannedError } from '../../cli/chain/transactionErrors.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'

const receiver = `0x${'00'.repeat(18)}b0b0`

const greeting = {
  domain: { name: 'Test', version: '1', chainId: 31_337, verifyingContract: receiver },
  types: {
    Greeting: [
      { name: 'words', type: 'string' },
      { name: 'amount', type: 'uint256' },
    ],
  },
  primaryType: 'Greeting',
  message: { words: 'ahoy', amount: 2n ** 70n },
} as const

/** The same chain, its node without one method, as some are. */
const without = (chain: Chain, method: string): Promise<Chain> =>
  connectChain({
    request: (call) =>
      call.method === method
        ? Promise.reject(new RpcError(method, { code: -32_601, message: 'no such method' }))
        : chain.rpc.request(call),
  })

const kinds = [
  ['Hardhat', () => startHardhat(), 2],
  ['anvil', () => startAnvil(), 2],
  ['anvil before EIP-1559', () => startAnvil('--hardfork', 'berlin'), 0],
] as const

for (const [name, start, type] of kinds) {
  describe(`accounts on ${name}`, () => {
    let node: TestNode
    let chain: Chain
    before(async () => {
      node = await start()
      chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
    })
    after(() => node.stop())

    const sendFrom = async (account: ReturnType<typeof keyAccount>, value: bigint) =>
      transact(
        { chain, account, outbox: memoryOutbox(), receiptSeconds: 10 },
        { to: receiver, data: '0x', value },
      )

    it('sign by key and by node', async () => {
      const [, , , , own = ''] = await nodeAccounts(chain)
      await sendFrom(keyAccount(chain, knownKeys.first, 'test'), 5n)
      await sendFrom(nodeAccount(chain, own), 6n)
      expect(await chain.provider.getBalance(receiver)).to.equal(11n)
    })

    it('sign typed messages, so that everybody sees whose they are', async () => {
      const [, , , , own = ''] = await nodeAccounts(chain)
      for (const account of [keyAccount(chain, knownKeys.first, 'test'), nodeAccount(chain, own)]) {
        const signature = await account.signTyped(greeting)
        const { domain, types, message } = greeting
        const signer = verifyTypedData(
          domain,
          { Greeting: [...types.Greeting] },
          message,
          signature,
        )
        expect(signer).to.equal(account.address)
      }
    })

    it('offer fees in the form that the chain has', async () => {
      const fees = await readFees(chain)
      expect(fees.type).to.equal(type)
      expect(mostPerGas(fees) > 0n).to.equal(true)
    })

    it('do without a usual tip where the node knows only a price', async () => {
      const poor = await without(chain, 'eth_maxPriorityFeePerGas')
      expect((await readFees(poor)).type).to.equal(type)
      const account = keyAccount(poor, knownKeys.second, 'test')
      const sender = { chain: poor, account, outbox: memoryOutbox(), receiptSeconds: 10 }
      expect((await transact(sender, { to: receiver, data: '0x' })).blockNumber).to.be.above(0)
    })

    const promising = (account: Account, ceiling: Ceiling) =>
      transact(
        { chain, account, outbox: memoryOutbox(), receiptSeconds: 10 },
        { to: receiver, data: '0x' },
        { ceiling },
      )
    const signers = async () => {
      const [, , , , own = ''] = await nodeAccounts(chain)
      return [keyAccount(chain, knownKeys.first, 'test'), nodeAccount(chain, own)]
    }

    it('offer exactly what was promised', async () => {
      for (const account of await signers()) {
        const fees = await readFees(chain)
        const { transactionHash } = await promising(account, { gasLimit: 54_321n, fees })
        const sent = await chain.provider.getTransaction(transactionHash)
        expect(sent?.gasLimit).to.equal(54_321n)
        if (fees.type === 2) {
          expect(sent?.maxFeePerGas).to.equal(fees.maxFeePerGas)
          expect(sent?.maxPriorityFeePerGas).to.equal(fees.maxPriorityFeePerGas)
        } else expect(sent?.gasPrice).to.equal(fees.gasPrice)
      }
    })

    it('send nothing that costs more than was promised', async () => {
      for (const account of await signers()) {
        const count = await nonceOf(chain, account.address, 'pending')
        const fees = await readFees(chain)
        const tight = await failureOf(promising(account, { gasLimit: 20_000n, fees }))
        expect(tight).to.be.instanceOf(DearerThanPlannedError)
        expect(tight.exitCode).to.equal(5)
        // Hardhat's node asks for no base fee.
        if (((await readBaseFee(chain)) ?? 0n) > 1n) {
          const cheap = { type: 2, maxFeePerGas: 1n, maxPriorityFeePerGas: 0n } as const
          const poor = await failureOf(promising(account, { gasLimit: 54_321n, fees: cheap }))
          expect(poor).to.be.instanceOf(DearerThanPlannedError)
        }
        expect(await nonceOf(chain, account.address, 'pending')).to.equal(count)
      }
    })

    it('send nothing once another chain answers at the same address', async () => {
      let swapped = false
      const moving = await connectChain({
        request: async (call) =>
          swapped && call.method === 'eth_chainId' ? '0x2a' : chain.rpc.request(call),
      })
      swapped = true
      for (const { address } of await signers()) {
        const signing = [nodeAccount(moving, address)]
        if (address === computeAddress(knownKeys.first)) {
          signing.push(keyAccount(moving, knownKeys.first, 'test'))
        }
        for (const account of signing) {
          const count = await nonceOf(chain, address, 'pending')
          const outbox = memoryOutbox()
          const sender = { chain: moving, account, outbox, receiptSeconds: 10 }
          const failure = await failureOf(transact(sender, { to: receiver, data: '0x' }))
          expect(failure).to.be.instanceOf(WrongChainError)
          expect(await nonceOf(chain, address, 'pending')).to.equal(count)
        }
      }
    })

    it('are a failure of the node where it answers null', async () => {
      const silent = await connectChain({
        request: async (call) =>
          /eth_(accounts|gasPrice|maxPriorityFeePerGas)/.test(call.method)
            ? null
            : chain.rpc.request(call),
      })
      expect(await failureOf(nodeAccounts(silent))).to.be.instanceOf(NotJsonRpcError)
      expect(await failureOf(readFees(silent))).to.be.instanceOf(NotJsonRpcError)
    })

    it('are told what they have and what they need', async () => {
      const poor = Wallet.createRandom().address
      const failure = await failureOf(requireFunds(chain, poor, 10n ** 15n))
      expect(failure).to.be.instanceOf(NotEnoughFundsError)
      expect(failure.exitCode).to.equal(5)
      expect(failure.message).to.equal(`${poor} has 0 ETH; this transaction may cost 0.001 ETH.`)
    })

    it('without ETH get a sentence, also when only the node notices', async () => {
      const poor = Wallet.createRandom()
      const account = keyAccount(chain, poor.privateKey, 'test')
      const dispatch = await account.prepare({
        to: receiver,
        data: '0x',
        value: 1n,
        nonce: 0,
        gasLimit: 30_000n,
      })
      const failure = await failureOf(dispatch.send())
      expect(failure).to.be.instanceOf(NotEnoughFundsError)
      expect(failure.message).to.contain(poor.address)
      expect(`${failure.message}${failure.nextStep}`).not.to.contain(poor.privateKey.slice(2, 12))
    })

    it('are refused a nonce that is gone, as a failure of the node', async () => {
      await sendFrom(keyAccount(chain, knownKeys.third, 'test'), 1n)
      const account = keyAccount(chain, knownKeys.third, 'test')
      const used = { to: receiver, data: '0x', value: 2n, nonce: 0, gasLimit: 30_000n }
      const dispatch = await account.prepare(used)
      expect(await failureOf(dispatch.send())).to.be.instanceOf(NodeError)
    })
  })
}

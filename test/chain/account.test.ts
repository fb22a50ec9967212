import { expect } from 'chai'
import { Wallet } from 'ethers'
import { keyAccount, nodeAccount } from '../../cli/chain/account.ts'
import { type Chain, connectChain, nodeAccounts } from '../../cli/chain/client.ts'
import { mostPerGas, readFees } from '../../cli/chain/fees.ts'
import { NotEnoughFundsError, requireFunds } from '../../cli/chain/funds.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { NodeError } from '../../cli/chain/nodeErrors.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { RpcError } from '../../cli/chain/rpcError.ts'
import { transact } from '../../cli/chain/transaction.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'

const receiver = `0x${'00'.repeat(18)}b0b0`

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

import { expect } from 'chai'
import { Contract, id as topicOf } from 'ethers'
import { type Chain, nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { asDevelopmentChain, connectNetwork } from '../../cli/chain/network.ts'
import {
  NodeError,
  NodeKeyNeededError,
  NodeRefusedError,
  NodeUnreachableError,
  NotJsonRpcError,
  WrongChainError,
} from '../../cli/chain/nodeErrors.ts'
import { isRevert } from '../../cli/chain/revert.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import {
  type FaultProxy,
  html,
  rpcError,
  startFaultProxy,
  wrongChain,
} from '../support/faultProxy.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { rejectionOf } from '../workspace/folder.ts'

const SOMEBODY = '0x00000000000000000000000000000000000000AA'

for (const [name, start] of [
  ['Hardhat’s node', startHardhat],
  ['anvil', startAnvil],
] as const) {
  describe(`connecting to ${name}`, () => {
    let node: TestNode
    let proxy: FaultProxy
    before(async () => {
      node = await start()
      proxy = await startFaultProxy(node.url)
    })
    afterEach(() => proxy.clear())
    after(async () => {
      await proxy.stop()
      await node.stop()
    })
    const connect = () =>
      connectNetwork({ url: proxy.url, chainId: node.chainId, timeoutSeconds: 2 })

    it('knows the chain, and that its clock may be moved', async () => {
      const chain = await connect()
      expect(chain.chainId).to.equal(31_337)
      expect((await asDevelopmentChain(chain))?.isDevelopment).to.equal(true)
    })

    it('does not take a node of another make for a development chain', async () => {
      proxy.inject({ kind: 'result', result: 'Geth/v1.15.0' }, { method: 'web3_clientVersion' })
      expect(await asDevelopmentChain(await connect())).to.equal(undefined)
      await proxy.clear()
      proxy.inject({ kind: 'result', result: 'not-anvil/v1' }, { method: 'web3_clientVersion' })
      expect(await asDevelopmentChain(await connect())).to.equal(undefined)
    })

    it('asks a node once whether it is made for development, and again if it did not answer', async () => {
      const chain = await connect()
      proxy.inject({ kind: 'dies' }, { method: 'web3_clientVersion' })
      expect(await rejectionOf(asDevelopmentChain(chain))).to.be.instanceOf(NodeUnreachableError)
      await proxy.clear()
      for (const _ of [1, 2]) expect(await asDevelopmentChain(chain)).not.to.equal(undefined)
      const asked = proxy.seen().filter(({ method }) => method === 'web3_clientVersion')
      expect(asked).to.have.lengthOf(1)
    })

    it('refuses a node on another chain, before anything else is asked', async () => {
      proxy.inject(wrongChain.fault, wrongChain.aim)
      const error = (await rejectionOf(connect())) as WrongChainError
      expect(error).to.be.instanceOf(WrongChainError)
      expect(error.exitCode).to.equal(ExitCode.unreachable)
      expect(error.message).to.contain('is on chain 42; the network is chain 31337')
      expect(proxy.seen().map(({ method }) => method)).to.deep.equal(['eth_chainId'])
    })

    for (const result of [null, {}, '', '0x', 'mainnet', 31_337]) {
      it(`takes ${JSON.stringify(result)} for no chain id`, async () => {
        proxy.inject({ kind: 'result', result }, { method: 'eth_chainId' })
        expect(await rejectionOf(connect())).to.be.instanceOf(NotJsonRpcError)
      })
    }

    it('asks the chain id again after two refusals, and goes on', async () => {
      proxy.inject({ kind: 'rateLimited', retryAfter: '0' }, { times: 2 })
      expect((await connect()).chainId).to.equal(31_337)
    })

    describe('read through ethers', () => {
      let chain: Chain
      const contract = () =>
        new Contract(
          SOMEBODY,
          [
            'function count() view returns (uint256)',
            'function add(uint256)',
            'event Added(uint256)',
          ],
          chain.provider,
        )
      before(async () => {
        chain = await connect()
      })

      const reads: Readonly<Record<string, () => Promise<unknown>>> = {
        'a call of a contract': () => contract()['count']!(),
        'a static call': () => contract()['add']!.staticCall(1n),
        'an estimate': () => contract()['add']!.estimateGas(1n),
        'the provider’s call': () => chain.provider.call({ to: SOMEBODY, data: '0x' }),
        'the provider’s estimate': () => chain.provider.estimateGas({ to: SOMEBODY, data: '0x' }),
        'events of a contract': () => contract().queryFilter('Added', 0),
        logs: () => chain.provider.getLogs({ topics: [topicOf('Added(uint256)')] }),
        code: () => chain.provider.getCode(SOMEBODY),
        'a balance': () => chain.provider.getBalance(SOMEBODY),
        'a nonce': () => chain.provider.getTransactionCount(SOMEBODY),
        'a block': () => chain.provider.getBlock('latest'),
        'a receipt': () => chain.provider.getTransactionReceipt(`0x${'0'.repeat(64)}`),
        fees: () => chain.provider.getFeeData(),
        'a block of ours': () => readBlock(chain),
        'accounts of ours': () => nodeAccounts(chain),
      }
      for (const [what, read] of Object.entries(reads)) {
        it(`fails as what it is: ${what}`, async () => {
          for (const [fault, expected] of [
            [{ kind: 'answers', status: 401, body: 'who?' }, NodeKeyNeededError],
            [html(200), NotJsonRpcError],
            [rpcError(-32_601, 'no such method'), NodeRefusedError],
          ] as const) {
            proxy.inject(fault)
            const error = await rejectionOf(read())
            expect(error, `${fault.kind}: ${error}`).to.be.instanceOf(expected)
            expect((error as NodeError).message).to.contain(proxy.url)
            expect(isRevert(error)).to.equal(false)
            await proxy.clear()
          }
        })
      }

      it('fails by name where some of many reads at once fail', async () => {
        proxy.inject({ kind: 'dies' }, { after: 5 })
        const all = Promise.all(Array.from({ length: 40 }, reads['a balance']!))
        expect(await rejectionOf(all)).to.be.instanceOf(NodeUnreachableError)
      })

      it('keeps a revert a revert', async () => {
        proxy.inject(rpcError(3, 'execution reverted'), { method: 'eth_call' })
        const error = await rejectionOf(contract()['count']!())
        expect(error).not.to.be.instanceOf(NodeError)
        expect(isRevert(error)).to.equal(true)
      })
    })
  })
}

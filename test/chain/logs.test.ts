import { expect } from 'chai'
import type { Chain } from '../../cli/chain/client.ts'
import { readLogs, TooManyQuestionsError } from '../../cli/chain/logs.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import {
  NodeRateLimitedError,
  NodeRefusedError,
  NodeUnreachableError,
} from '../../cli/chain/nodeErrors.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import {
  type Call,
  type Fault,
  type FaultProxy,
  rpcError,
  startFaultProxy,
} from '../support/faultProxy.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { rejectionOf } from '../workspace/folder.ts'

/** Creates a contract whose every call logs its first word, with topic 1: PUSH 0 CALLDATALOAD PUSH 0 MSTORE … LOG1. */
const LOGGER = '0x600e600c600039600e6000f3' + '6000356000526001602060' + '00a100'
const TOPIC = `0x${'1'.padStart(64, '0')}`

for (const [name, start] of [
  ['Hardhat’s node', startHardhat],
  ['anvil', startAnvil],
] as const) {
  describe(`reading events of ${name}`, () => {
    let node: TestNode
    let proxy: FaultProxy
    let chain: Chain
    let address: string
    let last: number
    before(async () => {
      node = await start()
      proxy = await startFaultProxy(node.url)
      chain = await connectNetwork({ url: proxy.url, chainId: node.chainId, timeoutSeconds: 5 })
      const [from] = (await chain.rpc.request({ method: 'eth_accounts' })) as string[]
      const sender = localSender(chain, from!)
      const { contractAddress } = await transact(sender, { data: LOGGER })
      address = contractAddress!
      for (let number = 0; number < 20; number += 1) {
        const data = `0x${number.toString(16).padStart(64, '0')}`
        last = (await transact(sender, { to: address, data })).blockNumber
      }
    })
    afterEach(() => proxy.clear())
    after(async () => {
      await proxy.stop()
      await node.stop()
    })

    const read = (fromBlock = 0, toBlock = last) =>
      readLogs(chain, { address, topics: [TOPIC], fromBlock, toBlock })
    const numbers = async (...range: Parameters<typeof read>) =>
      (await read(...range)).map(({ data }) => Number(data))
    const asked = () => proxy.seen().filter(({ method }) => method === 'eth_getLogs').length
    const upTo20 = Array.from({ length: 20 }, (_, number) => number)

    /** A node that answers for so many blocks at once and no more. */
    const atMostBlocks = (count: number, fault: Fault) =>
      proxy.inject(fault, {
        method: 'eth_getLogs',
        when: ({ params }: Call) => {
          const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
          return Number(toBlock) - Number(fromBlock) + 1 > count
        },
      })

    it('answers them in the order of the chain', async () => {
      expect(await numbers()).to.deep.equal(upTo20)
      expect(asked()).to.equal(1)
    })

    it('asks nothing for a range that is empty', async () => {
      expect(await numbers(5, 4)).to.deep.equal([])
      expect(asked()).to.equal(0)
    })

    for (const words of [
      'block range is too wide',
      'query returned more than 10000 results',
      'limit exceeded',
    ]) {
      it(`halves a range until the node answers: ${words}`, async () => {
        for (const count of [1, 3, 8]) {
          await proxy.clear()
          atMostBlocks(count, rpcError(-32_005, words))
          expect(await numbers()).to.deep.equal(upTo20)
        }
      })
    }

    it('gives up where not even one block is answered, after few questions', async () => {
      proxy.inject(rpcError(-32_601, 'no logs here'), { method: 'eth_getLogs' })
      expect(await rejectionOf(read(0, 1_000_000))).to.be.instanceOf(NodeRefusedError)
      expect(asked()).to.be.below(25)
    })

    it('does not halve when it is asked too often, nor when the node is lost', async () => {
      proxy.inject({ kind: 'rateLimited', retryAfter: '60' })
      expect(await rejectionOf(read())).to.be.instanceOf(NodeRateLimitedError)
      expect(asked()).to.equal(1)
      await proxy.clear()
      proxy.inject({ kind: 'dies' }, { method: 'eth_getLogs' })
      expect(await rejectionOf(read())).to.be.instanceOf(NodeUnreachableError)
    })

    it('loses none when the node goes away in the middle of the halves', async () => {
      atMostBlocks(4, rpcError(-32_005, 'too many results'))
      proxy.inject({ kind: 'breaks' }, { method: 'eth_getLogs', after: 3, times: 2 })
      expect(await numbers()).to.deep.equal(upTo20)
    })
  })
}

describe('reading events of a node that answers for one block at a time', () => {
  it('ends with an instruction instead of asking for every block', async () => {
    let asked = 0
    const provider = {
      send: async (_: string, [range]: [{ fromBlock: string; toBlock: string }]) => {
        asked += 1
        if (range.fromBlock === range.toBlock) return []
        throw new NodeRefusedError('The node', 'eth_getLogs', { message: 'one block at a time' })
      },
    }
    const filter = { address: '0x', topics: [TOPIC], fromBlock: 0, toBlock: 10_000_000 }
    const error = await rejectionOf(readLogs({ provider } as unknown as Chain, filter))
    expect(error).to.be.instanceOf(TooManyQuestionsError)
    expect((error as Error).message)
      .to.contain('blocks 0 to 10000000 take more than 5,000 questions')
      .and.to.contain('one block at a time')
    expect(asked).to.be.within(5_000, 5_100)
  })
})

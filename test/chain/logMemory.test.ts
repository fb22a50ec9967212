import { expect } from 'chai'
import { type Chain, connectChain, readBlock } from '../../cli/chain/client.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { LogMemory, recallLogs } from '../../cli/chain/logMemory.ts'
import { readLogs } from '../../cli/chain/logs.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { options } from './chains.ts'

/** Creates a contract whose every call logs its first word, with topic 1. */
const LOGGER = '0x600e600c600039600e6000f3' + '6000356000526001602060' + '00a100'
const TOPIC = `0x${'1'.padStart(64, '0')}`

describe('remembering events', () => {
  let node: EmbeddedChain
  let chain: Chain
  let address: string
  let emit: (number: number) => Promise<unknown>
  let asked: { readonly from: number; readonly to: number }[]
  let snapshot: unknown

  before(async () => {
    node = await startEmbeddedChain(options)
    const [from] = (await node.rpc.request({ method: 'eth_accounts' })) as string[]
    const sender = localSender(node, from!)
    address = (await transact(sender, { data: LOGGER })).contractAddress!
    emit = (number) =>
      transact(sender, { to: address, data: `0x${number.toString(16).padStart(64, '0')}` })
  })
  after(() => node.close())
  beforeEach(async () => {
    snapshot = await node.rpc.request({ method: 'evm_snapshot' })
    chain = await listening()
    asked = []
  })
  afterEach(() => node.rpc.request({ method: 'evm_revert', params: [snapshot] }))

  /** The same chain through a connection of its own, its questions for events taken down. */
  const listening = () =>
    connectChain({
      request: (call) => {
        if (call.method === 'eth_getLogs') {
          const [{ fromBlock, toBlock }] = call.params as [{ fromBlock: string; toBlock: string }]
          asked.push({ from: Number(fromBlock), to: Number(toBlock) })
        }
        return node.rpc.request(call)
      },
    })
  /** One by one: blocks that Hardhat mines together have hashes that do not depend on what is below them. */
  const mine = async (count: number) => {
    for (let mined = 0; mined < count; mined += 1) await node.rpc.request({ method: 'evm_mine' })
  }
  const newest = async () => (await readBlock(node)).number
  const filter = (toBlock: number, fromBlock = 1) => ({
    address,
    topics: [TOPIC],
    fromBlock,
    toBlock,
  })
  const numbersOf = (logs: Awaited<ReturnType<typeof readLogs>>) =>
    logs.map(({ data }) => Number(data))
  const recalled = async (...to: Parameters<typeof filter>) =>
    numbersOf(await recallLogs(chain, filter(...to)))

  it('asks for a newer block\u2019s events and those of the blocks before it, not for all', async () => {
    await emit(1)
    await mine(200)
    await emit(2)
    expect(await recalled(await newest())).to.deep.equal([1, 2])
    await emit(3)
    const head = await newest()
    expect(await recalled(head)).to.deep.equal([1, 2, 3])
    expect(asked.map(({ from }) => from)).to.deep.equal([1, head - 1 - 32 + 1])
  })

  it('gives the same as the node, whatever happens for three hundred blocks', async () => {
    for (let round = 0; round < 30; round += 1) {
      await emit(round)
      if (round % 7 === 0) await emit(round + 100)
      await mine(1 + ((round * 5) % 17))
      const head = await newest()
      expect(await recallLogs(chain, filter(head))).to.deep.equal(
        await readLogs(node, filter(head)),
      )
    }
    const widths = asked.slice(10).map(({ from, to }) => to - from + 1)
    expect(widths).to.have.length(20)
    expect(Math.max(...widths)).to.be.at.most(2 * 32 + 18)
  })

  /** Remembers the events 1 and 2 and a hundred blocks, then the chain is put back to event 1. */
  const rememberAndPutBack = async () => {
    await emit(1)
    const fork = await node.rpc.request({ method: 'evm_snapshot' })
    await emit(2)
    await mine(100)
    expect(await recalled(await newest())).to.deep.equal([1, 2])
    await node.rpc.request({ method: 'evm_revert', params: [fork] })
  }

  it('reads everything again when the chain was put back and went another way', async () => {
    await rememberAndPutBack()
    await emit(3)
    await mine(150)
    expect(await recalled(await newest())).to.deep.equal([1, 3])
    // And it remembers that from then on.
    await emit(4)
    asked.length = 0
    expect(await recalled(await newest())).to.deep.equal([1, 3, 4])
    expect(asked).to.have.length(1)
    expect(asked[0]!.from).to.be.above(100)
  })

  it('reads everything again when the chain is shorter than what is remembered', async () => {
    await rememberAndPutBack()
    await emit(5)
    expect(await recalled(await newest())).to.deep.equal([1, 5])
  })

  it('gives only the events up to an older block, and asks nothing for them', async () => {
    await emit(1)
    const older = await newest()
    await emit(2)
    await mine(100)
    await recalled(await newest())
    asked.length = 0
    expect(await recalled(older)).to.deep.equal([1])
    expect(asked).to.deep.equal([])
    await emit(3)
    expect(await recalled(await newest())).to.deep.equal([1, 2, 3])
  })

  it('asks for the newest blocks again: a node may have answered for one that it did not have', async () => {
    await emit(1)
    await mine(100)
    const head = await newest()
    // Some nodes answer so: nothing, for a block that they hear of a moment later.
    await recalled(head + 1)
    await emit(2)
    expect(await recalled(head + 1)).to.deep.equal([1, 2])
  })

  it('keeps filters apart, and another connection\u2019s memory too', async () => {
    await emit(1)
    const later = (await newest()) + 1
    await emit(2)
    await mine(100)
    const head = await newest()
    expect(await recalled(head)).to.deep.equal([1, 2])
    expect(await recalled(head, later)).to.deep.equal([2])
    expect(await recalled(head)).to.deep.equal([1, 2])
    chain = await listening()
    asked.length = 0
    await recalled(head)
    expect(asked.map(({ from }) => from)).to.deep.equal([1])
  })

  describe('forgets', () => {
    const starts = async (memory: LogMemory, fromBlock: number, head: number) => {
      asked.length = 0
      await memory.read(filter(head, fromBlock))
      return asked.map(({ from }) => from)
    }
    const withEvents = async () => {
      const first = (await newest()) + 1
      for (let number = 0; number < 6; number += 1) await emit(number)
      await mine(100)
      return { first, head: await newest() }
    }

    it('what was asked for longest ago when there are too many filters', async () => {
      const { first, head } = await withEvents()
      const memory = new LogMemory(chain, { filters: 2, logs: 1_000 })
      for (const from of [first, first + 1, first, first + 2]) await starts(memory, from, head)
      expect(await starts(memory, first, head)).to.deep.equal([head - 32 + 1])
      expect(await starts(memory, first + 1, head)).to.deep.equal([first + 1])
    })

    it('what was asked for longest ago when there are too many events', async () => {
      const { first, head } = await withEvents()
      const memory = new LogMemory(chain, { filters: 10, logs: 8 })
      await starts(memory, first, head)
      await starts(memory, first + 4, head)
      expect(await starts(memory, first, head)).to.deep.equal([head - 32 + 1])
      await starts(memory, first + 3, head)
      expect(await starts(memory, first, head)).to.deep.equal([first])
    })

    it('never remembers more than it may', async () => {
      const { first, head } = await withEvents()
      const memory = new LogMemory(chain, { filters: 10, logs: 5 })
      await starts(memory, first, head)
      expect(await starts(memory, first, head)).to.deep.equal([first])
    })
  })
})

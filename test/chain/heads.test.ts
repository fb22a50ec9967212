import { expect } from 'chai'
import { type Chain, connectChain } from '../../cli/chain/client.ts'
import { followHeads, type HeadNews, type HeadSource } from '../../cli/chain/heads.ts'
import { httpRpc } from '../../cli/chain/httpRpc.ts'
import { ChainReplacedError, NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { startAnvil, type TestNode } from '../support/nodes.ts'
import { serveChain } from '../support/serveChain.ts'
import { tcpDoor } from '../support/tcpDoor.ts'
import { until } from '../support/until.ts'

const portOf = (url: string) => Number(new URL(url).port)
const webSocketOf = (url: string) => url.replace('http:', 'ws:')

/** Much longer than a test: whatever is told was pushed. */
const NEVER_MS = 1_000_000

describe('the newest blocks of a chain', () => {
  let node: TestNode
  let chain: Chain
  let stop: (() => Promise<unknown>) | undefined
  beforeEach(async () => {
    node = await startAnvil()
    chain = await connectChain(httpRpc({ url: node.url, timeoutSeconds: 5 }))
  })
  afterEach(async () => {
    await stop?.()
    stop = undefined
    await node.stop()
  })

  const mine = () => chain.rpc.request({ method: 'evm_mine', params: [] })

  /** Follows until the test ends. */
  function follow(source: Partial<HeadSource> = {}) {
    const news: HeadNews[] = []
    const ending = new AbortController()
    const end = followHeads(
      { rpc: chain.rpc, pollMs: 50, ...source },
      (one) => news.push(one),
      ending.signal,
    ).catch((error: unknown) => error)
    stop = () => {
      ending.abort()
      return end
    }
    const numbers = () => news.map(({ block }) => block.number)
    const ways = () => news.map(({ by }) => by)
    return {
      news,
      numbers,
      ways,
      end,
      isAt: (number: number) => until(() => numbers().at(-1) === number),
    }
  }

  it('are asked for where nobody tells them, each told once', async () => {
    const { numbers, ways, isAt } = follow()
    await isAt(0)
    await mine()
    await isAt(1)
    await mine()
    await isAt(2)
    expect(numbers()).to.deep.equal([0, 1, 2])
    expect(new Set(ways())).to.deep.equal(new Set(['polling']))
  })

  it('are told by a node that has a web socket, without being asked for', async () => {
    const { news, ways, isAt } = follow({ webSocket: webSocketOf(node.url), pollMs: NEVER_MS })
    await until(() => ways().at(-1) === 'subscription')
    await mine()
    await isAt(1)
    const { block } = news.at(-1)!
    const asked = await chain.rpc.request({
      method: 'eth_getBlockByNumber',
      params: ['0x1', false],
    })
    expect(asked).to.include({ hash: block.hash })
  })

  it('are asked for where the web socket is none', async () => {
    const served = await serveChain(chain)
    try {
      const { ways, isAt } = follow({ webSocket: webSocketOf(served.url) })
      await isAt(0)
      await mine()
      await isAt(1)
      expect(ways()).not.to.include('subscription')
    } finally {
      await served.close()
    }
  })

  it('are asked for while the web socket is away, and told again once it is back', async () => {
    const door = await tcpDoor(portOf(node.url))
    try {
      const { ways, isAt } = follow({ webSocket: `ws://127.0.0.1:${door.port}` })
      await until(() => ways().at(-1) === 'subscription')
      await door.shut()
      await until(() => ways().at(-1) === 'polling')
      await mine()
      await isAt(1)
      await door.open()
      await until(() => ways().at(-1) === 'subscription')
      await mine()
      await isAt(2)
    } finally {
      await door.shut()
    }
  })

  it('end with the failure when the node is gone', async () => {
    const { end, isAt } = follow({ webSocket: webSocketOf(node.url), pollMs: NEVER_MS })
    await isAt(0)
    await node.stop()
    expect(await end).to.be.instanceOf(NodeUnreachableError)
  })

  it('end when the chain was put back and went on another way', async () => {
    const { end, isAt } = follow()
    const before = await chain.rpc.request({ method: 'evm_snapshot' })
    await mine()
    await isAt(1)
    await chain.rpc.request({ method: 'evm_revert', params: [before] })
    await chain.rpc.request({ method: 'evm_increaseTime', params: [1_000] })
    await mine()
    expect(await end).to.be.instanceOf(ChainReplacedError)
  })

  it('end when the chain stays behind what was told', async () => {
    const { end, isAt } = follow()
    const before = await chain.rpc.request({ method: 'evm_snapshot' })
    await mine()
    await isAt(1)
    await chain.rpc.request({ method: 'evm_revert', params: [before] })
    expect(await end).to.be.instanceOf(ChainReplacedError)
  })

  it('are told no more once nobody wants them', async () => {
    const { numbers, isAt } = follow()
    await isAt(0)
    await stop?.()
    await mine()
    await until(async () => (await chain.rpc.request({ method: 'eth_blockNumber' })) === '0x1')
    expect(numbers()).to.deep.equal([0])
  })
})

import { inspect } from 'node:util'
import { expect } from 'chai'
import type { Rpc } from '../../cli/chain/client.ts'
import { httpRpc } from '../../cli/chain/httpRpc.ts'
import {
  GatewayError,
  NodeError,
  NodeKeyNeededError,
  NodeRateLimitedError,
  NodeRefusedError,
  NodeTimeoutError,
  NodeUnreachableError,
  NotJsonRpcError,
} from '../../cli/chain/nodeErrors.ts'
import { RpcError } from '../../cli/chain/rpcError.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import { type FaultProxy, html, rpcError, startFaultProxy } from '../support/faultProxy.ts'
import { freePort, startHardhat, type TestNode } from '../support/nodes.ts'
import { rejectionOf } from '../workspace/folder.ts'

describe('a node over HTTP', () => {
  let node: TestNode
  let proxy: FaultProxy
  let rpc: Rpc
  /** With the pauses that people wait. */
  let usual: Rpc
  before(async () => {
    node = await startHardhat()
    proxy = await startFaultProxy(node.url)
    rpc = httpRpc({ url: proxy.url, timeoutSeconds: 2, pauseMilliseconds: 5 })
    usual = httpRpc({ url: proxy.url, timeoutSeconds: 2 })
  })
  afterEach(() => proxy.clear())
  after(async () => {
    await proxy.stop()
    await node.stop()
  })

  const blockNumber = (over = rpc) => over.request({ method: 'eth_blockNumber' })
  const asked = (method = 'eth_blockNumber') =>
    proxy.seen().filter((call) => call.method === method).length
  const seconds = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now()
    await work()
    return (performance.now() - startedAt) / 1_000
  }
  /** Fails as the class says, with a next step and exit code 4. */
  async function failure(work: () => Promise<unknown>, expected: { name: string }) {
    const error = await rejectionOf(work())
    expect(error).to.be.instanceOf(NodeError)
    const { name, message, nextStep, exitCode } = error as NodeError
    expect(name, message).to.equal(expected.name)
    expect(exitCode).to.equal(ExitCode.unreachable)
    expect(nextStep).to.match(/^[A-Z].*\.$/)
    expect(message).to.contain('http://127.0.0.1:')
    return message
  }

  it('answers', async () => {
    expect(await blockNumber()).to.equal('0x0')
  })

  it('asks again after a broken connection, an answer that breaks off and a gateway in trouble', async () => {
    for (const fault of [
      { kind: 'breaks' },
      { kind: 'brokenOff' },
      html(502),
      html(503),
      html(504),
    ] as const) {
      await proxy.clear()
      proxy.inject(fault, { times: 2 })
      expect(await blockNumber(), JSON.stringify(fault)).to.equal('0x0')
      expect(asked()).to.equal(3)
    }
  })

  it('waits as many seconds as Retry-After says', async () => {
    proxy.inject({ kind: 'rateLimited', retryAfter: '1' }, { times: 2 })
    expect(await seconds(blockNumber)).to.be.within(1.9, 4)
    expect(asked()).to.equal(3)
  })

  it('waits until the date that Retry-After says', async () => {
    const date = new Date(Date.now() + 2_500).toUTCString()
    proxy.inject({ kind: 'rateLimited', retryAfter: date }, { times: 1 })
    expect(await seconds(blockNumber)).to.be.within(1.2, 4)
    expect(asked()).to.equal(2)
  })

  it('waits by itself where the node does not say how long', async () => {
    proxy.inject({ kind: 'rateLimited' }, { times: 2 })
    proxy.inject({ kind: 'rateLimited', retryAfter: 'soon' }, { times: 1 })
    expect(await seconds(() => blockNumber(usual))).to.be.within(1, 3)
    expect(asked()).to.equal(4)
  })

  it('gives up after three repetitions, and at once where the node asks for more than ten seconds', async () => {
    proxy.inject({ kind: 'rateLimited', retryAfter: '0' })
    expect(await failure(blockNumber, NodeRateLimitedError)).to.contain('asked too often (429)')
    expect(asked()).to.equal(4)

    await proxy.clear()
    proxy.inject({ kind: 'rateLimited', retryAfter: '3600' })
    expect(await seconds(() => failure(blockNumber, NodeRateLimitedError))).to.be.below(0.5)
    expect(await failure(blockNumber, NodeRateLimitedError)).to.contain('wait 3600 s')
    expect(asked()).to.equal(2)
  })

  it('takes what JSON-RPC says about asking too often like a 429', async () => {
    for (const error of [
      rpcError(-32005, 'limit exceeded'),
      rpcError(429, 'Your app has exceeded its compute units per second capacity'),
      rpcError(-32007, '50/second request limit reached'),
    ]) {
      await proxy.clear()
      proxy.inject(error, { times: 1 })
      expect(await blockNumber()).to.equal('0x0')
      expect(asked()).to.equal(2)
    }
    proxy.inject(rpcError(-32005, 'daily request count exceeded, request rate limited'))
    await failure(blockNumber, NodeRateLimitedError)
  })

  it('does not take too many events for asking too often', async () => {
    proxy.inject(rpcError(-32005, 'query returned more than 10000 results'))
    const getLogs = () => rpc.request({ method: 'eth_getLogs', params: [{ fromBlock: '0x0' }] })
    expect(await failure(getLogs, NodeRefusedError)).to.contain('more than 10000 results')
    expect(asked('eth_getLogs')).to.equal(1)
  })

  for (const [method, params] of [
    ['eth_sendTransaction', [{}]],
    ['eth_sendRawTransaction', ['0x']],
    ['evm_mine', []],
    ['evm_snapshot', []],
    ['evm_revert', ['0x1']],
    ['evm_increaseTime', [1]],
    ['hardhat_mine', ['0x1']],
    ['anvil_mine', ['0x1']],
    ['ballast_unheardOf', []],
  ] as const) {
    it(`never repeats ${method}, which may have happened`, async () => {
      for (const fault of [
        { kind: 'breaks' },
        { kind: 'rateLimited', retryAfter: '0' },
        html(503),
      ] as const) {
        await proxy.clear()
        proxy.inject(fault)
        const error = await rejectionOf(rpc.request({ method, params }))
        expect(error).to.be.instanceOf(NodeError)
        expect(asked(method)).to.equal(1)
      }
    })
  }

  for (const [method, params] of [
    ['evm_setAutomine', [true]],
    ['hardhat_setBalance', ['0x00000000000000000000000000000000000000aa', '0x1']],
    ['hardhat_impersonateAccount', ['0x00000000000000000000000000000000000000aa']],
    ['hardhat_stopImpersonatingAccount', ['0x00000000000000000000000000000000000000aa']],
  ] as const) {
    it(`repeats ${method}: set twice is set`, async () => {
      proxy.inject({ kind: 'answerLost' }, { times: 1 })
      await rpc.request({ method, params })
      expect(asked(method)).to.equal(2)
    })
  }

  it('repeats eth_signTypedData_v4: signed twice is one signature', async () => {
    const method = 'eth_signTypedData_v4'
    proxy.inject({ kind: 'breaks' }, { times: 1 })
    proxy.inject({ kind: 'result', result: '0x12' })
    expect(await rpc.request({ method, params: ['0x', '{}'] })).to.equal('0x12')
    expect(asked(method)).to.equal(2)
  })

  it('says that nobody listens, and how the command can be repeated', async () => {
    const nobody = httpRpc({ url: `http://127.0.0.1:${await freePort()}`, timeoutSeconds: 2 })
    const took = await seconds(async () => {
      const message = await failure(() => blockNumber(nobody), NodeUnreachableError)
      expect(message).to.contain('cannot be reached (ECONNREFUSED); asked for eth_blockNumber')
    })
    expect(took).to.be.below(4)
  })

  it('says that a host does not exist', async () => {
    const nowhere = httpRpc({
      url: 'http://node.invalid/',
      timeoutSeconds: 2,
      pauseMilliseconds: 5,
    })
    const error = await rejectionOf(blockNumber(nowhere))
    expect((error as Error).message).to.match(
      /^http:\/\/node\.invalid cannot be reached \(E[A-Z_]+\)/,
    )
  })

  it('waits no longer than the timeout for an answer, nor for its end', async () => {
    const impatient = httpRpc({ url: proxy.url, timeoutSeconds: 0.3 })
    proxy.inject({ kind: 'silent' })
    const took = await seconds(async () => {
      const message = await failure(() => blockNumber(impatient), NodeTimeoutError)
      expect(message).to.contain('did not answer eth_blockNumber within 0.3 s')
    })
    expect(took).to.be.within(0.25, 1)

    await proxy.clear()
    proxy.inject({ kind: 'stalls' })
    expect(
      await seconds(() => failure(() => blockNumber(impatient), NodeTimeoutError)),
    ).to.be.below(1)
  })

  it('tells a web page by its first words', async () => {
    proxy.inject(html(200))
    const message = await failure(blockNumber, NotJsonRpcError)
    expect(message).to.contain('not JSON-RPC (HTTP 200): <!DOCTYPE html>')
    expect(asked()).to.equal(1)
  })

  it('tells a gateway whose node is away, after asking again', async () => {
    proxy.inject(html(502))
    const message = await failure(blockNumber, GatewayError)
    expect(message).to.contain('HTTP 502')
    expect(message).not.to.contain('<')
    expect(asked()).to.equal(4)
  })

  it('does not ask again after 500, and hears a JSON-RPC error inside of it', async () => {
    proxy.inject(html(500), { times: 1 })
    await failure(blockNumber, GatewayError)
    expect(asked()).to.equal(1)
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32601, message: 'method handler crashed' },
    })
    proxy.inject({ kind: 'answers', status: 500, body })
    expect(await failure(blockNumber, NodeRefusedError)).to.contain('method handler crashed')
  })

  for (const status of [401, 403]) {
    it(`says after ${status} that the node wants a key`, async () => {
      proxy.inject({ kind: 'answers', status, body: 'invalid project id' })
      const message = await failure(blockNumber, NodeKeyNeededError)
      expect(message).to.contain(`wants a key for eth_blockNumber, or another one (HTTP ${status})`)
      expect(asked()).to.equal(1)
    })
  }

  for (const [name, body] of [
    ['an answer that is cut off', '{"jsonrpc":"2.0","id":1,"resu'],
    ['an answer to another question', '{"jsonrpc":"2.0","id":77,"result":"0x0"}'],
    ['an answer without a result', '{"jsonrpc":"2.0","id":1}'],
    ['an error that is no JSON-RPC error', '{"error":"unauthorized"}'],
    ['an error without a code', '{"jsonrpc":"2.0","id":1,"error":{"message":"no"}}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
  ] as const) {
    it(`takes ${name} for no answer`, async () => {
      proxy.inject({ kind: 'answers', body })
      await failure(
        () => httpRpc({ url: proxy.url, timeoutSeconds: 2 }).request({ method: 'eth_blockNumber' }),
        NotJsonRpcError,
      )
    })
  }

  it('takes null for a result where it is one', async () => {
    const params = [`0x${'0'.repeat(64)}`]
    expect(await rpc.request({ method: 'eth_getTransactionReceipt', params })).to.equal(null)
  })

  it('keeps a refusal of a contract apart from one of the node', async () => {
    proxy.inject(rpcError(3, 'execution reverted: no'), { method: 'eth_call' })
    proxy.inject(rpcError(-32601, 'the method does not exist'))
    const call = await rejectionOf(rpc.request({ method: 'eth_call', params: [{}, 'latest'] }))
    expect(call).to.be.instanceOf(RpcError)
    expect(await failure(blockNumber, NodeRefusedError)).to.contain('the method does not exist')
  })

  it('shows nothing of what others say that could move a cursor, and not all of it', async () => {
    proxy.inject({ kind: 'answers', body: `\u001b[2J${'x'.repeat(5_000)}` })
    const message = await failure(blockNumber, NotJsonRpcError)
    expect(message).to.contain('\\u{1b}[2J')
    expect(message.length).to.be.below(400)
  })

  describe('whose address holds a key', () => {
    const KEY = '9aa3d95b3bc440fa88ea12eaa4456161'
    const keyed = () => {
      const { port } = new URL(proxy.url)
      return `http://user-${KEY}:pass-${KEY}@127.0.0.1:${port}/v3/${KEY}?apikey=query-${KEY}`
    }

    it('asks with all of it', async () => {
      expect(await blockNumber(httpRpc({ url: keyed(), timeoutSeconds: 2 }))).to.equal('0x0')
      const [{ url, headers }] = proxy.requests() as [
        { url: string; headers: Record<string, string> },
      ]
      expect(url).to.equal(`/v3/${KEY}?apikey=query-${KEY}`)
      const login = Buffer.from(`user-${KEY}:pass-${KEY}`).toString('base64')
      expect(headers['authorization']).to.equal(`Basic ${login}`)
    })

    for (const [name, fault] of [
      ['nobody listens', { kind: 'dies' }],
      ['the connection breaks', { kind: 'breaks' }],
      ['no answer comes', { kind: 'silent' }],
      ['it is asked too often', { kind: 'rateLimited' }],
      ['a gateway answers', html(502)],
      ['the page repeats the key', { kind: 'answers', status: 404, body: `no route /v3/${KEY}` }],
      ['the refusal repeats the key', { kind: 'answers', status: 401, body: `bad id ${KEY}` }],
      ['the error repeats the key', rpcError(-32000, `project ${KEY} is over, query-${KEY}`)],
      ['a revert repeats the key', rpcError(3, `execution reverted in ${KEY}`)],
    ] as const) {
      it(`shows nothing of it when ${name}`, async () => {
        proxy.inject(fault)
        const own = httpRpc({ url: keyed(), timeoutSeconds: 0.3, pauseMilliseconds: 5 })
        const error = await rejectionOf(own.request({ method: 'eth_call', params: [{}, 'latest'] }))
        expect(error).to.be.instanceOf(Error)
        // Message, stack, causes and every other property, however deep.
        expect(
          inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
        ).not.to.contain(KEY)
        expect(String((error as Error).stack)).not.to.contain(KEY)
      })
    }
  })

  describe('that is asked many things at once', () => {
    const many = (count: number) => Array.from({ length: count }, () => blockNumber(usual))

    it('is asked eight at a time', async () => {
      await Promise.all(many(40))
      expect(asked()).to.equal(40)
      expect(proxy.mostAtOnce()).to.be.within(2, 8)
    })

    it('is not asked the rest once it is lost', async () => {
      proxy.inject({ kind: 'dies' }, { after: 10 })
      let failed = 0
      const took = await seconds(async () => {
        for (const { status } of await Promise.allSettled(many(100))) {
          if (status === 'rejected') failed += 1
        }
      })
      expect(failed).to.be.at.least(80)
      expect(took).to.be.below(4)
    })
  })
})

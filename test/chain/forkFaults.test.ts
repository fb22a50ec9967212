import { expect } from 'chai'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo, type DevChain, impersonating, sendAs } from '../../cli/chain/devChain.ts'
import { type Fork, forkNetwork } from '../../cli/chain/fork.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import {
  GatewayError,
  type NodeError,
  NodeKeyNeededError,
  NodeRateLimitedError,
  NodeRefusedError,
  NodeTimeoutError,
  NodeUnreachableError,
  NotJsonRpcError,
} from '../../cli/chain/nodeErrors.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import { type FaultProxy, html, rpcError, startFaultProxy } from '../support/faultProxy.ts'
import { startHardhat, type TestNode } from '../support/nodes.ts'
import { rejectionOf } from '../workspace/folder.ts'

const KEY = '9aa3d95b3bc440fa88ea12eaa4456161'

describe('a fork whose node fails', () => {
  let node: TestNode
  let proxy: FaultProxy
  const forks: Fork[] = []
  before(async () => {
    node = await startHardhat()
    proxy = await startFaultProxy(node.url)
    const chain = await connectNetwork({ ...node, timeoutSeconds: 2 })
    await chain.rpc.request({ method: 'evm_mine' })
  })
  afterEach(() => proxy.clear())
  after(async () => {
    for (const { close } of forks) await close()
    await proxy.stop()
    await node.stop()
  })

  const network = () => ({
    url: `${proxy.url}/v3/${KEY}`,
    chainId: 31_337,
    timeoutSeconds: 1,
    pauseMilliseconds: 5,
  })
  const open = async () => {
    const block = await readBlock(await connectNetwork(network()))
    const fork = await forkNetwork(network(), block)
    forks.push(fork)
    return fork.chain
  }

  /** Addresses that nobody has read, so that the fork has to ask its node. */
  let lastUnread = 0xc0de_0000
  const unread = () => {
    lastUnread += 1
    return `0x${lastUnread.toString(16).padStart(40, '0')}`
  }
  const asks = {
    balance: (chain) =>
      chain.rpc.request({ method: 'eth_getBalance', params: [unread(), 'latest'] }),
    contract: (chain) => BallastGovernor__factory.connect(unread(), chain.provider).proposalCount(),
    gas: (chain) => chain.provider.estimateGas({ from: unread(), to: unread(), data: '0x01' }),
    transaction: async (chain) => {
      const from = unread()
      await impersonating(chain, [from], () => sendAs(chain, { from, to: unread(), data: '0x02' }))
    },
    'old block': (chain) => readBlock(chain, 0),
    'other fork': async (chain) => forkNetwork(network(), await readBlock(chain)),
  } satisfies Record<string, (chain: DevChain) => Promise<unknown>>

  async function expectFailure(ask: () => Promise<unknown>, expected: { name: string }) {
    const startedAt = performance.now()
    const error = (await rejectionOf(ask())) as NodeError
    expect(error?.name, error?.message).to.equal(expected.name)
    expect(error.exitCode).to.equal(ExitCode.unreachable)
    expect(error.message).to.contain(proxy.url)
    expect(error.message).not.to.contain(KEY)
    // The EVM's own transport would go on for a minute.
    expect(performance.now() - startedAt).to.be.below(8_000)
  }

  for (const [name, fault, expected] of [
    ['dies', { kind: 'dies' }, NodeUnreachableError],
    ['never answers', { kind: 'silent' }, NodeTimeoutError],
    ['limits us for ever', { kind: 'rateLimited' }, NodeRateLimitedError],
    ['is a web page', html(200), NotJsonRpcError],
    ['is away behind its gateway', html(502), GatewayError],
    ['has no history', rpcError(-32_000, 'missing trie node'), NodeRefusedError],
  ] as const) {
    it(`says within seconds that the node ${name}, in the middle and at the start`, async () => {
      const chain = await open()
      proxy.inject(fault)
      await expectFailure(() => asks.contract(chain), expected)
      await expectFailure(() => asks['other fork'](chain), expected)
    })
  }

  for (const [what, ask] of Object.entries(asks)) {
    it(`says so whatever is read: ${what}`, async () => {
      const chain = await open()
      proxy.inject({ kind: 'answers', status: 401, body: 'who?' })
      await expectFailure(() => ask(chain), NodeKeyNeededError)
    })
  }

  it('waits and goes on where the node limits us twice', async () => {
    const chain = await open()
    proxy.inject({ kind: 'rateLimited', retryAfter: '1' }, { times: 2 })
    await advanceTo(chain, (await readBlock(chain)).timestamp + 60)
    expect(await chain.provider.getBalance(unread())).to.equal(0n)
  })
})

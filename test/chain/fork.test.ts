import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { type DryRunReading, dryRun } from '../../cli/chain/dryRun.ts'
import { startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { type Fork, forkNetwork } from '../../cli/chain/fork.ts'
import { NodeRefusedError, NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { readMarkets } from '../../cli/chain/readBook.ts'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { assertOnly } from '../../cli/governance/assertOnly.ts'
import type { BlockRef } from '../../cli/governance/parameter.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { Prepared } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { proposalOf } from '../support/proposals.ts'
import { type ServedChain, serveChain } from '../support/serveChain.ts'
import { rejectionOf } from '../workspace/folder.ts'
import { options } from './chains.ts'

const cut = 'changes:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 75%}'

/** Blocks of a fork have hashes of their own: the EVM does not know the whole state, so its root is made up. */
const withoutHashes = (reading: DryRunReading): unknown =>
  JSON.parse(
    JSON.stringify(reading, (key, value) => {
      if (key === 'hash') return 'a hash'
      if (value instanceof Map) return [...value]
      return typeof value === 'bigint' ? `${value}n` : value
    }),
  )

describe('a fork', () => {
  let protocol: DemoProtocol
  let served: ServedChain
  let prepared: Prepared
  let fork: Fork
  before(async () => {
    protocol = await openDemoProtocol(silence)
    served = await serveChain(protocol.chain)
    prepared = await proposalOf(protocol, cut)
    fork = await forkNetwork(networkOf(served.url), prepared.current.block)
  })
  after(async () => {
    await fork.close()
    await served.close()
    await protocol.close()
  })

  const networkOf = (url: string, chainId: number = options.chainId) => ({
    url,
    chainId,
    timeoutSeconds: 10,
    pauseMilliseconds: 5,
  })
  const request = () => ({ proposal: prepared.proposal, from: prepared.current })

  it('begins at the pinned block', async () => {
    expect(await readBlock(fork.chain)).to.deep.equal(prepared.current.block)
  })

  it('gives the dry run of the chain itself: states, trace, events, parameters, markets', async () => {
    const there = await dryRun(fork.chain, protocol.book, request())
    const here = await dryRun(protocol.chain, protocol.book, request())
    expect(there.dryRun.lifecycle.states.at(-1)).to.equal('Executed')
    expect(there.dryRun.events.length).to.be.above(0)
    expect(withoutHashes(there)).to.deep.equal(withoutHashes(here))
  })

  it('asks the node for each slot once, however often it is read', async () => {
    await readParameters(fork.chain, protocol.book)
    await readMarkets(fork.chain, protocol.book)
    const before = served.asked.get('eth_getStorageAt')
    await readParameters(fork.chain, protocol.book)
    await readMarkets(fork.chain, protocol.book)
    await dryRun(fork.chain, protocol.book, request())
    expect(served.asked.get('eth_getStorageAt')).to.equal(before)
  })

  it('only reads: nothing that could change the node is ever asked of it', () => {
    expect(
      [...served.asked.keys()].filter(
        (method) =>
          !/^(eth_get|eth_chainId|eth_blockNumber|eth_feeHistory|net_version)/.test(method),
      ),
    ).to.deep.equal([])
  })

  it('says that the node is gone when it goes in the middle', async () => {
    const other = await serveChain(protocol.chain)
    const second = await forkNetwork(networkOf(other.url), prepared.current.block)
    await other.close()
    const error = await rejectionOf(dryRun(second.chain, protocol.book, request()))
    expect(error).to.be.instanceOf(NodeUnreachableError)
    await second.close()
  })

  it('says that the node is gone when it never was there', async () => {
    const error = await rejectionOf(
      forkNetwork(networkOf('http://127.0.0.1:9'), prepared.current.block),
    )
    expect(error).to.be.instanceOf(NodeUnreachableError)
  })

  it('says what a node without the history refuses', async () => {
    const pruned = await serveChain({
      rpc: {
        async request(call) {
          if (call.method !== 'eth_getStorageAt') return protocol.chain.rpc.request(call)
          throw Object.assign(new Error('missing trie node'), { code: -32_000 })
        },
      },
    })
    const second = await forkNetwork(networkOf(pruned.url), prepared.current.block)
    const error = await rejectionOf(readParameters(second.chain, protocol.book))
    expect(error).to.be.instanceOf(NodeRefusedError)
    expect((error as Error).message).to.contain('missing trie node')
    await second.close()
    await pruned.close()
  })
})

describe('a fork of a node that was started anew at the same address', () => {
  const account = `0x${'ab'.repeat(20)}`

  /** A chain on which an account has so much, many blocks ago: old enough to be kept by the EVM. */
  async function chainWith(balance: string): Promise<{
    served: (port: number) => Promise<ServedChain>
    block: BlockRef
    close: () => Promise<void>
  }> {
    const chain = await startEmbeddedChain(options)
    await chain.rpc.request({ method: 'hardhat_setBalance', params: [account, balance] })
    await chain.rpc.request({ method: 'evm_mine' })
    const block = await readBlock(chain)
    await chain.rpc.request({ method: 'hardhat_mine', params: ['0x200'] })
    return { served: (port) => serveChain(chain, port), block, close: () => chain.close() }
  }

  it('sees the new chain, not what was kept of the old one', async () => {
    let port = 0
    const seen: bigint[] = []
    for (const balance of ['0x1', '0x2']) {
      const { served, block, close } = await chainWith(balance)
      const server = await served(port)
      port = Number(new URL(server.url).port)
      const network = { url: server.url, chainId: options.chainId, timeoutSeconds: 10 }
      const { chain, close: closeFork } = await forkNetwork(network, block)
      seen.push(await chain.provider.getBalance(account))
      await closeFork()
      await server.close()
      await close()
    }
    expect(seen).to.deep.equal([1n, 2n])
  })
})

for (const [name, start] of [
  ['Hardhat\u2019s node', startHardhat],
  ['anvil', startAnvil],
] as const) {
  describe(`a dry run on a fork of ${name}`, () => {
    it('proves the same as on the chain itself and leaves the node as it was', async () => {
      const node = await seeded(await start())
      try {
        const prepared = await proposalOf({ ...node, network: 'test', risk: {} } as never, cut)
        const { block } = prepared.current
        const fork = await forkNetwork({ ...node, timeoutSeconds: 30 }, block)
        const { dryRun: run } = await dryRun(fork.chain, node.book, {
          proposal: prepared.proposal,
          from: prepared.current,
        })
        const { changes, proposal } = prepared
        const verdict = assertOnly({ dryRun: run, proposal, changes, book: node.book })
        expect(run.lifecycle.states).to.deep.equal([
          'Pending',
          'Active',
          'Succeeded',
          'Queued',
          'Executed',
        ])
        expect(verdict.undeclared).to.deep.equal([])
        const id = 'WETH-A.liquidationThreshold'
        expect(run.executed.values.get(id)).to.deep.equal({ stored: 7_500n, effective: 8_000n })
        expect(run.settled.values.get(id)).to.deep.equal({ stored: 7_500n, effective: 7_500n })
        expect(run.control.values).to.deep.equal(prepared.current.values)
        expect(await readBlock(node.chain), 'the newest block').to.deep.equal(block)
        expect((await readParameters(node.chain, node.book)).values).to.deep.equal(
          prepared.current.values,
        )
        await fork.close()
      } finally {
        await node.stop()
      }
    })
  })
}

describe('a fork of another chain', () => {
  it('keeps the chain\u2019s id', async () => {
    const chain = await startEmbeddedChain({ ...options, chainId: 424_242 })
    const served = await serveChain(chain)
    const block = await readBlock(chain)
    const network = { url: served.url, chainId: 424_242, timeoutSeconds: 10 }
    const fork = await forkNetwork(network, block)
    expect(fork.chain.chainId).to.equal(424_242)
    await fork.chain.rpc.request({ method: 'evm_mine' })
    expect((await readBlock(fork.chain)).timestamp).to.equal(block.timestamp + 12)
    await fork.close()
    await served.close()
    await chain.close()
  })
})

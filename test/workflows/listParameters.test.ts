import { expect } from 'chai'
import { connectChain, readBlock } from '../../cli/chain/client.ts'
import { governedValues } from '../../cli/governance/catalogue.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { listParameters } from '../../cli/workflows/listParameters.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { lifecycleOn, protocolOf, thresholdTo82 } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

describe('the governed parameters', () => {
  let node: SeededNode
  let protocol: Protocol
  before(async () => {
    node = await seeded(await startHardhat())
    protocol = protocolOf(node)
    const life = lifecycleOn(node)
    await life.pass(await life.propose(thresholdTo82))
    await life.pass(
      await life.propose(`changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 81%
  - market: WBTC-A
    parameter: debtCeiling
    to: 90_000_000 bUSD`),
    )
  })
  after(() => node.stop())

  const rowOf = async (subject: string, parameter: string) => {
    const { document } = await listParameters(protocol, { subject })
    return document.parameters.find((row) => row.parameter === parameter)!
  }

  it('are all there, with value, bounds and what counts now', async () => {
    const { document, text } = await listParameters(protocol)
    expect(document.parameters).to.have.length(governedValues(node.book).length)
    expect(document.isHistoryComplete).to.equal(true)
    const row = await rowOf('WETH-A', 'liquidationThreshold')
    expect(row).to.deep.include({ stored: 8_100n, min: 5_000n, max: 9_700n, tightens: 'down' })
    // The cut has just begun to ramp.
    expect(row.effective > 8_190n && row.effective <= 8_200n).to.equal(true)
    expect(text).to.contain(`At block ${document.block.number}, `)
  })

  it('carry their last change: when, from, to, in which block and transaction', async () => {
    const { lastChange } = await rowOf('WETH-A', 'liquidationThreshold')
    const block = await readBlock(node.chain, lastChange!.block)
    expect(lastChange).to.include({ before: 8_200n, after: 8_100n, timestamp: block.timestamp })
    const receipt = (await node.chain.rpc.request({
      method: 'eth_getTransactionReceipt',
      params: [lastChange!.transactionHash],
    })) as { blockNumber: string }
    expect(Number(receipt.blockNumber)).to.equal(lastChange!.block)
    const { text } = await listParameters(protocol)
    expect(text).to.match(/\d{4}-\d\d-\d\d: 82 % → 81 % \(block \d+\)/)
  })

  it('ask for each block of a change once, however often they are listed', async () => {
    const asked: string[] = []
    const { chain } = protocol
    const counting = await connectChain({
      request: (call) => {
        if (call.method === 'eth_getBlockByNumber') asked.push(String(call.params?.[0]))
        return chain.rpc.request(call)
      },
    })
    const list = () => listParameters({ ...protocol, chain: counting })
    const { document } = await list()
    const blocks = document.parameters.flatMap(({ lastChange }) => lastChange?.block ?? [])
    // Both changes of the last proposal.
    expect(blocks).to.have.length(2)
    const ofChanges = () => asked.filter((block) => blocks.includes(Number(block)))
    expect(ofChanges()).to.have.length(1)
    expect((await list()).document).to.deep.equal(document)
    expect(ofChanges()).to.have.length(1)
  })

  it('say when a ramp or a delay lets the change count in full', async () => {
    const ramp = (await rowOf('WETH-A', 'liquidationThreshold')).lastChange!
    const delay = (await rowOf('WBTC-A', 'debtCeiling')).lastChange!
    expect(ramp.settlesAt).to.equal(BigInt(ramp.timestamp! + 7 * 86_400))
    expect(delay.settlesAt).to.equal(BigInt(delay.timestamp! + 86_400))
  })

  it('that were never changed are as they were deployed, those of governance included', async () => {
    expect((await rowOf('WETH-A', 'stabilityFee')).lastChange).to.equal(null)
    expect((await rowOf('governor', 'votingDelay')).lastChange).to.equal(null)
    const { text } = await listParameters(protocol, { subject: 'governor' })
    expect(text.match(/since deployment/g)).to.have.length(5)
  })

  it('one by one tell their whole history', async () => {
    const one = { subject: 'WETH-A', parameter: 'liquidationThreshold' }
    const { document, text } = await listParameters(protocol, one)
    expect(document.parameters).to.have.length(1)
    expect(document.history!.map(({ before, after }) => [before, after])).to.deep.equal([
      [8_000n, 8_200n],
      [8_200n, 8_100n],
    ])
    expect(text).to.contain('WETH-A liquidationThreshold: 81 %')
    expect(text).to.match(/UTC +80 % +82 % +\d+ +at once +0x[0-9a-f]{64}/)
    const never = await listParameters(protocol, { subject: 'timelock', parameter: 'minDelay' })
    expect(never.text).to.contain('It is as it was deployed.')
    expect(never.document.history).to.deep.equal([])
  })

  it('do not claim to be unchanged where the node lost the events of the deployment', async () => {
    const chain = await connectChain({
      request: async (call) => (call.method === 'eth_getLogs' ? [] : node.chain.rpc.request(call)),
    })
    const { document, text } = await listParameters({ ...protocol, chain }, { subject: 'WETH-A' })
    expect(document.isHistoryComplete).to.equal(false)
    expect(text).not.to.contain('since deployment')
    expect(text).to.contain('changes may be missing here')
  })

  it('are missing by a name that nobody knows, with the nearest one', async () => {
    for (const [selection, meant] of [
      [{ subject: 'WETH-B' }, 'WETH-A'],
      [{ subject: 'WETH-A', parameter: 'liquidationTreshold' }, 'liquidationThreshold'],
    ] as const) {
      const error = await listParameters(protocol, selection).catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(UsageError)
      expect((error as UsageError).nextStep).to.contain(`Did you mean ${meant}?`)
    }
  })
})

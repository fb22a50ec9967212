import { expect } from 'chai'
import { connectChain, readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { ChainRevertedError } from '../../cli/chain/errors.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { readMany } from '../../cli/chain/readMany.ts'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { governedValues } from '../../cli/governance/catalogue.ts'
import { readCalls } from '../../cli/governance/readCalls.ts'
import { UnexpectedContractError } from '../../cli/shared/errors.ts'
import { startAnvil } from '../support/nodes.ts'
import { rejectionOf } from '../workspace/folder.ts'
import { openSmallProtocol, type SmallProtocol } from './chains.ts'

describe('readMany', () => {
  let protocol: SmallProtocol
  before(async () => {
    protocol = await openSmallProtocol()
  })
  after(() => protocol.chain.close())

  const reads = () =>
    governedValues(protocol.book).map(
      ({ spec, subject }) => readCalls(spec, subject, protocol.book).stored,
    )

  it('answers what each call alone would answer, in order', async () => {
    const { chain } = protocol
    const block = await readBlock(chain)
    const alone = await Promise.all(
      reads().map(({ target, calldata }) => chain.provider.call({ to: target, data: calldata })),
    )
    expect(await readMany(chain, reads(), block)).to.deep.equal(alone)
  })

  it('asks once for all of them, or once a page', async () => {
    let asked = 0
    const counting = await connectChain({
      request(call) {
        if (call.method === 'eth_call') asked += 1
        return protocol.chain.rpc.request(call)
      },
    })
    const block = await readBlock(counting)
    const all = await readMany(counting, reads(), block)
    expect(asked).to.equal(1)
    expect(await readMany(counting, reads(), block, 7)).to.deep.equal(all)
    expect(asked).to.equal(1 + Math.ceil(reads().length / 7))
    expect(await readMany(counting, [], block)).to.deep.equal([])
    await readParameters(counting, protocol.book, block)
    expect(asked).to.equal(2 + Math.ceil(reads().length / 7))
  })

  it('leaves no contract behind', async () => {
    const { chain, book } = protocol
    const before = await readBlock(chain)
    await readParameters(chain, book)
    expect(await readBlock(chain)).to.deep.equal(before)
  })

  it('reads at the block that is named', async () => {
    const { chain, book } = protocol
    const before = await readParameters(chain, book)
    await advanceTo(chain, before.block.timestamp + 100)
    expect(await readParameters(chain, book, before.block)).to.deep.equal(before)
  })

  it('says which read reverts, and why', async () => {
    const { chain, book } = protocol
    // terms of a market that does not exist
    const calldata = reads()[0]!.calldata.replaceAll(book.markets[0]!.id.slice(2), '11'.repeat(32))
    const broken = { target: book.contracts.ledger, calldata }
    const error = await rejectionOf(readMany(chain, [...reads(), broken], await readBlock(chain)))
    expect(error).to.be.instanceOf(ChainRevertedError)
    expect((error as Error).message)
      .to.contain(book.contracts.ledger)
      .and.to.contain('LedgerUnknownMarket')
  })

  it('says that a contract without the view is another one', async () => {
    const { chain, book } = protocol
    const [read] = reads()
    const elsewhere = { target: book.contracts.token, calldata: read!.calldata }
    const error = await rejectionOf(readMany(chain, [elsewhere], await readBlock(chain)))
    expect(error).to.be.instanceOf(UnexpectedContractError)
    expect(String(error)).to.contain(book.contracts.token)
  })

  it('works on anvil too', async () => {
    const node = await startAnvil()
    try {
      const chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
      const nobody = { target: `0x${'77'.repeat(20)}`, calldata: '0x01020304' }
      expect(await readMany(chain, [nobody, nobody], await readBlock(chain))).to.deep.equal([
        '0x',
        '0x',
      ])
    } finally {
      await node.stop()
    }
  })
})

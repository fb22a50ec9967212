import { expect } from 'chai'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import { rewinding } from '../../cli/chain/devChain.ts'
import { dryRun } from '../../cli/chain/dryRun.ts'
import { readBook } from '../../cli/chain/readBook.ts'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { assertOnly } from '../../cli/governance/assertOnly.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { proposalOf } from '../support/proposals.ts'

const DAY = 86_400

describe('dryRun', () => {
  let protocol: DemoProtocol
  before(async () => {
    protocol = await openDemoProtocol(silence)
  })
  after(() => protocol.close())

  const raise = () =>
    proposalOf(protocol, 'changes:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 82%}')
  const cut = () =>
    proposalOf(protocol, 'changes:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 75%}')

  it('plays the whole lifecycle with delegates that really hold the votes', async () => {
    const { proposal, current } = await raise()
    const { dryRun: run } = await dryRun(protocol.chain, protocol.book, { proposal, from: current })
    expect(run.lifecycle.states).to.deep.equal([
      'Pending',
      'Active',
      'Succeeded',
      'Queued',
      'Executed',
    ])
    expect(run.lifecycle.inconclusive).to.equal(undefined)
    const votes = run.lifecycle.voters.reduce((sum, { weight }) => sum + weight, 0n)
    expect(votes >= run.lifecycle.quorum).to.equal(true)
    expect(run.outcome.kind).to.equal('executed')
  })

  it('leaves the chain exactly as it was', async () => {
    const { chain, book } = protocol
    const { proposal, current } = await raise()
    const before = { block: await readBlock(chain), book: await readBook(chain, book) }
    await dryRun(chain, book, { proposal, from: current })
    expect({ block: await readBlock(chain), book: await readBook(chain, book) }).to.deep.equal(
      before,
    )
  })

  it('differs from the control fork in the declared change only, at the same block time', async () => {
    const { proposal, current } = await raise()
    const { dryRun: run } = await dryRun(protocol.chain, protocol.book, { proposal, from: current })
    expect(run.executed.block.timestamp).to.equal(run.control.block.timestamp)
    const different = [...run.executed.values].filter(([id, value]) => {
      const twin = run.control.values.get(id)
      return twin?.stored !== value.stored || twin.effective !== value.effective
    })
    expect(different).to.deep.equal([
      ['WETH-A.liquidationThreshold', { stored: 8_200n, effective: 8_200n }],
    ])
  })

  it('follows a threshold cut to the end of its ramp', async () => {
    const { proposal, current } = await cut()
    const reading = await dryRun(protocol.chain, protocol.book, { proposal, from: current })
    const id = 'WETH-A.liquidationThreshold'
    const { executed, settled, settledControl } = reading.dryRun
    expect(executed.values.get(id)).to.deep.equal({ stored: 7_500n, effective: 8_000n })
    expect(settled.values.get(id)).to.deep.equal({ stored: 7_500n, effective: 7_500n })
    expect(settledControl.values.get(id)).to.deep.equal({ stored: 8_000n, effective: 8_000n })
    expect(reading.settledAt - executed.block.timestamp).to.equal(7 * DAY)
    expect(settled.block.timestamp).to.equal(settledControl.block.timestamp)
  })

  it('says why an execution reverts', async () => {
    const { proposal, current } = await proposalOf(
      protocol,
      'calls:\n  - {target: ledger, signature: "accrue(bytes32)", args: ["0x' +
        '11'.repeat(32) +
        '"], because: there is no such market}',
    )
    const { dryRun: run } = await dryRun(protocol.chain, protocol.book, { proposal, from: current })
    expect(run.outcome.kind).to.equal('reverted')
    expect(run.outcome.kind === 'reverted' && run.outcome.reason).to.contain('LedgerUnknownMarket')
  })

  it('runs the batch as the timelock, and says so, when nobody has the votes', async () => {
    const { chain, book } = protocol
    await rewinding(chain, async () => {
      for (const delegate of protocol.delegates) {
        const token = BallastToken__factory.connect(book.contracts.token, signerOf(chain, delegate))
        await (await token.delegate(`0x${'0'.repeat(40)}`)).wait()
      }
      const { proposal, changes } = await raise()
      const from = await readParameters(chain, book)
      const { dryRun: run } = await dryRun(chain, book, { proposal, from })
      expect(run.lifecycle.inconclusive).to.equal('no delegate has the votes to propose')
      expect(run.outcome.kind).to.equal('executed')
      expect(run.executed.values.get('WETH-A.liquidationThreshold')?.stored).to.equal(8_200n)
      const verdict = assertOnly({ dryRun: run, proposal, changes, book })
      expect(verdict.undeclared, 'the same operation as the Governor would schedule').to.deep.equal(
        [],
      )
    })
  })
})

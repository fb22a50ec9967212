import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { queueAction, submitProposal, voteAction } from '../../cli/chain/governor.ts'
import { readStanding } from '../../cli/chain/proposals.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { renderWarped } from '../../cli/workflows/warpAnswer.ts'
import { parseTarget, warpChain } from '../../cli/workflows/warpChain.ts'
import { proposalOf } from '../support/proposals.ts'

const day = 86_400

describe('parseTarget', () => {
  it('reads durations and `next`', () => {
    expect(parseTarget('next')).to.deep.equal({ kind: 'next' })
    expect(parseTarget(' NEXT ')).to.deep.equal({ kind: 'next' })
    expect(parseTarget('3 days')).to.deep.equal({ kind: 'duration', seconds: 3 * day })
    expect(parseTarget('36h')).to.deep.equal({ kind: 'duration', seconds: 1.5 * day })
    expect(parseTarget('400 days')).to.deep.equal({ kind: 'duration', seconds: 400 * day })
  })

  for (const text of ['', '0 s', '-1 h', '400 days 1 s', 'tomorrow', '3', '1 week', 'nexxt']) {
    it(`refuses "${text}"`, () => {
      expect(() => parseTarget(text)).to.throw(UsageError)
    })
  }
})

describe('warpChain', () => {
  let protocol: DemoProtocol
  beforeEach(async () => {
    protocol = await openDemoProtocol(silence)
  })
  afterEach(() => protocol.close())

  const propose = async (to: string): Promise<bigint> => {
    const { chain, book, delegates } = protocol
    const yaml = `changes:\n  - { market: WETH-A, parameter: liquidationThreshold, to: ${to} }`
    const { proposal } = await proposalOf(protocol, yaml)
    await submitProposal(localSender(chain, delegates[0]!, book), book, proposal)
    return proposal.id
  }
  const warp = (text: string, proposal?: bigint) => {
    const hex = proposal?.toString(16).padStart(64, '0')
    const request = { target: parseTarget(text), ...(hex ? { proposal: `0x${hex}` } : {}) }
    return warpChain(protocol, request, silence)
  }
  const standing = (id: bigint) => readStanding(protocol.chain, protocol.book, id)

  it('stops in the first second of the vote, and in the first second after it', async () => {
    const id = await propose('82%')
    const { times } = await standing(id)
    const opened = await warp('next')
    expect(opened.to.timestamp).to.equal(times.snapshot + 1)
    expect((await standing(id)).state).to.equal('Active')
    const ended = await warp('next')
    expect(ended.to.timestamp).to.equal(times.deadline + 1)
    // Nobody voted: it ends, and the answer says so although it is not open any more.
    expect(ended.proposals).to.have.length(1)
    expect(ended.proposals[0]).to.include({ id, before: 'Active', state: 'Defeated' })
    expect(renderWarped(ended).text).to.match(/Defeated.*\n\nNext: ballast status$/s)
  })

  it('goes to the earliest boundary of all, or to that of the proposal that is named', async () => {
    const first = await propose('82%')
    await warp('1 h')
    const second = await propose('83%')
    const opened = await warp('next')
    expect(opened.boundaryOf).to.equal(first)
    expect(opened.proposals.map(({ state }) => state)).to.deep.equal(['Active', 'Pending'])
    const { times } = await standing(second)
    const named = await warp('next', second)
    expect(named.to.timestamp).to.equal(times.snapshot + 1)
    // The clock moves the others as well: nobody is to lose a vote unnoticed.
    expect(named.proposals.map(({ id, hasMoved }) => [id, hasMoved])).to.deep.equal([
      [first, false],
      [second, true],
    ])
    const ended = await warp('3 days', second)
    expect(ended.proposals).to.have.length(2)
    expect(ended.proposals[0]).to.include({ id: first, state: 'Defeated', hasMoved: true })
    expect(ended.proposals[0]?.title).to.equal('A proposal of the tests')
    expect(renderWarped(named).text).to.match(/Next: ballast vote 0x[0-9a-f]{8} for$/)
  })

  it('tells one that became executable from one that stays queued', async () => {
    const { chain, book, delegates } = protocol
    const id = await propose('82%')
    await warp('next')
    for (const from of delegates) {
      await transact(localSender(chain, from, book), voteAction(book, id, { support: 'for' }))
    }
    await warp('next')
    const waits = await warp('next', id)
    expect(waits).to.include({ blocks: 0, asked: id })
    expect(renderWarped(waits).text).to.match(
      /The clock stays at .*: 0x\w{8} does not wait for time/,
    )
    await transact(localSender(chain, delegates[0]!, book), queueAction(book, id))
    const held = await warp('1 h')
    expect(held.proposals[0]).to.include({ before: 'Queued', state: 'Queued', hasMoved: false })
    const open = await warp('next')
    expect(open.proposals[0]).to.include({ before: 'Queued', state: 'Queued', hasMoved: true })
    expect(open.proposals[0]?.action.kind).to.equal('execute')
  })

  it('moves nothing for a proposal that is done, and says why', async () => {
    const id = await propose('82%')
    await warp('30 days')
    const before = await readBlock(protocol.chain)
    const { text, document } = renderWarped(await warp('next', id))
    expect(await readBlock(protocol.chain)).to.deep.equal(before)
    expect(text).to.contain('The clock stays').and.contain('a new proposal needs another text')
    expect(document).to.deep.include({ schema: 'ballast.warp/1', seconds: 0, blocks: 0 })
  })

  it('goes through years in a bounded number of blocks', async () => {
    const { blocks, from, to } = await warp('400 days')
    expect(to.timestamp - from.timestamp).to.equal(400 * day)
    expect(blocks).to.be.within(1_900, 2_000)
  })
})

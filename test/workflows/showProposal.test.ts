import { expect } from 'chai'
import { Interface, id } from 'ethers'
import { connectChain, nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { advanceTo, impersonate, rewinding, sendAs } from '../../cli/chain/devChain.ts'
import { cancelAction } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { hashProposal, operationId } from '../../cli/governance/description.ts'
import type { Proposal } from '../../cli/governance/proposal.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { ProposalNotOnChainError } from '../../cli/workflows/locateProposal.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { readProposal, type ShowOptions, showProposal } from '../../cli/workflows/showProposal.ts'
import { lifecycleOn, protocolOf, thresholdTo82 } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const timelockAbi = new Interface(['function cancel(bytes32 id)'])

describe('a proposal on the chain', () => {
  let node: SeededNode
  let protocol: Protocol
  let life: ReturnType<typeof lifecycleOn>
  before(async () => {
    node = await seeded(await startHardhat())
    protocol = protocolOf(node)
    life = lifecycleOn(node)
  })
  after(() => node.stop())

  const test = (title: string, work: () => Promise<void>) =>
    it(title, () => rewinding(node.chain, work))
  const show = async (proposal: Pick<Proposal, 'id'>, options: Partial<ShowOptions> = {}) =>
    showProposal(protocol, shortId(proposal.id), { wallClock: 0, ...options })
  /** A proposal of calls that no file of ours would make. */
  const written = (
    calls: readonly Pick<Proposal['calls'][number], 'target' | 'calldata'>[],
    description: string,
  ): Proposal => {
    const whole = calls.map((call) => ({
      ...call,
      value: 0n,
      words: '',
      origin: { kind: 'changes', changes: [] } as const,
    }))
    const descriptionHash = id(description)
    const proposalId = hashProposal(whole, descriptionHash)
    return { slug: 'written', calls: whole, description, descriptionHash, id: proposalId }
  }

  test('is plain data for a screen, its parameters and targets in words', async () => {
    const proposal = await life.propose(thresholdTo82)
    const view = await readProposal(protocol, proposal.id, { wallClock: 0 })
    expect(structuredClone(view)).to.deep.equal(view)
    expect(view).to.deep.include({ id: proposal.id, state: 'Pending', targets: ['ledger'] })
    expect(view.tokenSymbol).to.equal('BLST')
    const row = { subject: 'WETH-A', parameter: 'Liquidation threshold', direction: 'relaxes' }
    expect(view.rows).to.deep.equal([
      { ...row, before: '80 %', after: '82 %', settles: 'at execution' },
    ])
    await life.pass(proposal)
    const executed = await readProposal(protocol, proposal.id, { wallClock: 0 })
    expect(executed.rows).to.deep.equal([{ ...row, before: '80 %', after: '82 %', now: '82 %' }])
    expect(executed.milestones.map(({ kind }) => kind)).to.include('executed')
  })

  test('is told in words before its vote: calls, parameters now and after, what it needs', async () => {
    const proposal = await life.propose(thresholdTo82)
    const { text, document } = await show(proposal)
    expect(document).to.include({ schema: 'ballast.show/1', state: 'Pending' })
    expect(document).to.include({
      isInconclusive: false,
      sourceHash: proposal.description.slice(-66),
    })
    expect(text).to.contain('1. relax WETH-A: set liquidationThreshold 82 %')
    expect(text).to.contain(`to ledger ${node.book.contracts.ledger} · selector 0x4e3b0d80`)
    expect(text).to.match(/Liquidation threshold +80 % +82 % +relaxes +at execution/)
    expect(text).to.contain('It needs 1,000,000 BLST for or abstaining if the vote began now')
    expect(text).to.contain(
      '  | # A proposal of the tests\n  |\n  | It changes what the test says.',
    )
    expect(text).to.contain(`ballast simulate ${shortId(proposal.id)}`)
    expect(text).to.match(/the vote starts, in (1 day|23 h 59 min)/)
    expect(text).not.to.contain(proposal.calls[0]!.calldata)
  })

  test('shows the bytes of every call on request, and always to programs', async () => {
    const proposal = await life.propose(thresholdTo82)
    const { calldata } = proposal.calls[0]!
    const { text, document } = await show(proposal, { raw: true })
    expect(text).to.contain(calldata)
    expect(document.calls[0]).to.include({ calldata, isUnderstood: true })
  })

  test('names its voters, the heaviest first, with their words and split votes', async () => {
    const proposal = await life.propose(thresholdTo82)
    const [first, second, third] = node.delegates
    await life.toVote(proposal)
    const side = 10n ** 23n
    await life.vote(proposal, third, {
      split: { for: 2n * side, against: side, abstain: 0n },
      reason: 'for two of my clients',
    })
    await life.vote(proposal, second, { support: 'against', reason: 'no\n\u001b[2Jnever' })
    await life.vote(proposal, first, { support: 'for' })
    const { text, document } = await show(proposal)
    expect(document.votes.map(({ voter, isFractional }) => [voter, isFractional])).to.deep.equal([
      [third, true],
      [second, false],
      [first, false],
    ])
    expect(text).to.contain('1,000,000 BLST for, 800,000 BLST against, 0 BLST abstain.')
    expect(text).to.contain('The quorum of 1,000,000 BLST is reached')
    const votes = [
      `  ${first}  for with 800,000 BLST`,
      `  ${second}  against with 700,000 BLST`,
      '    | no',
      '    | \\u{1b}[2Jnever',
      `  ${third}  split: 200,000 BLST for, 100,000 BLST against, 0 BLST abstain`,
      '    | for two of my clients',
    ]
    expect(text).to.contain(votes.join('\n'))
  })

  test('says what its vote still misses', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
    await life.vote(proposal, node.delegates[0], { support: 'against' })
    const { text } = await show(proposal)
    expect(text).to.contain(
      'Missing: 1,000,000 BLST more for or abstaining, more votes for than against.',
    )
  })

  test('keeps its votes apart from those on another proposal', async () => {
    const one = await life.propose(thresholdTo82)
    const two = await life.propose(thresholdTo82.replace('82%', '81%'))
    await life.toVote(two)
    await life.vote(one, node.delegates[0], { support: 'for' })
    expect((await show(two)).document.votes).to.deep.equal([])
    expect((await show(one)).document.votes).to.have.length(1)
  })

  test('tells its whole life once it is executed, and what it really set', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.pass(proposal)
    const { text, document } = await show(proposal)
    expect(document.milestones.map(({ kind }) => kind)).to.deep.equal([
      'proposed',
      'queued',
      'executed',
    ])
    const [, , executed] = document.milestones
    const { timestamp } = await readBlock(node.chain, executed!.blockNumber)
    expect(executed).to.include({ timestamp, by: node.delegates[0] })
    expect(document.changes).to.deep.equal({
      kind: 'made',
      changes: [
        {
          subject: 'WETH-A',
          parameter: 'liquidationThreshold',
          unit: 'bps',
          before: 8_000n,
          effective: 8_000n,
          after: 8_200n,
          direction: 'relaxes',
          now: 8_200n,
        },
      ],
    })
    expect(text).to.contain('What it set when it was executed')
    expect(text.endsWith('It is executed.\nNext: ballast params')).to.equal(true)
  })

  test('shows beside what it set what a later proposal made of it', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.pass(proposal)
    const later = await life.propose(
      'changes:\n  - market: WETH-A\n    parameter: liquidationThreshold\n    to: 81%',
    )
    await life.pass(later)
    const { text } = await show(proposal)
    expect(text).to.match(/Liquidation threshold +80 % +82 % +relaxes +81 %/)
  })

  test('says who cancelled it, and that nothing will happen any more', async () => {
    const proposal = await life.propose(thresholdTo82)
    const [, guardian] = await nodeAccounts(node.chain)
    await transact(localSender(node.chain, guardian!), cancelAction(node.book, proposal.id))
    const { text, document } = await show(proposal)
    expect(document.state).to.equal('Canceled')
    expect(text).to.contain(`cancelled by ${guardian}`)
    expect(text).to.contain('It was cancelled before its vote.')
    expect(text).not.to.contain('the vote starts')
    expect(text).to.contain('can never be proposed again')
  })

  test('finds a cancellation at the timelock itself, of which the governor tells nothing', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
    await life.vote(proposal, node.delegates[0], { support: 'for' })
    await life.vote(proposal, node.delegates[1], { support: 'for' })
    await life.toDecision(proposal)
    await life.queue(proposal)
    const { governor, timelock } = node.book.contracts
    await impersonate(node.chain, governor)
    const operation = operationId(proposal.calls, proposal.descriptionHash, governor)
    const data = timelockAbi.encodeFunctionData('cancel', [operation])
    await sendAs(node.chain, { from: governor, to: timelock, data })
    const { document } = await show(proposal)
    expect(document.state).to.equal('Canceled')
    expect(document.milestones.at(-1)).to.include({ kind: 'cancelled', by: governor })
  })

  test('calls unknown calls unknown and marks itself inconclusive', async () => {
    const { ledger, governor } = node.book.contracts
    const relay = new Interface(['function relay(address target, uint256 value, bytes data)'])
    const hidden = relay.encodeFunctionData('relay', [ledger, 0, '0x12345678'])
    const proposal = written(
      [
        { target: ledger, calldata: '0xdeadbeef00' },
        { target: governor, calldata: hidden },
      ],
      '# Harmless\n\u001b[8mtrust me',
    )
    await life.submit(proposal)
    const { text, document } = await show(proposal)
    expect(document.isInconclusive).to.equal(true)
    expect(text).to.contain('1. ? unknown call 0xdeadbeef on ledger (5 bytes)')
    expect(text).to.contain('2. ? through governor: unknown call 0x12345678 on ledger')
    expect(text).to.contain('? inconclusive: 2 of 2 calls cannot be put into words. --raw')
    expect(text).to.contain('  | \\u{1b}[8mtrust me')
    expect(text).to.contain('Its text names no file that it was made from.')
  })

  test('does not pass off another text as the one that was proposed', async () => {
    const proposal = await life.propose(thresholdTo82)
    const forged = Buffer.from('It changes').toString('hex')
    const chain = await connectChain({
      request: async (call) => {
        const answer = await node.chain.rpc.request(call)
        if (call.method !== 'eth_getLogs') return answer
        return JSON.parse(
          JSON.stringify(answer).replaceAll(forged, Buffer.from('It repairs').toString('hex')),
        )
      },
    })
    const { text, document } = await showProposal({ ...protocol, chain }, shortId(proposal.id), {
      wallClock: 0,
    })
    expect(text).to.contain('It repairs what the test says.')
    expect(text).to.contain('? inconclusive: this is not the text whose hash the Governor stores')
    expect(document.isInconclusive).to.equal(true)
  })

  test('is shown without its text where the node lost the events', async () => {
    const proposal = await life.propose(thresholdTo82)
    const chain = await connectChain({
      request: async (call) => (call.method === 'eth_getLogs' ? [] : node.chain.rpc.request(call)),
    })
    const { text } = await showProposal({ ...protocol, chain }, shortId(proposal.id), {
      wallClock: 0,
    })
    expect(text).to.contain(`The Governor stores its hash: ${proposal.descriptionHash}`)
    expect(text).to.contain('set liquidationThreshold 82 %')
  })

  test('keeps its milestones where the node has forgotten who sent the transactions', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.pass(proposal)
    const chain = await connectChain({
      request: async (call) =>
        call.method === 'eth_getTransactionByHash' ? null : node.chain.rpc.request(call),
    })
    const { text, document } = await showProposal({ ...protocol, chain }, shortId(proposal.id), {
      wallClock: 0,
    })
    expect(document.changes.kind).to.equal('made')
    expect(text).to.match(/UTC {2}executed \(block \d+\)/)
  })

  test('is missing by an id that the Governor does not have', async () => {
    const error = await show({ id: 1n << 255n }).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(ProposalNotOnChainError)
    expect(error).to.include({ exitCode: 2 })
  })

  test('waits for a block, not for time, once its time has come', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
    const { document } = await show(proposal)
    const seconds = Number(document.voteEndsAt) - Number(document.now) + 60
    await node.chain.rpc.request({ method: 'evm_increaseTime', params: [seconds] })
    const due = await show(proposal)
    expect(due.document.state).to.equal('Active')
    expect(due.text).to.contain('Its time has come; the next block moves it, none is mined yet.')
    await advanceTo(node.chain, Number(document.voteEndsAt) + 1)
    expect((await show(proposal)).document.state).to.equal('Defeated')
  })
})

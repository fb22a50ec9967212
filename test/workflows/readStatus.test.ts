import { expect } from 'chai'
import { connectChain, nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { rewinding } from '../../cli/chain/devChain.ts'
import { cancelAction } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { readStatus, type StatusOptions } from '../../cli/workflows/readStatus.ts'
import { lifecycleOn, protocolOf, thresholdTo82 } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

describe('the status of a network', () => {
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
  const read = async (options: Partial<StatusOptions> = {}) => {
    const { timestamp } = await readBlock(node.chain)
    return readStatus(protocol, { wallClock: timestamp + 90, ...options })
  }
  const only = async (options: Partial<StatusOptions> = {}) => {
    const { status, text } = await read(options)
    expect(status.proposals).to.have.length(1)
    return { line: status.proposals[0]!, text }
  }

  test('is friendly where nothing is open, and says how to begin', async () => {
    const { status, text } = await read()
    expect(status).to.include({ network: 'local', chainId: 31_337, blockAge: 90, endedCount: 0 })
    expect(status).to.deep.include({ proposals: [], priceTroubles: [], badDebt: [] })
    expect(text).to.contain('Nothing is open: no proposal needs anybody.')
    expect(text).to.contain('1 min 30 s ago')
    expect(text.endsWith('Next: ballast draft')).to.equal(true)
  })

  test('says when the chain\u2019s clock runs ahead of the wall clock', async () => {
    const { timestamp } = await readBlock(node.chain)
    const { text } = await read({ wallClock: timestamp - 2 * 86_400 })
    expect(text).to.contain('clock is 2 days ahead of this computer')
  })

  test('shows nobody\u2019s part where nobody is asked for', async () => {
    await life.propose(thresholdTo82)
    const { status } = await read({ account: null })
    expect(status).not.to.have.property('account')
    expect(status).not.to.have.property('accountTrouble')
    expect(status.proposals[0]).not.to.have.property('own')
    expect(status.tokenSymbol).to.equal('BLST')
  })

  test('counts down to a vote that has not started', async () => {
    const proposal = await life.propose(thresholdTo82)
    const { line, text } = await only()
    expect(line).to.include({ id: proposal.id, state: 'Pending', title: 'A proposal of the tests' })
    expect(line).to.include({ isQuorumEstimated: true, quorum: 1_000_000n * 10n ** 18n })
    expect(line.next.kind).to.equal('wait')
    expect(text).to.match(/the vote starts \d{4}-\d\d-\d\d \d\d:\d\d UTC, in (1 day|23 h 59 min)/)
    expect(text).to.contain('quorum 1,000,000 BLST if the vote began now')
  })

  test('tells time that has passed without a block from time that has not', async () => {
    await life.propose(thresholdTo82)
    const waiting = await only()
    expect(waiting.line.next.words).to.contain('the vote starts')
    await node.chain.rpc.request({ method: 'evm_increaseTime', params: [2 * 86_400] })
    const due = await only()
    expect(due.line.state).to.equal('Pending')
    expect(due.line.next.words).to.contain('the next block moves it')
  })

  test('names who votes until when, the command, and what the quorum misses', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
    await life.vote(proposal, node.delegates[0], { support: 'for' })
    const { line, text } = await only()
    expect(line.state).to.equal('Active')
    expect(line.tally).to.deep.equal({ for: 800_000n * 10n ** 18n, against: 0n, abstain: 0n })
    const handle = shortId(proposal.id)
    expect(text).to.match(/delegates vote until .* UTC, in (3 days|2 days 23 h)/)
    expect(text).to.contain('quorum of 1,000,000 BLST is short by 200,000 BLST')
    expect(text.endsWith(`Next: ballast vote ${handle} for`)).to.equal(true)
  })

  test('says what an account can still do in a vote', async () => {
    const proposal = await life.propose(thresholdTo82)
    const [first, second, third] = node.delegates
    const you = async (account: string | undefined) =>
      /^ {2}you {4}(.*)$/m.exec((await only({ account: account! })).text)?.[1]
    expect(await you(second)).to.equal('would vote with 700,000 BLST if the vote began now')
    expect(await you(first)).to.contain(`may cancel it: ballast cancel ${shortId(proposal.id)}`)
    await life.toVote(proposal)
    const side = 100_000n * 10n ** 18n
    await life.vote(proposal, third, { split: { for: side, against: side, abstain: 0n } })
    await life.vote(proposal, second, { support: 'against' })
    expect(await you(first)).to.equal('not voted yet, 800,000 BLST at the snapshot')
    expect(await you(second)).to.equal('voted with all 700,000 BLST')
    expect(await you(third)).to.equal(
      'voted with 200,000 BLST of 500,000 BLST; the rest may still be cast',
    )
    const [, , , , , nobody] = await nodeAccounts(node.chain)
    expect(await you(nobody)).to.equal('had no votes at the snapshot, so cannot vote here')
  })

  test('does not send somebody to vote who has voted', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
    await life.vote(proposal, node.delegates[0], { support: 'for' })
    const { text } = await only({ account: node.delegates[0]! })
    expect(text.endsWith(`Next: ballast show ${shortId(proposal.id)}`)).to.equal(true)
  })

  test('tells the guardian that it may cancel in every open state', async () => {
    const proposal = await life.propose(thresholdTo82)
    const [, guardian] = await nodeAccounts(node.chain)
    await life.toVote(proposal)
    const { line } = await only({ account: guardian! })
    expect(line.own).to.deep.equal({ votes: 0n, cast: 0n, mayCancel: true })
  })

  test('follows a proposal from its decision to its execution, then shows it with --all only', async () => {
    const proposal = await life.propose(thresholdTo82)
    const handle = shortId(proposal.id)
    await life.toVote(proposal)
    await life.vote(proposal, node.delegates[0], { support: 'for' })
    await life.vote(proposal, node.delegates[1], { support: 'for' })
    await life.toDecision(proposal)
    expect((await only()).line.next).to.include({ kind: 'queue', command: `queue ${handle}` })
    await life.queue(proposal)
    const queued = await only()
    expect(queued.line.next.words).to.contain('anyone may execute it from')
    expect(queued.line.executableAt).to.be.a('number')
    await life.toExecution(proposal)
    expect((await only()).line.next).to.include({ kind: 'execute', command: `execute ${handle}` })
    await life.execute(proposal)
    const { status, text } = await read()
    expect(status).to.deep.include({ proposals: [], endedCount: 1 })
    expect(text).to.contain('1 proposal ended; --all shows them')
    expect((await only({ all: true })).line.state).to.equal('Executed')
  })

  test('says why a vote was lost: the quorum, by how much', async () => {
    const proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
    await life.vote(proposal, node.delegates[1], { support: 'for' })
    await life.toDecision(proposal)
    const { line } = await only({ all: true })
    expect(line.state).to.equal('Defeated')
    expect(line.next.words).to.equal(
      'Defeated: the quorum of 1,000,000 BLST was missed by 300,000 BLST.',
    )
  })

  test('says why a vote was lost: the majority', async () => {
    const proposal = await life.propose(thresholdTo82)
    const [first, second, third] = node.delegates
    await life.toVote(proposal)
    await life.vote(proposal, first, { support: 'against' })
    await life.vote(proposal, second, { support: 'for' })
    await life.vote(proposal, third, { support: 'abstain' })
    await life.toDecision(proposal)
    const { line } = await only({ all: true })
    expect(line.next.words).to.equal('Defeated: 800,000 BLST against and only 700,000 BLST for.')
  })

  test('hides what was cancelled, and calls it so with --all', async () => {
    const proposal = await life.propose(thresholdTo82)
    const [, guardian] = await nodeAccounts(node.chain)
    await transact(localSender(node.chain, guardian!), cancelAction(node.book, proposal.id))
    expect((await read()).status.proposals).to.deep.equal([])
    const { line, text } = await only({ all: true })
    expect(line.state).to.equal('Canceled')
    expect(text).to.contain('can never be proposed again')
  })

  test('lists the newest proposal first', async () => {
    const one = await life.propose(thresholdTo82)
    const two = await life.propose(thresholdTo82.replace('82%', '81%'))
    const { status } = await read()
    expect(status.proposals.map(({ id }) => id)).to.deep.equal([two.id, one.id])
  })

  test('reports prices that are too old, a line each', async () => {
    await node.chain.rpc.request({ method: 'evm_increaseTime', params: [3 * 3_600] })
    await node.chain.rpc.request({ method: 'evm_mine' })
    const { text } = await read()
    expect(text.match(/^! \w+\/USD is DOWN: of 3 sources, 3 too old/gm)).to.have.length(3)
  })

  test('lists proposals from storage, without titles, where the node lost the events', async () => {
    const proposal = await life.propose(thresholdTo82)
    const chain = await connectChain({
      request: async (call) => (call.method === 'eth_getLogs' ? [] : node.chain.rpc.request(call)),
    })
    const { timestamp } = await readBlock(chain)
    const { status, text } = await readStatus({ ...protocol, chain }, { wallClock: timestamp })
    expect(status.proposals.map(({ id }) => id)).to.deep.equal([proposal.id])
    expect(text).to.contain('(the node does not have its text)')
  })

  test('shows the rest where the network\u2019s account has no key here', async () => {
    const workspace = {
      config: { accounts: { risk: 'env:BALLAST_NO_SUCH_KEY' } },
      network: { account: 'risk' },
    } as unknown as NonNullable<StatusOptions['workspace']>
    const { status, text } = await read({ workspace })
    expect(status).not.to.have.property('account')
    expect(text).to.contain('Your part is not shown: $BALLAST_NO_SUCH_KEY is not set.')
    const refused = await read({ workspace, account: 'risk' }).catch((error: unknown) => error)
    expect(refused).to.be.instanceOf(UsageError)
  })

  test('tells holders whose tokens vote for nobody', async () => {
    const [deployer] = await nodeAccounts(node.chain)
    const { text } = await read({ account: deployer! })
    expect(text).to.contain(`vote for nobody: ballast delegate ${deployer}`)
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { connectChain, type Rpc, readBlock } from '../../cli/chain/client.ts'
import { NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { silence } from '../../cli/shared/progress.ts'
import type { Acted, Confirm } from '../../cli/workflows/act.ts'
import { queueProposal } from '../../cli/workflows/advanceProposal.ts'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import { noteWarp } from '../../cli/workflows/noteActivity.ts'
import { readActivity } from '../../cli/workflows/readActivity.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
import { parseTarget, warpChain } from '../../cli/workflows/warpChain.ts'
import { readNewestActivity } from '../../cli/workspace/activityFile.ts'
import {
  actingAs,
  agreeing,
  breakingAt,
  failureOf,
  pass,
  peopleOf,
  proposed,
  untouched,
} from '../support/acting.ts'
import { protocolOf } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

describe('what was sent is written down', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let folder: string
  let outbox: ReturnType<typeof memoryOutbox>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)
  beforeEach(async () => {
    folder = await temporaryFolder()
    outbox = memoryOutbox()
  })

  const { options } = agreeing()
  const config = { accounts: { guardian: 'node:1', second: 'node:3' } }
  const delegate = async (
    to: string,
    how: { readonly on?: SeededNode; readonly confirm?: Confirm } = {},
  ): Promise<Acted> => {
    const acting = await actingAs(how.on ?? node, people.first, { folder, outbox })
    const { confirm = options.confirm } = how
    return delegateVotes(acting, { to, config }, { confirm, progress: silence })
  }
  const entries = async () => (await readNewestActivity(folder, 10)).entries
  const only = async () => {
    const [entry, ...others] = await entries()
    expect(others).to.deep.equal([])
    return entry!
  }
  /** The node as something answers in its place. */
  const through = async (answer: (call: Parameters<Rpc['request']>[0]) => Promise<unknown>) => ({
    ...node,
    chain: { ...(await connectChain({ request: answer })), isDevelopment: true as const },
  })

  it('with its verb, account, network, hash and block, and what the chain showed afterwards', async () => {
    const acted = await delegate('second')
    const { sent, shown } = acted as Extract<Acted, { how: 'sent' }>
    const { at: _, ...entry } = await only()
    expect(entry).to.deep.equal({
      network: 'local',
      chainId: 31_337,
      genesis: (await readBlock(node.chain, 0)).hash,
      verb: 'delegate',
      account: people.first,
      transactionHash: sent.transactionHash,
      block: sent.blockNumber,
      outcome: 'done',
      headline: shown.headline,
    })
  })

  it('with the proposal that it concerns', async () => {
    const id = await proposed(node)
    await pass(node, id, 'snapshot')
    const proposal = `0x${id.toString(16).padStart(64, '0')}`
    for (const voter of [people.first, people.second]) {
      const acting = await actingAs(node, voter, { folder })
      await voteOnProposal(acting, { proposal, support: 'for' }, options)
    }
    await pass(node, id, 'deadline')
    await queueProposal(await actingAs(node, people.first, { folder }), proposal, options)
    const found = await entries()
    expect(found.map(({ verb }) => verb)).to.deep.equal(['queue', 'vote', 'vote'])
    expect(found.every(({ proposalId }) => proposalId === String(id))).to.equal(true)
    const { activities } = await readActivity(folder, node)
    expect(activities[0]).to.include({ proposalId: id, isHere: true, outcome: 'done' })
  })

  it('but not what was only planned, refused, or done already', async () => {
    await delegate('second', { confirm: async () => 'dry run' })
    const refused = delegate('second', { confirm: () => Promise.reject(new Error('no')) })
    await refused.catch(() => {})
    await delegate('self')
    expect(await entries()).to.deep.equal([])
  })

  it('also if the look at what it did fails: it was sent', async () => {
    let isMined = false
    const broken = await through(async (call) => {
      if (isMined && call.method === 'eth_call') throw new Error('the node is gone')
      const answer = await node.chain.rpc.request(call)
      isMined ||= call.method === 'eth_getTransactionReceipt' && answer !== null
      return answer
    })
    await delegate('second', { on: broken }).catch(() => {})
    const entry = await only()
    expect(entry).to.include({ outcome: 'mined', verb: 'delegate' })
    expect(entry.headline).to.match(/^Delegate the votes of 800,000 BLST to 0x/)
  })

  it('also if the chain shows something else afterwards', async () => {
    let answers = 0
    const stubborn = await through(async (call) => {
      // The token goes on saying to whom the votes were delegated before.
      const answer = await node.chain.rpc.request(call)
      const isQuestion = JSON.stringify(call.params ?? '').includes('587cde1e')
      if (call.method !== 'eth_call' || !isQuestion) return answer
      answers += 1
      const [now, before] = [people.second, people.first].map((who) => who.slice(2).toLowerCase())
      return String(answer).replaceAll(now!, before!)
    })
    const failure = await failureOf(delegate('second', { on: stubborn }))
    expect(failure.name).to.equal('NotAsSentError')
    expect(answers).to.be.above(0)
    expect(await only()).to.include({ outcome: 'different', trouble: failure.message })
  })

  it('also if it reverted', async () => {
    const reverting = await through(async (call) => {
      if (call.method !== 'eth_sendTransaction') return node.chain.rpc.request(call)
      const [transaction] = call.params as [object]
      // Too little gas for what it does.
      return node.chain.rpc.request({ ...call, params: [{ ...transaction, gas: '0x7530' }] })
    })
    const failure = await failureOf(delegate('second', { on: reverting }))
    expect(failure.message).to.contain('was mined and reverted')
    expect(await only()).to.include({ outcome: 'reverted', trouble: failure.message })
  })

  it('also if nobody saw it mined; the chain is asked again whenever the list is read', async () => {
    const broken = { ...node, ...(await breakingAt(node, 'eth_getTransactionReceipt')) }
    await failureOf(delegate('second', { on: broken }))
    const { transactionHash } = await only()
    expect(await only()).to.include({ outcome: 'unseen' })
    const { activities } = await readActivity(folder, node)
    const block = await readBlock(node.chain)
    expect(activities[0]).to.include({ transactionHash, outcome: 'mined', block: block.number })
  })

  it('also if the answer to the sending was lost, once a repetition finds it done', async () => {
    const broken = await through(async (call) => {
      const answer = await node.chain.rpc.request(call)
      if (call.method !== 'eth_sendTransaction') return answer
      throw new NodeUnreachableError('the node', call.method, new Error('the connection broke'))
    })
    await failureOf(delegate('second', { on: broken }))
    expect((await delegate('second')).how).to.equal('already')
    expect(await only()).to.include({ outcome: 'unseen', verb: 'delegate' })
    const { activities } = await readActivity(folder, node)
    expect(activities[0]).to.include({ outcome: 'mined' })
  })

  it('and one that was sent to a chain that is gone is marked', async () => {
    await delegate('second')
    const anew = await through(async (call) => {
      const answer = await node.chain.rpc.request(call)
      const isFirst = call.method === 'eth_getBlockByNumber' && call.params?.[0] === '0x0'
      return isFirst ? { ...(answer as object), hash: `0x${'5'.repeat(64)}` } : answer
    })
    expect((await readActivity(folder, anew)).activities[0]).to.include({ isHere: false })
    expect((await readActivity(folder, node)).activities[0]).to.include({ isHere: true })
  })

  it('and so is a clock that was moved, which nobody sent; not one that stayed', async () => {
    const warped = await warpChain(protocolOf(node), { target: parseTarget('3 days') }, silence)
    expect(await noteWarp(folder, protocolOf(node), { ...warped, blocks: 0 })).to.equal(undefined)
    expect(await entries()).to.deep.equal([])
    await noteWarp(folder, protocolOf(node), warped)
    const { activities } = await readActivity(folder, node)
    expect(activities).to.have.length(1)
    for (const activity of activities) {
      expect(activity).to.include({ verb: 'warp', outcome: 'done', isHere: true })
      expect(activity).to.not.have.any.keys('account', 'transactionHash')
      expect(activity.block).to.equal(warped.to.number)
      expect(activity.headline).to.match(/^The clock was moved by 3 days.*, to 20\d\d-.* UTC\.$/)
    }
  })

  it('and can be read without a node, as it was written down', async () => {
    await delegate('second')
    const { activities } = await readActivity(folder, { chainId: 31_337 })
    expect(activities[0]).to.include({ verb: 'delegate', outcome: 'done', isHere: true })
    const elsewhere = await readActivity(folder, { chainId: 1 })
    expect(elsewhere.activities[0]).to.include({ isHere: false })
    const gone = await through(async ({ method }) => {
      if (method === 'eth_chainId') return '0x7a69'
      throw new NodeUnreachableError('the node', method, new Error('the connection broke'))
    })
    expect((await readActivity(folder, gone)).activities).to.deep.equal(activities)
  })

  it('and where it cannot be, the act is done all the same and says so', async () => {
    await writeFile(join(folder, '.ballast'), 'a file, not a folder')
    const { shown } = (await delegate('second')) as Extract<Acted, { how: 'sent' }>
    expect(shown.warnings?.join()).to.match(/^The list of what was sent is not complete: /)
  })
})

import { expect } from 'chai'
import { connectChain, type Rpc, readBlock } from '../../cli/chain/client.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { delegateAction } from '../../cli/chain/votingPower.ts'
import { silence } from '../../cli/shared/progress.ts'
import { awaitProposingVotes, requireProposingVotes } from '../../cli/workflows/proposingVotes.ts'
import { actingAs, failureOf, peopleOf, untouched } from '../support/acting.ts'
import { type SeededNode, seeded, startAnvil } from '../support/nodes.ts'

describe('the votes of a proposer', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startAnvil())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const clock = async () => (await readBlock(node.chain)).timestamp
  const delegateNow = () =>
    transact(localSender(node.chain, people.deployer), delegateAction(node.book, people.deployer))

  /** The same node, saying that it is not made for development: its clock is not ours to move. */
  async function onPublicChain(): Promise<SeededNode> {
    const rpc: Rpc = {
      request: async (call) =>
        call.method === 'web3_clientVersion' ? 'Geth/v1.17.0' : node.chain.rpc.request(call),
    }
    return { ...node, chain: { ...(await connectChain(rpc)), isDevelopment: true } }
  }

  it('count from the next second: a development chain is moved there', async () => {
    await delegateNow()
    const before = await clock()
    const acting = await actingAs(node, people.deployer)
    await requireProposingVotes(acting)
    await awaitProposingVotes(acting, silence)
    expect(await clock()).to.equal(before + 1)
  })

  it('that are old enough wait for nothing', async () => {
    const before = await clock()
    await awaitProposingVotes(await actingAs(node, people.first), silence)
    expect(await clock()).to.equal(before)
  })

  it('are waited for on any other chain, whose blocks come by themselves', async () => {
    await delegateNow()
    const before = await clock()
    const mined = new Promise((resolve) => {
      setTimeout(() => resolve(node.chain.rpc.request({ method: 'evm_mine' })), 1_100)
    })
    await awaitProposingVotes(await actingAs(await onPublicChain(), people.deployer), silence)
    await mined
    expect(await clock()).to.be.above(before)
  })

  it('are not waited for for ever', async () => {
    await delegateNow()
    const acting = await actingAs(await onPublicChain(), people.deployer)
    const impatient = { ...acting, sender: { ...acting.sender, receiptSeconds: 1 } }
    const failure = await failureOf(awaitProposingVotes(impatient, silence))
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.contain('has not moved')
  })
})

import { expect } from 'chai'
import { voteAction } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { delegateAction } from '../../cli/chain/votingPower.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { renderPower } from '../../cli/workflows/powerAnswer.ts'
import { readPower } from '../../cli/workflows/readPower.ts'
import {
  failureOf,
  pass,
  peopleOf,
  proposed,
  protocolOn,
  untouched,
  withoutEvents,
} from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const thousand = 1_000n * 10n ** 18n

describe('power', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const of = (asked: Address) => readPower(protocolOn(node), { asked })
  const textOf = async (asked: Address) => renderPower(await of(asked), protocolOn(node)).text
  const delegate = (from: Address, to: Address) =>
    transact(localSender(node.chain, from), delegateAction(node.book, to))

  it('is somebody\u2019s tokens, votes and who gave them', async () => {
    await delegate(people.first, people.second)
    const power = await of(people.second)
    expect(power.holder).to.include({ balance: 700n * thousand, votes: 1_500n * thousand })
    expect(power.delegators).to.deep.equal([
      { address: people.first, balance: 800n * thousand },
      { address: people.second, balance: 700n * thousand },
    ])
    expect(power.isComplete).to.equal(true)
    const text = await textOf(people.second)
    expect(text).to.contain(`from       ${people.first}  800,000 BLST`)
    expect(text).to.contain(`${people.second} (itself)  700,000 BLST`)
  })

  it('says when the list of delegators may not be whole', async () => {
    const protocol = { ...protocolOn(node), ...(await withoutEvents(node)) }
    const power = await readPower(protocol, { asked: people.first })
    expect(power.isComplete).to.equal(false)
    expect(renderPower(power, protocol).text).to.contain('not everybody is listed')
  })

  it('lets propose what was there a second ago, and says when it will', async () => {
    expect(await textOf(people.first)).to.contain('are needed: it may propose now')
    await delegate(people.first, people.stranger)
    const fresh = await of(people.stranger)
    expect(fresh.proposing.votesBefore).to.equal(0n)
    const text = await textOf(people.stranger)
    expect(text).to.contain('came in the newest second')
    expect(text).to.contain('it may propose from the next block on')
    await node.chain.rpc.request({ method: 'evm_mine' })
    expect(await textOf(people.stranger)).to.contain('it may propose now')
  })

  it('of tokens that nobody votes with: delegate now, propose in the next block', async () => {
    await delegate(people.first, '0x0000000000000000000000000000000000000000')
    const text = await textOf(people.first)
    expect(text).to.contain('to nobody: they have no vote')
    expect(text).to.contain('delegate now, propose in the next block')
    expect(text).to.contain('Next: ballast delegate self')
    expect(await textOf(people.guardian)).to.match(/proposing .* are missing/)
  })

  it('in a vote is fixed at its snapshot, and shrinks as it is cast', async () => {
    const id = await proposed(node)
    const pending = (await of(people.first)).votes
    expect(pending).to.have.length(1)
    expect(pending[0]).to.include({ id, state: 'Pending', total: 800n * thousand, used: 0n })
    expect(await textOf(people.first)).to.contain('if nothing moves until')
    await pass(node, id, 'snapshot')
    await delegate(people.first, people.stranger)
    const split = { for: 300n * thousand, against: 0n, abstain: 0n }
    await transact(localSender(node.chain, people.first), voteAction(node.book, id, { split }))
    const [open] = (await of(people.first)).votes
    expect(open).to.include({ state: 'Active', total: 800n * thousand, used: 300n * thousand })
    const text = await textOf(people.first)
    expect(text).to.contain('300,000 BLST cast, 500,000 BLST left until')
    expect(text).to.contain(`Next: ballast vote ${shortId(id)} for`)
    const late = await textOf(people.stranger)
    expect(late).to.contain('no votes, fixed at')
    expect(late).to.contain('what was delegated later counts from the next one on')
    await pass(node, id, 'deadline')
    expect((await of(people.first)).votes).to.deep.equal([])
  })

  it('of nobody is refused', async () => {
    const refused = await failureOf(readPower(protocolOn(node), {}))
    expect(refused.exitCode).to.equal(2)
    expect(refused.message).to.contain('Nobody was named')
  })
})

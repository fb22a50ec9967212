import { expect } from 'chai'
import { concat, dataSlice, id as hashOf, Interface, keccak256 } from 'ethers'
import { governorAbi } from '../../cli/chain/contracts.ts'
import { foreignEvent } from '../../cli/chain/foreignEvents.ts'
import { readState } from '../../cli/chain/governor.ts'
import { listProposals, readAnnouncements } from '../../cli/chain/proposals.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { cancelProposal } from '../../cli/workflows/advanceProposal.ts'
import { locateProposal } from '../../cli/workflows/locateProposal.ts'
import { readStatus } from '../../cli/workflows/readStatus.ts'
import { showProposal } from '../../cli/workflows/showProposal.ts'
import { actingAs, agreeing, pass, peopleOf, protocolOn, untouched } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

/** The Governor's functions with bytes where it takes a text: it checks neither. */
const asBytes = new Interface([
  'function propose(address[],uint256[],bytes[],bytes)',
  'function castVoteWithReason(uint256,uint8,bytes)',
  'function castVoteWithReasonAndParams(uint256,uint8,bytes,bytes)',
])
const signatures = {
  propose: 'propose(address[],uint256[],bytes[],string)',
  castVoteWithReason: 'castVoteWithReason(uint256,uint8,string)',
  castVoteWithReasonAndParams: 'castVoteWithReasonAndParams(uint256,uint8,string,bytes)',
} as const
/** No UTF-8 begins like this. */
const noText = '0xff80fe'

describe('a proposal whose text is not UTF-8', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let id: bigint
  const send = (from: Address, name: keyof typeof signatures, args: readonly unknown[]) => {
    const data = concat([
      hashOf(signatures[name]).slice(0, 10),
      dataSlice(asBytes.encodeFunctionData(name, args), 4),
    ])
    return transact(localSender(node.chain, from), { to: node.book.contracts.governor, data })
  }
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
    await send(people.first, 'propose', [[node.book.contracts.token], [0n], ['0x'], noText])
    const [proposal] = await listProposals(node.chain, node.book)
    id = proposal!.id
  })
  after(() => node.stop())
  untouched(() => node)

  const show = () => showProposal(protocolOn(node), shortId(id), { wallClock: 0 })

  it('is announced with the hash of its bytes, not of what is shown for them', async () => {
    const announced = (await readAnnouncements(node.chain, node.book)).get(id)
    expect(announced?.description).to.match(/^\ufffd+$/)
    expect(announced?.descriptionHash).to.equal(keccak256(noText))
    const located = await locateProposal(protocolOn(node), shortId(id))
    expect(located.announcement).to.deep.equal(announced)
  })

  it('stands in the status and can be shown', async () => {
    const { status } = await readStatus(protocolOn(node), { wallClock: 0 })
    expect(status.proposals.map((line) => line.id)).to.deep.equal([id])
    const { document } = await show()
    expect(document).to.include({ state: 'Pending', isTextGenuine: true })
    expect(document.milestones.map(({ kind }) => kind)).to.deep.equal(['proposed'])
  })

  it('can be cancelled', async () => {
    const { options } = agreeing()
    const acted = await cancelProposal(await actingAs(node, people.guardian), shortId(id), options)
    expect(acted.how).to.equal('sent')
    expect(await readState(node.chain, node.book, id)).to.equal('Canceled')
  })

  it('is shown with votes whose reasons are none either', async () => {
    await pass(node, id, 'snapshot')
    const half = concat([`0x${'0'.repeat(32)}`, `0x${'0'.repeat(31)}1`, `0x${'0'.repeat(32)}`])
    await send(people.first, 'castVoteWithReason', [id, 1, noText])
    await send(people.second, 'castVoteWithReasonAndParams', [id, 255, noText, half])
    const { document } = await show()
    expect(document.votes.map(({ voter, reason }) => [voter, reason])).to.deep.equal([
      [people.first, '\ufffd\ufffd'],
      [people.second, '\ufffd\ufffd'],
    ])
  })
})

describe('an event of the Governor', () => {
  it('that cannot be decoded at all says nothing, and breaks nothing', () => {
    const created = foreignEvent(governorAbi, 'ProposalCreated')
    for (const data of ['0x', '0x00', `0x${'ff'.repeat(32 * 9)}`]) {
      expect(created.decode({ topics: [created.topicHash], data }), data).to.equal(undefined)
    }
    expect(created.decode({ topics: [hashOf('Other()')], data: '0x' })).to.equal(undefined)
  })
})

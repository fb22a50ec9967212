import { expect } from 'chai'
import { id as hashOf } from 'ethers'
import { announcedDifference } from '../../cli/chain/announced.ts'
import { submitProposal } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { delegateAction } from '../../cli/chain/votingPower.ts'
import { hashProposal } from '../../cli/governance/description.ts'
import type { Proposal } from '../../cli/governance/proposal.ts'
import { openSmallProtocol, type SmallProtocol } from './chains.ts'

describe('what the Governor announced', () => {
  let protocol: SmallProtocol
  let proposal: Proposal
  let transactionHash: string
  before(async () => {
    protocol = await openSmallProtocol()
    const { chain, book, deployer } = protocol
    const sender = localSender(chain, deployer, book)
    await transact(sender, delegateAction(book, deployer))
    await chain.rpc.request({ method: 'evm_mine' })
    const calls: Proposal['calls'] = [
      {
        target: book.contracts.ledger,
        value: 0n,
        calldata: '0x1234',
        words: 'a call of the test',
        origin: { kind: 'changes', changes: [] },
      },
    ]
    const description = 'Words, \u201cquoted\u201d'
    const descriptionHash = hashOf(description)
    const id = hashProposal(calls, descriptionHash)
    proposal = { slug: 'test', calls, description, descriptionHash, id }
    const sent = await submitProposal(sender, book, proposal)
    transactionHash = sent.transactionHash
  })
  after(() => protocol.chain.close())

  const difference = (change: Partial<Proposal> = {}, proposer = protocol.deployer) =>
    announcedDifference(protocol.chain, protocol.book, {
      proposal: { ...proposal, ...change },
      proposer,
      transactionHash,
    })

  it('is what was sent', async () => {
    expect(await difference()).to.equal(undefined)
  })

  it('is another text where a single byte differs', async () => {
    expect(await difference({ description: `${proposal.description}\n` })).to.contain('text')
  })

  it('is another proposal, of another proposer, or has other calls', async () => {
    const [call] = proposal.calls as [Proposal['calls'][number]]
    expect(await difference({ id: proposal.id + 1n })).to.contain('does not announce')
    expect(await difference({}, protocol.other)).to.contain('as the proposer')
    expect(await difference({ calls: [call, call] })).to.contain('1 calls, not 2')
    expect(await difference({ calls: [{ ...call, value: 1n }] })).to.contain('call 1')
    expect(await difference({ calls: [{ ...call, calldata: '0x1235' }] })).to.contain('call 1')
    const other = protocol.book.contracts.token
    expect(await difference({ calls: [{ ...call, target: other }] })).to.contain('call 1')
  })
})

import { expect } from 'chai'
import { ZeroAddress } from 'ethers'
import { readBlock } from '../../cli/chain/client.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { delegateAction } from '../../cli/chain/votingPower.ts'
import { readDelegates } from '../../cli/workflows/readDelegates.ts'
import { peopleOf, untouched, withoutEvents } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const votes = (thousands: bigint): bigint => thousands * 1_000n * 10n ** 18n

describe('who has the votes', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const accounts = { alice: 'node:2', bob: 'node:3', keyless: 'env:NO_SUCH_KEY_OF_A_TEST' }
  const read = (account?: string) => readDelegates(node, { accounts, account })
  const delegate = async (from: string, to: string) =>
    transact(localSender(node.chain, from), delegateAction(node.book, to))

  it('is told with their shares and names, the heaviest first, at one block', async () => {
    const list = await read()
    expect(list.block).to.deep.equal(await readBlock(node.chain))
    expect(list.delegates.map(({ address }) => address)).to.deep.equal([
      people.first,
      people.second,
      people.third,
    ])
    const total = list.delegates.reduce((sum, row) => sum + row.votes, 0n)
    expect(list.totalVotes).to.equal(total)
    const [alice, bob, third] = list.delegates
    expect(alice).to.deep.include({ name: 'alice', votes: votes(800n), isOwn: false })
    expect(bob?.name).to.equal('bob')
    expect(third).not.to.have.property('name')
    expect(alice?.share).to.be.closeTo(Number(votes(800n)) / Number(total), 1e-9)
    expect(list.isComplete).to.equal(true)
    expect(list).not.to.have.any.keys('own', 'ownTrouble')
  })

  it('comes with what a vote and a proposer need now', async () => {
    const list = await read()
    expect(list).to.include({
      quorum: 1_000_000n * 10n ** 18n,
      tokenSymbol: 'BLST',
    })
    expect(list.proposalThreshold > 0n).to.equal(true)
  })

  it('marks the account that acts, and tells its tokens and to whom they are delegated', async () => {
    await delegate(people.second, people.first)
    const list = await read('bob')
    expect(list.own).to.deep.equal({
      address: people.second,
      balance: votes(700n),
      votes: 0n,
      delegate: people.first,
      delegateName: 'alice',
    })
    expect(list.delegates.map(({ address }) => address)).not.to.contain(people.second)
    const alice = await read(people.first.toLowerCase())
    expect(alice.delegates[0]).to.include({ isOwn: true, votes: votes(1_500n) })
  })

  it('says of tokens that are delegated to nobody that they have no delegate', async () => {
    await delegate(people.first, ZeroAddress)
    expect((await read('alice')).own).to.deep.include({ delegate: undefined, votes: 0n })
  })

  it('is told although the key of whoever acts is not there', async () => {
    const list = await read('keyless')
    expect(list.ownTrouble).to.contain('$NO_SUCH_KEY_OF_A_TEST is not set')
    expect(list.delegates).to.have.length(3)
  })

  it('names contracts that hold votes', async () => {
    await delegate(people.third, node.book.contracts.timelock)
    const list = await read()
    expect(list.delegates.find(({ name }) => name === 'timelock')?.votes).to.equal(votes(500n))
  })

  it('admits that somebody may be missing where the node has no events', async () => {
    const { chain } = await withoutEvents(node)
    const list = await readDelegates({ chain, book: node.book }, { accounts, account: 'alice' })
    expect(list.isComplete).to.equal(false)
    expect(list.delegates).to.deep.equal([])
    expect(list.own?.votes).to.equal(votes(800n))
  })
})

import { expect } from 'chai'
import { Wallet } from 'ethers'
import { NOBODY, readHolder } from '../../cli/chain/votingPower.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import { actingAs, agreeing, byKey, failureOf, peopleOf, untouched } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const votes = (thousands: bigint): bigint => thousands * 1_000n * 10n ** 18n

describe('delegate', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const { options } = agreeing()
  const config = { accounts: { guardian: 'node:1', second: 'node:3' } }

  async function delegate(from: string, to: string): Promise<Acted> {
    return delegateVotes(await actingAs(node, from), { to, config }, options)
  }

  it('gives the votes to an address, and shows both sides before and after', async () => {
    const acted = await delegate(people.first, people.third.toLowerCase())
    const { shown } = acted as Extract<Acted, { how: 'sent' }>
    expect(Object.fromEntries(shown.facts)).to.include({
      tokens: '800,000 BLST',
      'own votes': '800,000 BLST → 0 BLST',
      'their votes': '500,000 BLST → 1,300,000 BLST',
    })
    expect((await readHolder(node.chain, node.book, people.third)).votes).to.equal(votes(1_300n))
  })

  it('gives them to an account of ballast.yaml', async () => {
    await delegate(people.first, 'second')
    const { delegate: to } = await readHolder(node.chain, node.book, people.first)
    expect(to).to.equal(people.second)
  })

  it('gives them to itself, so that tokens begin to vote', async () => {
    const before = await readHolder(node.chain, node.book, people.deployer)
    expect([before.votes, before.delegate]).to.deep.equal([0n, NOBODY])
    const { options, plans } = agreeing()
    const acting = await actingAs(node, people.deployer)
    await delegateVotes(acting, { to: 'self', config }, options)
    expect(plans[0]?.facts).to.deep.include(['delegated now', 'to nobody'])
    const after = await readHolder(node.chain, node.book, people.deployer)
    expect(after.votes).to.equal(after.balance)
  })

  it('is done already when it is so, and can be done to and fro', async () => {
    expect((await delegate(people.first, 'self')).how).to.equal('already')
    const acting = await actingAs(node, people.first)
    for (const to of ['second', 'guardian', 'second', 'self', 'second']) {
      expect((await delegateVotes(acting, { to, config }, options)).how).to.equal('sent')
    }
    const { delegate: to } = await readHolder(node.chain, node.book, people.first)
    expect(to).to.equal(people.second)
  })

  it('of an account without ETH is refused before anybody is asked', async () => {
    const { options, plans } = agreeing()
    const poor = byKey(node, Wallet.createRandom().privateKey)
    const work = delegateVotes(await actingAs(node, poor), { to: 'self', config }, options)
    const failure = await failureOf(work)
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.match(/^0x\w{40} has 0 ETH; this transaction may cost 0\.\d+ ETH\.$/)
    expect(plans).to.deep.equal([])
  })

  it('warns who has no tokens', async () => {
    const { options, plans } = agreeing()
    const acting = await actingAs(node, people.stranger)
    await delegateVotes(acting, { to: 'self', config }, options)
    expect(plans[0]?.warnings.join()).to.contain('no tokens')
  })

  it('refuses an address whose capital letters are wrong, and an unknown name', async () => {
    const swapped = people.third.replace(/[A-F]/, (letter) => letter.toLowerCase())
    const wrong = await failureOf(delegate(people.first, swapped))
    expect([wrong.exitCode, wrong.message]).to.deep.equal([
      2,
      `${swapped} is no address: its capital letters do not fit its digits.`,
    ])
    expect((await failureOf(delegate(people.first, 'nobody'))).message).to.contain('"nobody"')
  })
})

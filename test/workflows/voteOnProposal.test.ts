import { expect } from 'chai'
import { readStanding } from '../../cli/chain/proposals.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { DearerThanPlannedError } from '../../cli/chain/transactionErrors.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Confirm } from '../../cli/workflows/act.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
import type { VoteRequest } from '../../cli/workflows/voteWish.ts'
import { outboxIn } from '../../cli/workspace/outboxFile.ts'
import {
  actingAs,
  agreeing,
  breakingAt,
  byKey,
  failureOf,
  knownKeys,
  pass,
  peopleOf,
  proposed,
  untouched,
  withoutEvents,
} from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const thousand = 1_000n * 10n ** 18n

describe('vote', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let id: bigint
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
    id = await proposed(node)
    await pass(node, id, 'snapshot')
  })
  after(() => node.stop())
  untouched(() => node)

  const { options } = agreeing()

  async function vote(voter: string, request: Omit<VoteRequest, 'proposal'>) {
    const acting = await actingAs(node, voter)
    return voteOnProposal(acting, { proposal: shortId(id), ...request }, options)
  }

  const tally = async () => {
    const {
      for: inFavour,
      against,
      abstain,
    } = (await readStanding(node.chain, node.book, id)).tally
    return [inFavour / thousand, against / thousand, abstain / thousand]
  }

  const refusal = (voter: string, request: Omit<VoteRequest, 'proposal'>) =>
    failureOf(vote(voter, request))

  it('gives everything to one side, with a reason', async () => {
    const acted = await vote(people.first, { support: 'for', reason: 'the report' })
    expect(acted.how).to.equal('sent')
    expect(await tally()).to.deep.equal([800n, 0n, 0n])
    const { shown } = acted as Extract<typeof acted, { how: 'sent' }>
    expect(shown.facts).to.deep.include(['reason', 'the report'])
    expect(shown.facts).to.deep.include([
      'quorum',
      '800,000 BLST of 1,000,000 BLST, short by 200,000 BLST',
    ])
    // Waiting for the end would lose it: others have to vote first.
    expect(shown.next.command).to.match(/^vote 0x\w{8} for --account <another>$/)
    expect(shown.next.when).to.contain('its quorum is short by 200,000 BLST')
    expect(acted)
      .to.have.nested.property('plan.facts')
      .that.deep.includes.members([
        ['tally after', '800,000 BLST for, 0 BLST against, 0 BLST abstain'],
        ['quorum after', '800,000 BLST of 1,000,000 BLST, short by 200,000 BLST'],
      ])
    expect(shown.details['votes']).to.deep.equal({
      total: 800n * thousand,
      used: 800n * thousand,
      for: 800n * thousand,
      against: 0n,
      abstain: 0n,
    })
  })

  it('is signed by a key as well', async () => {
    const acting = await actingAs(node, byKey(node, knownKeys.second))
    const request = { proposal: shortId(id), support: 'abstain' } as const
    expect((await voteOnProposal(acting, request, options)).how).to.equal('sent')
    expect(await tally()).to.deep.equal([0n, 0n, 700n])
  })

  it('shows total, used and remaining before it sends', async () => {
    await vote(people.first, { split: 'for=300_000 BLST' })
    const { options, plans } = agreeing()
    const acting = await actingAs(node, people.first)
    await voteOnProposal(acting, { proposal: shortId(id), split: 'against=50%' }, options)
    expect(Object.fromEntries(plans[0]!.facts)).to.include({
      'your votes': '800,000 BLST, fixed at the snapshot',
      'cast before': '300,000 BLST',
      'left after': '250,000 BLST',
    })
    expect(await tally()).to.deep.equal([300n, 250n, 0n])
  })

  it('spends with one side what a split has left', async () => {
    await vote(people.first, { split: 'for=25%,against=25%' })
    expect(await tally()).to.deep.equal([200n, 200n, 0n])
    await vote(people.first, { support: 'abstain' })
    expect(await tally()).to.deep.equal([200n, 200n, 400n])
  })

  describe('repeated', () => {
    it('with the same side is done already', async () => {
      await vote(people.first, { support: 'for' })
      const { options, plans } = agreeing()
      const acting = await actingAs(node, people.first)
      const request = { proposal: shortId(id), support: 'for', reason: 'later' } as const
      expect((await voteOnProposal(acting, request, options)).how).to.equal('already')
      expect(plans).to.deep.equal([])
      expect(await tally()).to.deep.equal([800n, 0n, 0n])
    })

    it('with another side is refused, and says how it voted', async () => {
      await vote(people.first, { support: 'for' })
      const failure = await refusal(people.first, { support: 'against' })
      expect(failure.exitCode).to.equal(5)
      expect(failure.message).to.contain('800,000 BLST for')
    })

    it('with the same split does not cast it twice, in votes or in percent', async () => {
      for (const split of ['for=100_000 BLST', 'for=50%']) {
        await vote(people.first, { split })
        const before = await tally()
        expect((await vote(people.first, { split })).how).to.equal('already')
        expect(await tally()).to.deep.equal(before)
      }
    })

    it('with the same split is another vote if that is said', async () => {
      await vote(people.first, { split: 'for=100_000 BLST' })
      await vote(people.first, { split: 'for=100_000 BLST', again: true })
      expect(await tally()).to.deep.equal([200n, 0n, 0n])
    })

    it('with the side that spent the rest is done already', async () => {
      await vote(people.first, { split: 'against=100_000 BLST' })
      await vote(people.first, { support: 'for' })
      expect((await vote(people.first, { support: 'for' })).how).to.equal('already')
      expect((await refusal(people.first, { support: 'against' })).exitCode).to.equal(5)
    })

    it('after the connection broke is done already', async () => {
      const broken = { ...node, ...(await breakingAt(node, 'eth_getTransactionReceipt')) }
      const acting = await actingAs(broken, people.first)
      const request = { proposal: shortId(id), split: 'for=100_000 BLST' }
      expect((await failureOf(voteOnProposal(acting, request, options))).exitCode).to.equal(4)
      expect((await voteOnProposal(acting, request, options)).how).to.equal('already')
      expect(await tally()).to.deep.equal([100n, 0n, 0n])
      const more = { ...request, again: true }
      expect((await voteOnProposal(acting, more, options)).how).to.equal('sent')
      expect(await tally()).to.deep.equal([200n, 0n, 0n])
    })
  })

  it('is not cast while the node hides votes that the Governor counts', async () => {
    const request = { proposal: shortId(id), split: 'for=100_000 BLST' }
    await vote(people.first, { split: request.split })
    const hidden = { ...node, ...(await withoutEvents(node)) }
    const acting = await actingAs(hidden, people.first)
    const failure = await failureOf(voteOnProposal(acting, request, options))
    expect(failure.exitCode).to.equal(4)
    expect(failure.message).to.contain('does not show all votes')
    expect(await tally()).to.deep.equal([100n, 0n, 0n])
  })

  it('costs no more than its plan said, or is not sent', async () => {
    const { options, plans } = agreeing()
    const acting = await actingAs(node, people.first)
    const request = { proposal: shortId(id), split: 'for=50%' }
    const acted = await voteOnProposal(acting, request, options)
    const { sent } = acted as Extract<typeof acted, { how: 'sent' }>
    const onChain = await node.chain.provider.getTransaction(sent.transactionHash)
    expect(onChain!.gasLimit * onChain!.maxFeePerGas!).to.equal(plans[0]!.cost)
    const confirm: Confirm = async () => {
      const params = ['0xe8d4a51000']
      await node.chain.rpc.request({ method: 'hardhat_setNextBlockBaseFeePerGas', params })
      await node.chain.rpc.request({ method: 'evm_mine' })
      return 'send'
    }
    const more = { ...request, split: 'against=50%' }
    const failure = await failureOf(voteOnProposal(acting, more, { ...options, confirm }))
    expect(failure).to.be.instanceOf(DearerThanPlannedError)
    expect(await tally()).to.deep.equal([400n, 0n, 0n])
  })

  for (const [split, left] of [
    ['for=50%', [600n, 700n]],
    ['for=100_000 BLST', [200n, 300n]],
  ] as const) {
    it(`of ${split} that is said again and lost sight of is cast once, however often repeated`, async () => {
      await vote(people.first, { split })
      const outbox = outboxIn(await temporaryFolder())
      const broken = { ...node, ...(await breakingAt(node, 'eth_getTransactionReceipt')) }
      const acting = await actingAs(broken, people.first, { outbox })
      const request = { proposal: shortId(id), split, again: true }
      expect((await failureOf(voteOnProposal(acting, request, options))).exitCode).to.equal(4)
      expect(await tally()).to.deep.equal([left[0], 0n, 0n])
      // The account acts on: that does not make the lost vote an old one.
      await transact(localSender(node.chain, people.first), { to: people.second, data: '0x' })
      expect((await voteOnProposal(acting, request, options)).how).to.equal('already')
      expect(await tally()).to.deep.equal([left[0], 0n, 0n])
      expect((await voteOnProposal(acting, request, options)).how).to.equal('sent')
      expect(await tally()).to.deep.equal([left[1], 0n, 0n])
    })
  }

  it('of somebody without votes is refused before it is sent', async () => {
    const failure = await refusal(people.stranger, { support: 'for' })
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.contain('had no votes')
    expect(failure.nextStep).to.contain('ballast delegate')
  })

  it('that gives more than is left is refused with what is left', async () => {
    const failure = await refusal(people.third, { split: 'for=500_001 BLST' })
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.contain('500,000 BLST are left')
  })

  it('names a side or a split, not both, not neither', async () => {
    expect((await refusal(people.first, {})).exitCode).to.equal(2)
    const both = { support: 'for', split: 'for=1%' } as const
    expect((await refusal(people.first, both)).exitCode).to.equal(2)
  })

  it('before and after the vote is told when', async () => {
    const later = await proposed(node, 80)
    const acting = await actingAs(node, people.first)
    const request = { proposal: shortId(later), support: 'for' } as const
    const early = await failureOf(voteOnProposal(acting, request, options))
    expect(early.exitCode).to.equal(5)
    expect(early.message).to.match(/is Pending.*opens at .*\(in /)
    await pass(node, id, 'deadline')
    const late = await refusal(people.first, { support: 'for' })
    expect(late.exitCode).to.equal(5)
    expect(late.message).to.contain('is Defeated')
  })

  it('shows a reason that it reads from the chain without moving a cursor', async () => {
    await vote(people.first, { support: 'for', reason: '\u001b[2K\u202egood' })
    const acted = await vote(people.first, { support: 'for' })
    const { shown } = acted as Extract<typeof acted, { how: 'already' }>
    expect(shown.facts).to.deep.include(['reason', '\\u{1b}[2K\\u{202e}good'])
  })
})

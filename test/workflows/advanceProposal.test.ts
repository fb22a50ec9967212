import { expect } from 'chai'
import { queueAction, readState } from '../../cli/chain/governor.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import type { OutboxStore } from '../../cli/chain/outboxStore.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import {
  cancelProposal,
  executeProposal,
  queueProposal,
} from '../../cli/workflows/advanceProposal.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
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
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

describe('queue, execute and cancel', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const state = (id: bigint) => readState(node.chain, node.book, id)
  const { options } = agreeing()

  /** A proposal that the first two delegates voted for, its vote over. */
  async function succeeded(): Promise<bigint> {
    const id = await proposed(node)
    await pass(node, id, 'snapshot')
    for (const voter of [people.first, people.second]) {
      const request = { proposal: shortId(id), support: 'for' } as const
      await voteOnProposal(await actingAs(node, voter), request, options)
    }
    await pass(node, id, 'deadline')
    return id
  }

  async function queued(): Promise<bigint> {
    const id = await succeeded()
    await queueProposal(await actingAs(node, people.stranger), shortId(id), options)
    return id
  }

  describe('queue', () => {
    it('puts what was voted through into the timelock, whoever asks, and says when it can be executed', async () => {
      const id = await succeeded()
      const { options, plans } = agreeing()
      const acted = await queueProposal(await actingAs(node, people.stranger), shortId(id), options)
      expect(acted.how).to.equal('sent')
      expect(await state(id)).to.equal('Queued')
      expect(plans[0]?.words[0]).to.contain(shortId(id))
      expect(plans[0]!.gas > 0n && plans[0]!.cost > 0n).to.equal(true)
      const { shown } = acted as Extract<typeof acted, { how: 'sent' }>
      expect(shown.details['executableAt']).to.be.greaterThan(Number(shown.details['clock']))
      expect(shown.next.command).to.equal(`execute ${shortId(id)}`)
    })

    it('is done when it was done before, and sends nothing more', async () => {
      const id = await queued()
      const { options, plans } = agreeing()
      const acted = await queueProposal(await actingAs(node, people.first), shortId(id), options)
      expect(acted.how).to.equal('already')
      expect(plans).to.deep.equal([])
    })

    it('is done when somebody else did it while we were asked', async () => {
      const id = await succeeded()
      const confirm = async () => {
        const other = localSender(node.chain, people.second)
        await transact(other, queueAction(node.book, id))
        return 'send' as const
      }
      const acting = await actingAs(node, people.first)
      const acted = await queueProposal(acting, shortId(id), { confirm, progress: silence })
      expect(acted.how).to.equal('already')
      expect(await state(id)).to.equal('Queued')
    })

    it('sends nothing in a dry run', async () => {
      const id = await succeeded()
      const confirm = async () => 'dry run' as const
      const acting = await actingAs(node, people.first)
      const acted = await queueProposal(acting, shortId(id), { confirm, progress: silence })
      expect(acted.how).to.equal('planned')
      expect(await state(id)).to.equal('Succeeded')
    })

    it('says what is waited for while the vote has not begun, is open, or was lost', async () => {
      const id = await proposed(node)
      const acting = await actingAs(node, people.first)
      const refusal = () => failureOf(queueProposal(acting, shortId(id), options))
      const pending = await refusal()
      expect(pending.exitCode).to.equal(5)
      expect(pending.message).to.match(/is Pending.*its vote opens at \d{4}-.* UTC \(in \d/)
      await pass(node, id, 'snapshot')
      const active = await refusal()
      expect(active.message).to.match(/is Active.*its vote is open until .*\(in 2 days 23 h\)/)
      expect(active.nextStep).to.contain(`ballast vote ${shortId(id)}`)
      await pass(node, id, 'deadline')
      const defeated = await refusal()
      expect(defeated.message).to.contain('is Defeated')
      expect(defeated.message).to.contain('another text')
    })
  })

  describe('execute', () => {
    it('runs the calls and reads every parameter back that they set', async () => {
      const id = await queued()
      await pass(node, id, 'eta')
      const { options, plans } = agreeing()
      const acting = await actingAs(node, people.stranger)
      const acted = await executeProposal(acting, shortId(id), options)
      expect(plans[0]?.words.join('\n')).to.contain('debtCeiling 90,000,000 bUSD')
      expect(plans[0]?.handles).to.deep.equal([shortId(id)])
      expect(acted.how).to.equal('sent')
      expect(await state(id)).to.equal('Executed')
      const { shown } = acted as Extract<typeof acted, { how: 'sent' }>
      expect(shown.details['parameters']).to.deep.equal([
        {
          unit: 'derivative',
          subject: 'WETH-A',
          parameter: 'debtCeiling',
          set: 90_000_000n * 10n ** 18n,
          stored: 90_000_000n * 10n ** 18n,
          effective: 90_000_000n * 10n ** 18n,
        },
      ])
    })

    it('is done when somebody did it first', async () => {
      const id = await queued()
      await pass(node, id, 'eta')
      await executeProposal(await actingAs(node, people.stranger), shortId(id), options)
      const { options: none, plans } = agreeing()
      const acted = await executeProposal(await actingAs(node, people.first), shortId(id), none)
      expect(acted.how).to.equal('already')
      expect(plans).to.deep.equal([])
    })

    it('waits for the queue and for the timelock', async () => {
      const id = await succeeded()
      const acting = await actingAs(node, people.first)
      const unqueued = await failureOf(executeProposal(acting, shortId(id), options))
      expect(unqueued.exitCode).to.equal(5)
      expect(unqueued.nextStep).to.contain(`ballast queue ${shortId(id)}`)
      await queueProposal(acting, shortId(id), options)
      const early = await failureOf(executeProposal(acting, shortId(id), options))
      expect(early.message).to.match(/the timelock holds it until .* UTC \(in 2 days\)/)
      expect(await state(id)).to.equal('Queued')
    })
  })

  describe('cancel', () => {
    it('is for the guardian in any state, and warns that it is for ever', async () => {
      const id = await queued()
      const { options, plans } = agreeing()
      const acting = await actingAs(node, people.guardian)
      const acted = await cancelProposal(acting, shortId(id), options)
      expect(acted.how).to.equal('sent')
      expect(await state(id)).to.equal('Canceled')
      expect(plans[0]?.warnings.join()).to.contain('never be proposed again')
    })

    it('is for the proposer before the vote', async () => {
      const id = await proposed(node)
      const acted = await cancelProposal(await actingAs(node, people.first), shortId(id), options)
      expect(acted.how).to.equal('sent')
      expect(await state(id)).to.equal('Canceled')
    })

    it('is for nobody else: the chain says no before anything is sent', async () => {
      const id = await proposed(node)
      const { options, plans } = agreeing()
      const stranger = await actingAs(node, people.stranger)
      const refusal = await failureOf(cancelProposal(stranger, shortId(id), options))
      expect(refusal.exitCode).to.equal(5)
      expect(plans).to.deep.equal([])
      await pass(node, id, 'snapshot')
      const proposer = await actingAs(node, people.first)
      expect((await failureOf(cancelProposal(proposer, shortId(id), options))).exitCode).to.equal(5)
      expect(await state(id)).to.equal('Active')
    })

    it('is done when it was done before', async () => {
      const id = await proposed(node)
      await cancelProposal(await actingAs(node, people.guardian), shortId(id), options)
      const again = await actingAs(node, people.first)
      expect((await cancelProposal(again, shortId(id), options)).how).to.equal('already')
    })

    it('comes too late for what is executed', async () => {
      const id = await queued()
      await pass(node, id, 'eta')
      await executeProposal(await actingAs(node, people.first), shortId(id), options)
      const guardian = await actingAs(node, people.guardian)
      const refusal = await failureOf(cancelProposal(guardian, shortId(id), options))
      expect(refusal.exitCode).to.equal(5)
      expect(refusal.message).to.contain('is Executed')
    })
  })

  describe('a connection that breaks', () => {
    it('after sending leaves nothing half-done: repeated, the verb finds its own work', async () => {
      const id = await succeeded()
      const entries = new Map<string, unknown>()
      const outbox = kept(entries)
      const broken = { ...node, ...(await breakingAt(node, 'eth_getTransactionReceipt')) }
      const first = await actingAs(broken, people.first, { outbox })
      const failure = await failureOf(queueProposal(first, shortId(id), options))
      expect(failure.exitCode).to.equal(4)
      expect(entries.size).to.equal(1)
      const again = await actingAs(node, people.first, { outbox })
      expect((await queueProposal(again, shortId(id), options)).how).to.equal('already')
      expect(entries.size).to.equal(0)
    })

    it('before sending has sent nothing', async () => {
      const id = await succeeded()
      const broken = { ...node, ...(await breakingAt(node, 'eth_estimateGas')) }
      const acting = await actingAs(broken, people.first)
      expect((await failureOf(queueProposal(acting, shortId(id), options))).exitCode).to.equal(4)
      expect(await state(id)).to.equal('Succeeded')
    })
  })
})

/** An outbox whose entries the test can count. */
function kept(entries: Map<string, unknown>): OutboxStore {
  const inner = memoryOutbox()
  return {
    find: (key) => inner.find(key),
    put: (entry) => {
      entries.set(entry.key, entry)
      return inner.put(entry)
    },
    remove: (key) => {
      entries.delete(key)
      return inner.remove(key)
    },
  }
}

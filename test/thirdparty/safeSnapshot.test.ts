import { expect } from 'chai'
import { silence } from '../../cli/shared/progress.ts'
import type { Envelope } from '../../cli/snapshot/messages.ts'
import type { SnapshotPlace } from '../../cli/snapshot/service.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { resolveAccount } from '../../cli/workflows/resolveAccount.ts'
import { deliver, type SnapshotPlan } from '../../cli/workflows/snapshotAct.ts'
import { voteOnSnapshot } from '../../cli/workflows/voteOnSnapshot.ts'
import { actingAs, failureOf } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { safeWithVotes } from '../support/safeActs.ts'
import type { TestSafe } from '../support/safes.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'
import { SPACE } from '../support/snapshotWorkspace.ts'

describe('votes of a Safe 1.4.1 on Snapshot, two of three owners', function () {
  this.timeout(180_000)
  let node: SeededNode
  let safe: TestSafe
  let standIn: SnapshotStandIn
  let place: SnapshotPlace
  let asked = 0
  const id = `0x${'ab'.repeat(32)}`
  before(async () => {
    node = await seeded(await startHardhat())
    safe = await safeWithVotes(node)
    standIn = await SnapshotStandIn.start({ id: SPACE, network: String(node.chainId) })
    const { sequencer } = standIn
    sequencer.node = node.url
    sequencer.give(safe.address, 800_000)
    const now = Math.floor(Date.now() / 1_000)
    const texts = { ipfs: '', body: '', discussion: '', labels: [], privacy: '', app: '' }
    const times = { created: now, start: now - 10, end: now + 3_600, snapshot: 7 }
    const ballot = { type: 'basic', choices: ['For', 'Against'], title: 'A vote' }
    sequencer.proposals.push({ id, author: safe.address, ...texts, ...times, ...ballot })
    place = { space: SPACE, network: 's', timeoutSeconds: 5, ...standIn.addresses }
  })
  after(async () => {
    await standIn.stop()
    await node.stop()
  })

  async function actingBy(owners: readonly string[], at = place): Promise<Acting> {
    const accounts = { alice: 'node:5', bob: 'node:4', carol: 'node:6' }
    const reference = `safe:${safe.address}:${owners.join(',')}`
    const account = await resolveAccount(node.chain, { accounts }, reference)
    const found = await actingAs(node, account)
    return { ...found, protocol: { ...found.protocol, snapshot: at } }
  }

  async function vote(owners: readonly string[], choice: string, at = place) {
    const acting = await actingBy(owners, at)
    const plans: SnapshotPlan[] = []
    const confirm = async (plan: SnapshotPlan) => {
      asked = plans.push(plan)
      return 'send' as const
    }
    const request = { proposal: id, choice }
    const acted = await voteOnSnapshot(acting, request, { confirm, progress: silence })
    return { acted, plan: plans[0] }
  }

  it('are signed by its owners, whom the package finds right by asking the Safe', async () => {
    const { acted, plan } = await vote(['carol', 'alice'], 'for')
    expect(acted.how).to.equal('sent')
    const labels = Object.fromEntries(plan?.signing ?? [])
    expect(labels['the Safe says']).to.equal('Vote for snapshot 0.1.4')
    expect(labels['signs']).to.contain('SafeMessage for')
    expect(labels['message']).to.equal(labels['its hash'])
    expect(standIn.sequencer.votes).to.have.length(1)
    expect(standIn.sequencer.votes[0]).to.include({ choice: 1, vp: 800_000 })
  })

  it('are sent as they were signed, whoever is at hand by then', async () => {
    const { plan } = await vote(['alice', 'bob'], 'against')
    const { timestamp, ...message } = plan!.typed.message
    const typed = { ...plan!.typed, message: { ...message, timestamp: Number(timestamp) + 1 } }
    const shown = { headline: '', facts: [], details: {}, next: { command: 'status' } }
    const nothing = { words: [], facts: [], warnings: [], handles: [] }
    const common = { verb: 'vote', kind: 'vote', typed, intent: nothing } as const
    const options = { confirm: async () => 'send' as const, progress: silence }
    let signed: Envelope | undefined
    const remember = async (envelope: Envelope) => {
      signed = envelope
      throw new Error('Its process ended here.')
    }
    const delivery = { ...common, remember, readBack: async () => shown }
    await deliver(await actingBy(['alice', 'bob']), delivery, options).catch(() => {})
    expect(signed).not.to.equal(undefined)
    const before = standIn.requests.sequencer
    const again = { ...common, signed: signed!, readBack: async () => shown }
    expect((await deliver(await actingBy(['bob']), again, options)).how).to.equal('sent')
    expect(standIn.requests.sequencer).to.equal(before + 1)
  })

  it('are not signed by too few of them, nor where the space asks another chain: before anybody agrees', async () => {
    asked = 0
    const few = await failureOf(vote(['bob'], 'for'))
    expect(few.exitCode).to.equal(5)
    expect(few.message).to.contain('wants 2 signatures; 1 of its owners can sign from here')
    expect(few.nextStep).to.contain('let the Safe act on the page of the space')
    const { space } = standIn.sequencer
    standIn.sequencer.space = { ...space, network: '1' }
    const elsewhere = await failureOf(vote(['alice', 'bob'], 'for'))
    standIn.sequencer.space = space
    expect(elsewhere.message).to.contain('on chain 1, and the network is chain 31337')
    expect(standIn.sequencer.votes[0]).to.include({ choice: 2 })
    expect(asked).to.equal(0)
  })
})

import { expect } from 'chai'
import { nodeAccount } from '../../cli/chain/account.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { silence } from '../../cli/shared/progress.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import type { SnapshotPlan } from '../../cli/workflows/snapshotAct.ts'
import { renderSnapshotActed } from '../../cli/workflows/snapshotAnswers.ts'
import { voteOnSnapshot } from '../../cli/workflows/voteOnSnapshot.ts'
import { openSmallProtocol, type SmallProtocol } from '../chain/chains.ts'
import { failureOf } from '../support/acting.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'

const space = 'ballast-tests.eth'
const id = `0x${'ab'.repeat(32)}`

describe('a secret vote on Snapshot', () => {
  let small: SmallProtocol
  let standIn: SnapshotStandIn
  let acting: Acting
  before(async () => {
    small = await openSmallProtocol()
    standIn = await SnapshotStandIn.start({ id: space, network: '31337' })
    standIn.sequencer.give(small.other, 1_200)
    const { chain, book, other } = small
    const snapshot = { space, network: 's', timeoutSeconds: 5, ...standIn.addresses }
    const fork = () => Promise.reject(new Error('Nothing is to be forked.'))
    const close = async () => {}
    acting = {
      protocol: { network: 'local', chain, book, risk: defaultRisk, snapshot, fork, close },
      sender: {
        chain,
        account: nodeAccount(chain, other),
        outbox: memoryOutbox(),
        receiptSeconds: 5,
      },
      folder: '.',
    }
  })
  after(async () => {
    await standIn.stop()
    await small.chain.close()
  })
  beforeEach(() => {
    const { sequencer } = standIn
    const now = Math.floor(Date.now() / 1_000)
    const texts = { ipfs: '', body: '', discussion: '', labels: [], privacy: 'shutter', app: '' }
    const times = { created: now, start: now - 10, end: now + 3_600, snapshot: 7 }
    const ballot = { type: 'weighted', choices: ['For', 'Against'], title: 'A secret' }
    sequencer.proposals.splice(0, 1, { id, author: small.other, ...texts, ...times, ...ballot })
  })

  async function vote(choice: string, reason?: string) {
    const plans: SnapshotPlan[] = []
    const confirm = async (plan: SnapshotPlan) => {
      plans.push(plan)
      return 'send' as const
    }
    const request = { proposal: id, choice, ...(reason === undefined ? {} : { reason }) }
    const acted = await voteOnSnapshot(acting, request, { confirm, progress: silence })
    return { text: renderSnapshotActed(acted, acting).text, plan: plans[0] }
  }

  it('is encrypted before it is signed; the plan says what is in it', async () => {
    const { text, plan } = await vote('1=60%,2=40%')
    expect(plan?.words).to.deep.equal([
      'vote 60 % For, 40 % Against on \u201cA secret\u201d',
      'encrypted before it is signed: nobody can read it until the vote has ended',
    ])
    expect(text).to.contain('The vote is in, secret until the end: 60 % For, 40 % Against.')
    const stored = standIn.sequencer.votes[0]?.choice
    expect(stored).to.match(/^0x[0-9a-f]+$/)
    expect(plan?.typed.message['choice']).to.equal(stored)
  })

  it('that is there already cannot be told from another one: it is replaced', async () => {
    const before = standIn.sequencer.votes[0]?.choice
    const { plan } = await vote('1=60%,2=40%')
    expect(plan?.warnings).to.deep.equal([
      'It replaces your vote that is there, which nobody can read yet: it may be the same.',
    ])
    expect(standIn.sequencer.votes).to.have.length(1)
    expect(standIn.sequencer.votes[0]?.choice).not.to.equal(before)
  })

  it('takes no reason, and is refused where it is secret in an unknown way', async () => {
    expect((await failureOf(vote('1=1', 'because'))).message).to.contain('everybody could read it')
    standIn.sequencer.proposals[0]!.privacy = 'another'
    expect((await failureOf(vote('1=1'))).message).to.contain('does not know (another)')
  })
})

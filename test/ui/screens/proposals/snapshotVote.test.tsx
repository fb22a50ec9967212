import { expect } from 'chai'
import { UsageError } from '../../../../cli/shared/errors.ts'
import type { Services } from '../../../../cli/ui/services.ts'
import { themeOf } from '../../../../cli/ui/theme.ts'
import type { SnapshotVote } from '../../../../cli/workflows/readSnapshotVote.ts'
import { lineOf, snapshotVoteOf, statusOf, viewOf } from '../../../support/fakeProposals.ts'
import { fakeServices, never, testNow } from '../../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../../support/ui.tsx'
import { until } from '../../../support/until.ts'

const day = 86_400

describe('the vote on Snapshot beside the one on the chain', () => {
  let ui: Ui
  afterEach(() => ui.close())
  const { session } = fakeServices()
  const open = async (
    readSnapshotVote: Services['readSnapshotVote'],
    { services, ...options }: UiOptions = {},
  ) => {
    ui = await openUi({
      screen: 'proposal',
      params: { id: lineOf().id.toString() },
      columns: 110,
      rows: 70,
      ...options,
      services: {
        session: { ...session, space: 'ballast-tests.eth' },
        readProposals: async () => statusOf([lineOf()]),
        readProposal: async () => viewOf(lineOf()),
        readSnapshotVote,
        ...services,
      },
    })
  }
  const failing = () => Promise.reject(new UsageError('The hub is away.', 'Wait a while.'))

  it('is waited for without the other one', async () => {
    await open(never)
    const frame = await ui.waitFor('asking the hub')
    expect(frame).to.contain('600,000 of 1,000,000 BLST')
  })

  it('is not spoken of, and nobody is asked, where the network has no space', async () => {
    let asked = 0
    const read = async () => {
      asked += 1
      return snapshotVoteOf()
    }
    await open(read, { services: { session } })
    const frame = await ui.waitFor('What it says')
    expect(frame).not.to.contain('Snapshot')
    expect(asked).to.equal(0)
  })

  it('is said to be none where none was found', async () => {
    await open(async () => undefined)
    await ui.waitFor('None was found: nothing in the space records these calls')
  })

  it('has state, end, scores, quorum, and whether it was about these calls', async () => {
    await open(async () => snapshotVoteOf())
    const frame = await ui.waitFor('✔ same calls')
    expect(frame).to.contain('Vote on Snapshot')
    expect(frame).to.contain('● open, ends 2026-11-24 12:00 UTC (in 2 days)')
    expect(frame).to.match(/For +█+.*░+ 700,000\.5 +78 %/)
    expect(frame).to.match(/Against +█+.*░+ +200,000 +22 %/)
    expect(frame).to.match(/Abstain +░+ +0 +0 %/)
    expect(frame).to.contain('900,000.5 of 1,000,000, short by 99,999.5, by 2,061 votes')
    expect(frame).to.contain('ballast-tests.eth at https://hub.example.org')
    expect(frame).to.contain(snapshotVoteOf().id)
  })

  for (const [what, change, words] of [
    ['passed', { standing: 'passed', end: testNow - day }, /✔ passed, ended .* \(1 day ago\)/],
    ['lost', { standing: 'failed', end: testNow - day }, /✖ not passed, ended .* \(1 day ago\)/],
    ['being counted', { standing: 'counting', end: testNow - 60 }, /\? over, not counted out yet/],
    [
      'not open yet',
      { standing: 'waiting', start: testNow + day },
      /○ not open yet, opens .* \(in 1 day\)/,
    ],
    ['about other calls', { calls: 'other' }, /✖ other calls: it was not about/],
    ['about nobody knows what', { calls: 'not known' }, /\? not known: its text does not record/],
    ['about another Governor', { elsewhere: '1:0xabc' }, /! it names another Governor: 1:0xabc/],
    ['secret', { isSecret: true }, /2,061 votes so far; what they say is secret until it ends/],
    ['without a quorum', { quorum: 0 }, /900,000\.5 by 2,061 votes; the space asks for no quorum/],
  ] as const satisfies readonly (readonly [string, Partial<SnapshotVote>, RegExp])[]) {
    it(`says so where it is ${what}`, async () => {
      await open(async () => snapshotVoteOf(change))
      await ui.waitFor(words)
    })
  }

  it('is not known while the hub is away, which changes nothing of the other one; r asks again', async () => {
    let isAway = true
    await open(() => (isAway ? failing() : Promise.resolve(snapshotVoteOf())))
    const frame = await ui.waitFor('! not known: The hub is away.')
    expect(frame).to.contain('Wait a while. r tries again.')
    expect(frame).to.contain('600,000 of 1,000,000 BLST')
    isAway = false
    await ui.press('r')
    await ui.waitFor('✔ same calls')
  })

  it('stays as it was when the hub goes away later', async () => {
    let reads = 0
    const read = () => {
      reads += 1
      return reads === 1 ? Promise.resolve(snapshotVoteOf()) : failing()
    }
    await open(read)
    await ui.waitFor('✔ same calls')
    await ui.press('r')
    const frame = await ui.waitFor('! as it was: The hub is away.')
    expect(frame).to.contain('✔ same calls')
  })

  it('is asked for when somebody stops at a proposal, not for each that is passed', async () => {
    const lines = [0x11n, 0x22n, 0x33n].map((last) =>
      lineOf({ id: last, handle: `0x000000${last.toString(16)}`, title: `Proposal ${last}` }),
    )
    const asked: bigint[] = []
    const read = async (wanted: bigint) => {
      asked.push(wanted)
      return snapshotVoteOf()
    }
    await open(read, {
      screen: 'proposals',
      columns: 160,
      services: {
        session: { ...session, space: 'ballast-tests.eth' },
        readProposals: async () => statusOf(lines),
        readProposal: async (wanted) => viewOf(lines.find((one) => one.id === wanted)!),
        readSnapshotVote: read,
      },
    })
    await ui.waitFor('same calls')
    await ui.burst('jj')
    await until(() => asked.includes(0x33n))
    expect(asked).not.to.include(0x22n)
  })

  it('has the names of its choices in lines of their own where they are long, and no cursor of theirs', async () => {
    const choices = [
      { name: 'Raise the threshold to 82 % as the report says\u001b[2J', score: 10 },
      { name: 'Leave it', score: 5 },
    ]
    await open(async () => snapshotVoteOf({ choices, total: 15, quorum: 0 }), {
      columns: 60,
      rows: 120,
    })
    const frame = await ui.waitFor('Raise the threshold to 82 % as the report says\\u{1b}[2J')
    expect(frame).to.match(/^ {2}█+.?░* +10 +67 %/m)
    for (const line of frame.split('\n')) expect(line.length).to.be.at.most(60)
  })

  it('is drawn with ASCII signs and read out as sentences', async () => {
    await open(async () => snapshotVoteOf(), {
      theme: themeOf({ colour: false, unicode: false, animation: false }),
    })
    await ui.waitFor('* open, ends')
    expect(ui.frame()).to.match(/For +#+\.+ 700,000\.5/)
    ui.close()
    await open(async () => snapshotVoteOf(), { screenReader: true })
    const heard = await ui.waitFor('For: 700,000.5, 78 %')
    expect(heard).to.contain('quorum: 900,000.5 of 1,000,000, short by 99,999.5')
    expect(heard).to.contain('same calls: it was about what this proposal does')
  })
})

import { expect } from 'chai'
import {
  type ProposalVerb,
  proposalActions,
  type Viewer,
} from '../../../../cli/ui/screens/proposals/proposalActions.ts'
import { lineIn, lineOf, me } from '../../../support/fakeProposals.ts'
import { testNow } from '../../../support/fakeServices.ts'

const viewer: Viewer = { account: { address: me }, now: testNow, isDevelopment: true }
const GUARDED = 'only the guardian may, or its proposer before the vote'
const FIRST_VOTE = 'the vote comes first'
const day = 86_400

/** Why each verb cannot act, in the order vote, queue, execute, cancel; `yes` where it can. */
const table = [
  [
    'before its vote',
    'Pending',
    { voteStartsAt: testNow + day - 1 },
    'the vote opens in 1 day',
    FIRST_VOTE,
    FIRST_VOTE,
    GUARDED,
  ],
  [
    'before its vote, whose time has come',
    'Pending',
    { voteStartsAt: testNow - 1 },
    'the next block moves it on',
    FIRST_VOTE,
    FIRST_VOTE,
    GUARDED,
  ],
  ['in its vote', 'Active', {}, 'yes', 'the vote ends in 2 days 3 h', FIRST_VOTE, GUARDED],
  [
    'in its vote, whose time is over',
    'Active',
    { voteEndsAt: testNow - 1 },
    'the vote has ended',
    'the next block moves it on',
    FIRST_VOTE,
    GUARDED,
  ],
  ['won', 'Succeeded', {}, 'the vote is over', 'yes', 'it has to be queued first', GUARDED],
  [
    'held by the timelock',
    'Queued',
    {},
    'the vote is over',
    'it is queued',
    'the timelock holds it until 2026-11-24 12:00 UTC, for 2 days',
    GUARDED,
  ],
  ['due', 'Queued', { executableAt: testNow }, 'the vote is over', 'it is queued', 'yes', GUARDED],
  [
    'executed',
    'Executed',
    {},
    'it is executed',
    'it is executed',
    'it is executed',
    'it is executed',
  ],
  [
    'cancelled',
    'Canceled',
    {},
    'it was cancelled',
    'it was cancelled',
    'it was cancelled',
    'it was cancelled',
  ],
  [
    'defeated',
    'Defeated',
    {},
    'it was defeated',
    'it was defeated',
    'it was defeated',
    'it was defeated',
  ],
  ['expired', 'Expired', {}, 'it expired', 'it expired', 'it expired', 'it expired'],
] as const

const verbs = ['vote', 'queue', 'execute', 'cancel'] as const satisfies readonly ProposalVerb[]

describe('what may be done to a proposal', () => {
  for (const [where, state, change, ...reasons] of table) {
    it(`${where}: ${reasons.join(' · ')}`, () => {
      const found = proposalActions(lineIn(state, change), viewer)
      expect(verbs.map((verb) => found[verb] ?? 'yes')).to.deep.equal(reasons)
    })
  }

  it('is nothing for nobody, where the state would allow it', () => {
    const nobody = { ...viewer, account: undefined }
    const readOnly = 'read-only: choose an account with A'
    expect(proposalActions(lineOf(), nobody)).to.include({ vote: readOnly, cancel: readOnly })
    expect(proposalActions(lineIn('Succeeded'), nobody).queue).to.equal(readOnly)
    expect(proposalActions(lineIn('Queued', { executableAt: 1 }), nobody).execute).to.equal(
      readOnly,
    )
    expect(proposalActions(lineIn('Executed'), nobody).vote).to.equal('it is executed')
  })

  it('says when the account that was chosen cannot sign', () => {
    const locked = { ...viewer, account: undefined, trouble: '$KEY is not set.' }
    expect(proposalActions(lineOf(), locked).vote).to.contain('key of the account is not here')
  })

  it('is no vote without votes, and no second one', () => {
    const own = (votes: bigint, cast: bigint) => lineOf({ own: { votes, cast, mayCancel: false } })
    expect(proposalActions(own(0n, 0n), viewer).vote).to.equal('no votes at the snapshot')
    expect(proposalActions(own(5n, 5n), viewer).vote).to.equal('voted already')
    expect(proposalActions(own(5n, 4n), viewer).vote).to.equal(undefined)
  })

  it('lets whoever may cancel do so while it is open', () => {
    const own = { votes: 0n, cast: 0n, mayCancel: true }
    for (const state of ['Pending', 'Active', 'Succeeded', 'Queued'] as const) {
      expect(proposalActions(lineIn(state, { own }), viewer).cancel).to.equal(undefined)
    }
  })

  describe('where blocks are counted', () => {
    const blocks = { voteStartsAt: 900, voteEndsAt: 1_100, now: 1_000 }
    const foreign = 'counts blocks, not seconds'
    const past = { blocks, voteStartsAt: testNow - day, voteEndsAt: testNow - 1 }

    it('lets vote as long as the state says so, whatever the estimate', () => {
      expect(proposalActions(lineIn('Active', past), viewer).vote).to.equal(undefined)
      const unpaced = { blocks, voteStartsAt: undefined, voteEndsAt: undefined }
      expect(proposalActions(lineIn('Active', unpaced), viewer).vote).to.equal(undefined)
      expect(proposalActions(lineIn('Succeeded', past), viewer).vote).to.equal('the vote is over')
    })

    it('names the block that opens the vote, and the estimate while it is ahead', () => {
      expect(proposalActions(lineIn('Pending', past), viewer).vote).to.equal(
        'the vote opens after block 900',
      )
      const ahead = { blocks, voteStartsAt: testNow + day }
      expect(proposalActions(lineIn('Pending', ahead), viewer).vote).to.equal(
        'the vote opens after block 900, in about 1 day',
      )
      const unpaced = { blocks: { ...blocks, now: 890 }, voteStartsAt: undefined }
      expect(proposalActions(lineIn('Pending', unpaced), viewer).vote).to.equal(
        'the vote opens after block 900, in 10 blocks',
      )
    })

    it('refuses what needs a Governor of Ballast\u2019s own kind, with its reason', () => {
      const reason = `not at this Governor: it ${foreign}`
      for (const state of ['Pending', 'Active', 'Succeeded', 'Queued'] as const) {
        const own = { votes: 1n, cast: 0n, mayCancel: false }
        expect(
          proposalActions(lineIn(state, { ...past, foreign, own, executableAt: 1 }), viewer),
        ).to.include({ queue: reason, execute: reason, cancel: reason, warp: reason })
      }
    })
  })

  it('moves the clock of a development chain only', () => {
    expect(proposalActions(lineOf(), viewer).warp).to.equal(undefined)
    const real = { ...viewer, isDevelopment: false }
    expect(proposalActions(lineOf(), real).warp).to.equal('only on a development chain')
  })
})

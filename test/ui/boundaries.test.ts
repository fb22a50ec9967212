import { expect } from 'chai'
import { boundaryOf, firstBoundary, lossAhead } from '../../cli/ui/boundaries.ts'
import { lineIn } from '../support/fakeProposals.ts'
import { testNow } from '../support/fakeServices.ts'

const WAD = 10n ** 18n
const active = (votesFor: bigint, against: bigint, abstain: bigint) =>
  lineIn('Active', {
    quorum: 1_000n * WAD,
    tally: { for: votesFor * WAD, against: against * WAD, abstain: abstain * WAD },
  })

describe('lossAhead', () => {
  it('says how many votes the quorum misses', () => {
    expect(lossAhead(active(700n, 0n, 100n), 'BLST')).to.equal('its quorum is short by 200 BLST')
  })

  it('says that a tie is lost', () => {
    expect(lossAhead(active(1_000n, 1_000n, 0n), 'BLST')).to.contain('no more votes are for it')
  })

  it('says nothing of a vote that would be won, or that is not open', () => {
    expect(lossAhead(active(1_000n, 999n, 0n), 'BLST')).to.equal(undefined)
    expect(lossAhead(lineIn('Pending'), 'BLST')).to.equal(undefined)
    expect(lossAhead(lineIn('Queued'), 'BLST')).to.equal(undefined)
  })
})

describe('the next boundary', () => {
  it('is the first second in which something else may be done', () => {
    expect(boundaryOf(lineIn('Pending', { voteStartsAt: 10 }), 5)).to.include({
      at: 11,
      what: 'vote opens',
    })
    expect(boundaryOf(lineIn('Active', { voteEndsAt: 10 }), 5)).to.include({
      at: 11,
      what: 'vote ends',
    })
    expect(boundaryOf(lineIn('Queued', { executableAt: 10 }), 5)).to.include({
      at: 10,
      what: 'timelock opens',
    })
  })

  it('is none where somebody has to do something first', () => {
    expect(boundaryOf(lineIn('Queued', { executableAt: 10 }), 10)).to.equal(undefined)
    expect(boundaryOf(lineIn('Succeeded'), 5)).to.equal(undefined)
    // What a block decides, no time does.
    const blocks = { voteStartsAt: 900, voteEndsAt: 1_100, now: 1_000 }
    expect(boundaryOf(lineIn('Pending', { blocks }), 5)).to.equal(undefined)
    expect(boundaryOf(lineIn('Active', { blocks }), 5)).to.equal(undefined)
    expect(firstBoundary([lineIn('Executed'), lineIn('Succeeded')], testNow)).to.equal(undefined)
  })

  it('is the earliest of several', () => {
    const late = lineIn('Active', { voteEndsAt: testNow + 20 })
    const soon = lineIn('Queued', { executableAt: testNow + 10 })
    expect(firstBoundary([late, soon], testNow)?.line).to.equal(soon)
  })
})

import { expect } from 'chai'
import { lossAhead } from '../../../../cli/ui/screens/proposals/proposalWords.ts'
import { lineIn } from '../../../support/fakeProposals.ts'

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

import { expect } from 'chai'
import { judgeTally } from '../../cli/governance/tally.ts'

const tally = (votes: { for?: bigint; against?: bigint; abstain?: bigint }) => ({
  for: 0n,
  against: 0n,
  abstain: 0n,
  ...votes,
})

describe('the tally of a vote', () => {
  it('counts votes for and abstentions towards the quorum, votes against do not count', () => {
    expect(judgeTally(tally({ for: 6n, abstain: 4n }), 10n).quorumMissing).to.equal(0n)
    expect(judgeTally(tally({ for: 6n, abstain: 3n }), 10n).quorumMissing).to.equal(1n)
    expect(judgeTally(tally({ against: 50n }), 10n).quorumMissing).to.equal(10n)
  })

  it('needs more votes for than against: a tie is lost', () => {
    expect(judgeTally(tally({ for: 6n, against: 5n }), 1n).hasMajority).to.equal(true)
    expect(judgeTally(tally({ for: 5n, against: 5n }), 1n).hasMajority).to.equal(false)
  })
})

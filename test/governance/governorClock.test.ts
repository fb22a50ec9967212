import { expect } from 'chai'
import {
  clockModeOf,
  type GovernorClock,
  pointWords,
  secondsOf,
  timesDocument,
  voteTimesOf,
} from '../../cli/governance/governorClock.ts'

const at = 1_795_424_400
const blocks: GovernorClock = {
  mode: 'blocknumber',
  now: 1_000n,
  pace: { at, secondsPerBlock: 12.04 },
}
const { pace: _, ...unpaced } = blocks
const seconds: GovernorClock = { mode: 'timestamp', now: BigInt(at) }

describe('the clock of a Governor', () => {
  it('is that of ERC-6372, and counts blocks where nobody says anything', () => {
    expect(clockModeOf('mode=timestamp')).to.equal('timestamp')
    expect(clockModeOf('mode=blocknumber&from=default')).to.equal('blocknumber')
    expect(clockModeOf('mode=blocknumber&from=eip155:1')).to.equal('blocknumber')
    expect(clockModeOf(undefined)).to.equal('blocknumber')
    expect(clockModeOf('')).to.equal(undefined)
    expect(clockModeOf('mode=epochs')).to.equal(undefined)
  })

  it('never shows blocks as a time', () => {
    expect(pointWords(1_005n, unpaced)).to.equal('block 1005 (in 5 blocks)')
    expect(pointWords(1_001n, unpaced)).to.equal('block 1001 (in 1 block)')
    expect(pointWords(1_000n, unpaced)).to.equal('block 1000 (now)')
    expect(pointWords(990n, unpaced)).to.equal('block 990 (10 blocks ago)')
    expect(secondsOf(1_005n, unpaced)).to.equal(undefined)
  })

  it('estimates the time of a block by the pace of those before', () => {
    expect(pointWords(1_300n, blocks)).to.equal(
      'block 1300 (in 300 blocks, about 2026-11-23 10:00 UTC)',
    )
    expect(secondsOf(1_100n, blocks)).to.equal(at + 1_204)
    expect(secondsOf(900n, blocks)).to.equal(at - 1_204)
  })

  it('is exact where it counts seconds', () => {
    expect(pointWords(BigInt(at + 90), seconds)).to.contain('(in 1 min 30 s)')
    expect(secondsOf(7n, seconds)).to.equal(7)
    const points = { snapshot: at, deadline: at + 10 }
    expect(voteTimesOf(points, seconds)).to.deep.equal({
      voteStartsAt: at,
      voteEndsAt: at + 10,
    })
  })

  it('gives the times of a vote in seconds, and the blocks beside them', () => {
    const points = { snapshot: 900, deadline: 1_100 }
    expect(voteTimesOf(points, blocks)).to.deep.equal({
      voteStartsAt: at - 1_204,
      voteEndsAt: at + 1_204,
      blocks: { voteStartsAt: 900, voteEndsAt: 1_100, now: 1_000 },
    })
  })

  it('gives no times where nothing tells how fast blocks come, and null to programs', () => {
    const times = voteTimesOf({ snapshot: 900, deadline: 1_100 }, unpaced)
    const points = { voteStartsAt: 900, voteEndsAt: 1_100, now: 1_000 }
    expect(times).to.deep.equal({
      voteStartsAt: undefined,
      voteEndsAt: undefined,
      blocks: points,
    })
    expect(timesDocument(times)).to.deep.equal({
      voteStartsAt: null,
      voteEndsAt: null,
      blocks: points,
    })
  })
})

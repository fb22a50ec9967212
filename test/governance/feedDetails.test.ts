import { expect } from 'chai'
import { type FeedDetails, feedReasons } from '../../cli/governance/feedDetails.ts'

const WAD = 10n ** 18n
const now = 1_795_348_800n
type Status = FeedDetails['sources'][number]['status']

const feed = (statuses: readonly Status[], own: Partial<FeedDetails> = {}): FeedDetails => ({
  label: 'WETH/USD',
  state: 'DEGRADED',
  maxAge: 7_200n,
  minSources: 2n,
  maxDeviationBps: 200n,
  maxJumpBps: 2_500n,
  price: { low: 2_000n * WAD, mid: 2_000n * WAD, high: 2_000n * WAD },
  sources: statuses.map((status) => ({
    ...{ address: '0x', status, priceWad: 2_000n * WAD },
    updatedAt: now,
  })),
  lastGood: undefined,
  deadSince: undefined,
  frozenUntil: 0n,
  ...own,
})
const lastGood = (mid: bigint, hoursAgo: bigint) => ({
  ...{ low: mid * WAD, mid: mid * WAD, high: mid * WAD },
  storedAt: now - hoursAgo * 3_600n,
})
const rate = { observedWad: 0n } as NonNullable<FeedDetails['rate']>
const three = ['USED', 'USED', 'USED'] as const

describe('why a feed is not OK', () => {
  const why = (one: FeedDetails) => feedReasons(one, now)

  it('is not said of one that is', () => {
    expect(why(feed(three, { state: 'OK', frozenUntil: now + 1n }))).to.deep.equal([])
  })

  it('may be too few sources that count', () => {
    expect(why(feed(['USED', 'OUTLIER', 'STALE']))).to.deep.equal(['1 source counts, 2 are needed'])
    expect(why(feed(['OUTLIER', 'OUTLIER']))).to.deep.equal(['0 sources count, 2 are needed'])
  })

  it('may be that they were forced, for as long as that counts', () => {
    expect(why(feed(three, { frozenUntil: now + 60n }))).to.deep.equal([
      'its sources were forced: no price is OK before 2026-11-22 12:01 UTC',
    ])
    expect(why(feed(three, { frozenUntil: now }))).to.deep.equal(['its sources disagree'])
  })

  it('may be a silent rate source', () => {
    expect(why(feed(three, { rate }))).to.deep.equal(['its rate source is silent'])
    const speaking = { ...rate, observedWad: WAD }
    expect(why(feed(three, { rate: speaking }))).to.deep.equal(['its sources disagree'])
  })

  it('may be a jump, against the age of the last good price', () => {
    const jump = ['it is further than 25 % an hour from the last good price']
    expect(why(feed(three, { lastGood: lastGood(1_599n, 0n) }))).to.deep.equal(jump)
    expect(why(feed(three, { lastGood: lastGood(1_600n, 0n) }))).to.deep.equal([
      'its sources disagree',
    ])
    expect(why(feed(three, { lastGood: lastGood(2_700n, 1n) }))).to.deep.equal(jump)
    expect(why(feed(three, { lastGood: lastGood(2_700n, 2n) }))).to.deep.equal([
      'its sources disagree',
    ])
  })

  it('may be several things together', () => {
    expect(why(feed(['USED', 'STALE'], { frozenUntil: now + 60n, rate }))).to.have.length(3)
  })

  it('is of a DOWN one what became of each source', () => {
    const down = (...statuses: Status[]) => why(feed(statuses, { state: 'DOWN' }))
    expect(down('STALE', 'STALE', 'INVALID')).to.deep.equal([
      'no source counts: 2 too old (2 h is allowed) and 1 without a usable answer',
    ])
    expect(down('INVALID')).to.deep.equal(['no source counts: 1 without a usable answer'])
    expect(down('USED')).to.deep.equal(['what its sources make together is no price'])
  })
})

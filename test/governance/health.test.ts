import { expect } from 'chai'
import { type FeedHealth, feedTrouble } from '../../cli/governance/health.ts'

const NOW = 1_000_000n
const feed = (
  state: FeedHealth['state'],
  ...statuses: FeedHealth['sources'][number]['status'][]
): FeedHealth => ({
  label: 'WETH/USD',
  state,
  maxAge: 7_200n,
  minSources: 2n,
  sources: statuses.map((status, i) => ({ status, updatedAt: NOW - 9_000n - BigInt(60 * i) })),
})

describe('what is wrong with a price', () => {
  it('is nothing while every source counts', () => {
    expect(feedTrouble(feed('OK', 'USED', 'USED', 'USED'), NOW)).to.equal(undefined)
  })

  it('is told with the age of the oldest answer and the age that is allowed', () => {
    expect(feedTrouble(feed('DOWN', 'STALE', 'STALE', 'STALE'), NOW)).to.equal(
      'WETH/USD is DOWN: of 3 sources, 3 too old (the oldest answered 2 h 32 min ago; 2 h is allowed)',
    )
  })

  it('is told although the price is still OK', () => {
    expect(feedTrouble(feed('OK', 'USED', 'USED', 'STALE'), NOW)).to.contain('is OK: of 3 sources')
  })

  it('names every kind of fault', () => {
    const words = feedTrouble(feed('DEGRADED', 'STALE', 'OUTLIER', 'INVALID'), NOW)
    expect(words).to.contain('is DEGRADED: of 3 sources, 1 too old, 1 too far from the others and')
    expect(words).to.contain('1 without a usable answer')
  })

  it('is disagreement where no source is at fault alone', () => {
    expect(feedTrouble(feed('DEGRADED', 'USED', 'USED'), NOW)).to.equal(
      'WETH/USD is DEGRADED: its sources disagree, it jumped, they were forced within a day, or its rate source is silent',
    )
  })
})

import { expect } from 'chai'
import fc from 'fast-check'
import { replay } from '../../cli/risk/replay.ts'
import { timelineOf } from '../../cli/risk/timeline.ts'
import { bookOf, market, vaultWithHealth } from './books.ts'

const book = bookOf(
  market({
    vaults: [1.05, 1.2, 1.5].map((health) => vaultWithHealth(health)),
    after: { liquidationPenalty: 0.12 },
  }),
)
const replayed = replay(book, {
  kind: 'common',
  points: [200, 180, 90, 100, 120].map((price, i) => ({ at: i * 3_600, price })),
})

describe('timelineOf', () => {
  it('keeps every moment where there is room', () => {
    const spans = timelineOf(replayed, 80)
    expect(spans.map(({ from, to }) => [from, to])).to.deep.equal(
      [0, 3_600, 7_200, 10_800, 14_400].map((at) => [at, at]),
    )
    expect(spans.map(({ lowest }) => lowest)).to.deep.equal([1, 0.9, 0.45, 0.5, 0.6])
  })

  it('puts moments together where there is none, with the lowest price of each span', () => {
    const spans = timelineOf(replayed, 2)
    expect(spans.map(({ from, to, lowest }) => ({ from, to, lowest }))).to.deep.equal([
      { from: 0, to: 7_200, lowest: 0.45 },
      { from: 10_800, to: 14_400, lowest: 0.5 },
    ])
  })

  it('loses nothing of the totals, however few spans there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (most) => {
        const spans = timelineOf(replayed, most)
        expect(spans.length).to.be.at.most(most)
        for (const variant of ['before', 'after'] as const) {
          const { total } = replayed[variant]
          expect(total.liquidationCount).to.be.above(0)
          for (const key of ['liquidationCount', 'liquidatedDebt', 'badDebt'] as const) {
            const sum = spans.reduce((all, span) => all + span[variant][key], 0)
            expect(sum).to.be.closeTo(total[key], 1e-6)
          }
        }
      }),
    )
  })
})

import { expect } from 'chai'
import { steadyThreshold } from '../../cli/risk/market.ts'
import { parsePriceCsv } from '../../cli/risk/priceCsv.ts'
import { replay } from '../../cli/risk/replay.ts'
import { bookOf, market, vaultWithHealth } from '../risk/books.ts'
import { describeWithData, readData } from './realData.ts'

const seconds = (stamp: string): number => Date.parse(stamp) / 1000

describeWithData('replay of 12 and 13 March 2020, hourly', () => {
  const bars = (field: 'close' | 'low') =>
    parsePriceCsv(readData('prices/eth-usd-hourly.csv'), { field }).filter(
      ({ at }) => at >= seconds('2020-03-12T00:00:00Z') && at < seconds('2020-03-14T00:00:00Z'),
    )
  const healths = [1.02, 1.1, 1.2, 1.3, 1.5, 1.8, 2.2, 2.6]
  const vaults = healths.map((health) => vaultWithHealth(health, { debt: 50_000 }))
  const fullClose = { minimumDebt: 1e9, stabilityFee: 0 }

  it('has the bars and the lows that the market remembers', () => {
    expect(bars('close')).to.have.length(48)
    expect(Math.min(...bars('low').map(({ price }) => price))).to.equal(86)
  })

  it('liquidates exactly the vaults that the lowest close takes below health 1', () => {
    const points = bars('close')
    const lowest = Math.min(...points.map(({ price }) => price)) / points[0]!.price
    const { before } = replay(bookOf(market({ before: fullClose, vaults })), {
      kind: 'common',
      points,
    })
    const expected = healths.filter((health) => health * lowest < 1)
    expect(before.total.liquidationCount).to.equal(expected.length)
    expect(before.total.liquidatedDebt).to.be.closeTo(50_000 * expected.length, 1e-6)
    expect(expected.length).to.be.within(4, 7)
  })

  it('liquidates more on lows than on closes, and more at a lower threshold', () => {
    const book = bookOf(
      market({ before: fullClose, after: { liquidationThreshold: steadyThreshold(0.7) }, vaults }),
    )
    const closes = replay(book, { kind: 'common', points: bars('close') })
    const lows = replay(book, { kind: 'common', points: bars('low') })
    expect(lows.before.total.liquidationCount).to.be.at.least(closes.before.total.liquidationCount)
    expect(closes.after.total.liquidationCount).to.be.above(closes.before.total.liquidationCount)
  })

  it('leaves bad debt in the hour of 12 March that fell faster than the threshold allows for', () => {
    const tight = { ...fullClose, liquidationThreshold: steadyThreshold(0.9) }
    const many = Array.from({ length: 200 }, (_, i) =>
      vaultWithHealth(1.01 + i / 200, { debt: 10_000, threshold: 0.9, owner: `owner ${i}` }),
    )
    const { before } = replay(bookOf(market({ before: tight, vaults: many })), {
      kind: 'common',
      points: bars('close'),
    })
    const worst = before.timeline.reduce((a, b) => (b.badDebt > a.badDebt ? b : a))
    expect(worst.badDebt).to.be.above(0)
    const sum = before.timeline.reduce((total, { badDebt }) => total + badDebt, 0)
    expect(sum).to.be.closeTo(before.total.badDebt, 1e-6)
  })
})

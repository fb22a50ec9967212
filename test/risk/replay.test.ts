import { expect } from 'chai'
import { steadyThreshold } from '../../cli/risk/market.ts'
import { type ReplayHistory, replay } from '../../cli/risk/replay.ts'
import { RiskInputError } from '../../cli/risk/riskInputError.ts'
import { bookOf, market, vaultWithHealth } from './books.ts'

const HOUR = 3_600

const points = (...prices: readonly number[]) =>
  prices.map((price, i) => ({ at: 1_000_000 + i * HOUR, price }))

/** Falls from 200 by 10 %, 30 % and 60 % of the start, then recovers. */
const crash: ReplayHistory = { kind: 'common', points: points(200, 180, 140, 80, 190) }

const free = { stabilityFee: 0, minimumDebt: 1e9, penaltyFloor: 1 }
const vaults = [1.05, 1.2, 1.5, 2.6].map((health) => vaultWithHealth(health))

const unknownPrice = { low: 0, mid: 0, high: 0 }

describe('replay', () => {
  it('applies the moves of the history to the present price', () => {
    const { before } = replay(bookOf(market({ before: free, vaults })), crash)
    expect(before.timeline.map(({ at }) => at)).to.deep.equal(
      crash.kind === 'common' ? crash.points.map(({ at }) => at) : [],
    )
    const expected = [1, 0.9, 0.7, 0.4, 0.95]
    before.timeline.forEach(({ factors }, i) => {
      expect(factors['WETH']).to.be.closeTo(expected[i]!, 1e-15)
    })
  })

  it('liquidates each vault when its health falls below 1', () => {
    const { before } = replay(bookOf(market({ before: free, vaults })), crash)
    expect(before.timeline.map(({ liquidationCount }) => liquidationCount)).to.deep.equal([
      0, 1, 1, 1, 0,
    ])
    expect(before.timeline.map(({ liquidatedDebt }) => liquidatedDebt)).to.deep.equal([
      0, 10_000, 10_000, 10_000, 0,
    ])
    expect(before.total).to.include({ liquidationCount: 3, liquidatedDebt: 30_000 })
  })

  it('finds the bad debt of a gap by hand', () => {
    // Health 1.5 at 80 % is a ratio of 1.875: at 40 % of the price worth 7,500, which pays for 7,500 / 1.08.
    const { before } = replay(bookOf(market({ before: free, vaults })), crash)
    expect(before.timeline[3]!.badDebt).to.be.closeTo(10_000 - 7_500 / 1.08, 1e-9)
    // Health 1.2 is a ratio of 1.5: at 70 % worth 10,500, which pays for 10,500 / 1.08 = 9,722.22.
    expect(before.timeline[2]!.badDebt).to.be.closeTo(10_000 - 10_500 / 1.08, 1e-9)
  })

  it('plays the same history under both variants', () => {
    const model = market({
      before: free,
      after: { liquidationThreshold: steadyThreshold(0.7) },
      vaults,
    })
    const { before, after } = replay(bookOf(model), crash)
    // At 70 % healths are 12.5 % lower: 1.05 starts below 1, and 2.6 ends there.
    expect(after.timeline.map(({ liquidationCount }) => liquidationCount)).to.deep.equal([
      1, 1, 1, 1, 0,
    ])
    expect(after.total.liquidatedDebt).to.equal(40_000)
    expect(before.total.liquidatedDebt).to.equal(30_000)
  })

  it('lets every asset follow its own history, and sums per market', () => {
    const book = bookOf(
      market({ before: free, vaults }),
      market({ label: 'WBTC-A', asset: 'WBTC', before: free, vaults }),
    )
    const history: ReplayHistory = {
      kind: 'perAsset',
      points: { WETH: points(200, 180, 140, 80, 190), WBTC: points(50, 50, 45, 50, 50) },
    }
    const { before } = replay(book, history)
    expect(before.markets.map(({ liquidationCount }) => liquidationCount)).to.deep.equal([3, 1])
    expect(before.total.liquidationCount).to.equal(4)
    expect(before.timeline[2]!.factors).to.deep.equal({ WETH: 0.7, WBTC: 0.9 })
  })

  it('charges fees for the time that passes', () => {
    const model = market({ before: { ...free, stabilityFee: 1 }, vaults: [vaultWithHealth(1.01)] })
    const flat: ReplayHistory = {
      kind: 'common',
      points: Array.from({ length: 10 }, (_, day) => ({ at: day * 86_400, price: 7 })),
    }
    const { before } = replay(bookOf(model), flat)
    // 365 × ln 1.01 = 3.6 days.
    expect(before.timeline.findIndex(({ liquidationCount }) => liquidationCount > 0)).to.equal(4)
  })

  it('refuses an asset without history', () => {
    const history: ReplayHistory = { kind: 'perAsset', points: { WBTC: points(1, 2) } }
    expect(() => replay(bookOf(market()), history)).to.throw(RiskInputError, 'WETH')
    expect(() => replay(bookOf(market()), { kind: 'common', points: [] })).to.throw(RiskInputError)
  })

  it('refuses histories of different times', () => {
    const book = bookOf(market(), market({ asset: 'WBTC' }))
    for (const other of [
      points(1, 2, 3),
      points(1, 2).map(({ at, price }) => ({ at: at + 1, price })),
    ]) {
      const history: ReplayHistory = {
        kind: 'perAsset',
        points: { WETH: points(1, 2), WBTC: other },
      }
      expect(() => replay(book, history)).to.throw(RiskInputError, 'same times')
    }
  })

  it('leaves out a market without a price, which is nowhere to start from', () => {
    const known = market({ before: free, vaults })
    const dark = { ...market({ label: 'WBTC-A', asset: 'WBTC', vaults }), price: unknownPrice }
    expect(replay(bookOf(known, dark), crash)).to.deep.equal(replay(bookOf(known), crash))
  })
})

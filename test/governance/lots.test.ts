import { expect } from 'chai'
import fc from 'fast-check'
import {
  type LotPath,
  lotEndsAt,
  lotFloorWad,
  lotIsOver,
  lotPriceAt,
} from '../../cli/governance/lots.ts'

const WAD = 10n ** 18n

const path = (own: Partial<LotPath> = {}): LotPath => ({
  topPriceWad: 2_200n * WAD,
  startedAt: 1_000n,
  cutWad: (WAD * 99n) / 100n,
  step: 60n,
  tail: 5_400n,
  floorBps: 5_000n,
  ...own,
})

describe('the price of a lot', () => {
  it('starts at the top and falls by a cut a step, rounded up', () => {
    expect(lotPriceAt(path(), 1_000n)).to.equal(2_200n * WAD)
    expect(lotPriceAt(path(), 1_059n), 'before the first step').to.equal(2_200n * WAD)
    expect(lotPriceAt(path(), 1_060n)).to.equal(2_178n * WAD)
    expect(lotPriceAt(path(), 1_120n)).to.equal((215_622n * WAD) / 100n)
  })

  it('stands still after the tail', () => {
    const slow = path({ cutWad: (WAD * 999n) / 1_000n, floorBps: 1_000n })
    expect(lotPriceAt(slow, 1_000n + 9_999n)).to.equal(lotPriceAt(slow, 6_400n))
  })

  it('ends at the first step below the floor', () => {
    // 0.99^68 is above a half, 0.99^69 below.
    expect(lotEndsAt(path())).to.equal(1_000n + 69n * 60n)
    expect(lotIsOver(path(), 1_000n + 69n * 60n - 1n)).to.equal(false)
    expect(lotIsOver(path(), 1_000n + 69n * 60n)).to.equal(true)
    expect(lotFloorWad(path())).to.equal(1_100n * WAD)
  })

  it('ends a second after the tail where the floor is not reached', () => {
    const slow = path({ cutWad: (WAD * 999n) / 1_000n })
    expect(lotEndsAt(slow)).to.equal(1_000n + 5_401n)
    expect(lotIsOver(slow, 6_400n)).to.equal(false)
    expect(lotIsOver(slow, 6_401n)).to.equal(true)
  })

  it('is over from its end on and never before, whatever the terms', () => {
    const terms = fc.record({
      topPriceWad: fc.bigInt(1n, 10n ** 30n),
      startedAt: fc.constant(1_000n),
      cutWad: fc.bigInt((WAD * 90n) / 100n, (WAD * 999n) / 1_000n),
      step: fc.bigInt(12n, 600n),
      tail: fc.bigInt(1_200n, 43_200n),
      floorBps: fc.bigInt(1_000n, 9_500n),
    })
    fc.assert(
      fc.property(terms, fc.bigInt(0n, 50_000n), (lot, after) => {
        const at = lot.startedAt + after
        expect(lotIsOver(lot, at)).to.equal(at >= lotEndsAt(lot))
      }),
    )
  })
})

import { expect } from 'chai'
import fc from 'fast-check'
import { consequenceShocks, consequencesFor, sortVaults } from '../../cli/risk/consequences.ts'
import { liquidationLadders } from '../../cli/risk/ladder.ts'
import { type Book, steadyThreshold, type Vault, vaultColumns } from '../../cli/risk/market.ts'
import { AT, bookOf, DAY, market, vaultWithHealth } from './books.ts'

const of = (book: Book, at = book.executesAt) =>
  book.markets.map((one) => consequencesFor(book, one, sortVaults(one), at))

/** As the ladders of the reports have it: every vault looked at, one by one. */
function fromLadders(book: Book, at: number) {
  const [before, after] = (['before', 'after'] as const).map((variant) =>
    liquidationLadders(book, { variant, at, shocks: consequenceShocks }),
  )
  return book.markets.map((_, m) =>
    consequenceShocks.map((_, r) => [before![m]!.rungs[r]!, after![m]!.rungs[r]!] as const),
  )
}

describe('consequencesFor', () => {
  it('counts the vaults of each fall of the price, before and after', () => {
    const vaults = [1.01, 1.04, 1.3, 1.9].map((health) => vaultWithHealth(health))
    const after = { liquidationThreshold: steadyThreshold(0.78) }
    const [found] = of(bookOf(market({ vaults, after })))
    expect(found!.rungs.map(({ before }) => before.vaultCount)).to.deep.equal([0, 2, 2, 2, 3, 4])
    expect(found!.rungs.map((rung) => rung.after.vaultCount)).to.deep.equal([1, 2, 2, 2, 3, 4])
    expect(found!.rungs[0]!.after.debt).to.equal(10_000)
    expect(found!.totalDebt).to.deep.equal({ before: 40_000, after: 40_000 })
  })

  it('says what collateral carries: at most, of that in use, and of the ceiling', () => {
    const vaults = [{ owner: 'a', collateral: 100, debt: 100_000 }]
    const own = { vaults, after: { collateralizationRatio: 2, debtCeiling: 200_000 } }
    const book = bookOf({ ...market(own), price: { low: 2_500, mid: 3_000, high: 3_000 } })
    const { before, after } = of(book)[0]!.efficiency
    expect(before.mostDebt).to.be.closeTo(1 / 1.5, 1e-12)
    expect(before.use).to.be.closeTo(0.6, 1e-12)
    expect(before.ceilingUse).to.be.closeTo(0.001, 1e-12)
    expect(after).to.deep.equal({ mostDebt: 0.5, use: 0.8, ceilingUse: 0.5 })
  })

  it('counts a vault without collateral at every price, and one without debt at none', () => {
    const vaults = [
      { owner: 'a', collateral: 0, debt: 5 },
      { owner: 'b', collateral: 0, debt: 7 },
      { owner: 'c', collateral: 3, debt: 0 },
      { owner: 'd', collateral: 0, debt: 0 },
    ]
    const [found] = of(bookOf(market({ vaults })))
    for (const { before } of found!.rungs) {
      expect(before).to.deep.equal({ vaultCount: 2, debt: 12 })
    }
    expect(of(bookOf(market()))[0]!.rungs[5]!.before).to.deep.equal({ vaultCount: 0, debt: 0 })
  })

  it('reaches nobody while there is no price, and says who is not counted', () => {
    const vaults = [
      vaultWithHealth(0.5),
      vaultWithHealth(2),
      { owner: 'c', collateral: 3, debt: 0 },
    ]
    const book = bookOf({ ...market({ vaults }), price: { low: 0, mid: 0, high: 0 } })
    const [found] = of(book)
    expect(found!.rungs).to.deep.equal([])
    expect(found!.unpriced).to.deep.equal({ vaultCount: 2, debt: 20_000 })
    expect(found!.efficiency.before.use).to.equal(undefined)
    expect(found!.efficiency.before.mostDebt).to.be.closeTo(1 / 1.5, 1e-12)
    expect(of(bookOf(market({ vaults })))[0]).not.to.have.property('unpriced')
  })

  const positive = (max: number) => fc.double({ min: 1e-6, max, noNaN: true })
  const vault = fc.record({
    owner: fc.constant('x'),
    collateral: fc.oneof(fc.constant(0), fc.nat(20), positive(1e6)),
    debt: fc.oneof(fc.constant(0), fc.nat(20_000), positive(1e9)),
  })
  const fraction = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  const wish = fc.record({
    vaults: fc.array(vault, { maxLength: 60 }),
    price: fc.oneof(fc.constantFrom(1, 1_000, 2_000), positive(1e5)),
    from: fraction(0.5, 0.97),
    to: fc.oneof(fc.constantFrom(0.5, 0.8), fraction(0.5, 0.97)),
    fees: fc.tuple(fraction(0, 0.5), fraction(0, 0.5)),
    days: fc.nat(30),
  })

  it('finds exactly what the ladders of the reports find', () => {
    fc.assert(
      fc.property(wish, ({ vaults, price, from, to, fees, days }) => {
        const executesAt = AT + 9 * DAY
        const path = { from, to, startsAt: executesAt, endsAt: executesAt + 7 * DAY }
        const one = market({
          vaults,
          price,
          before: { stabilityFee: fees[0], liquidationThreshold: steadyThreshold(from) },
          after: { stabilityFee: fees[1], liquidationThreshold: path },
        })
        const book = { ...bookOf(one), executesAt }
        const at = executesAt + days * DAY
        const expected = fromLadders(book, at)[0]!
        of(book, at)[0]!.rungs.forEach((rung, r) => {
          const sides = [rung.before, rung.after]
          sides.forEach((side, s) => {
            const { vaultCount, debt } = expected[r]![s]!
            expect(side.vaultCount).to.equal(vaultCount)
            expect(side.debt).to.be.closeTo(debt, 1e-12 * debt)
          })
          expect(rung.price).to.equal(expected[r]![0]!.price)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('decides vaults at the very edge as the ladders do', () => {
    // Debt and collateral of round figures put many vaults exactly on a rung.
    const vaults: Vault[] = []
    for (let debt = 1; debt <= 60; debt += 1) {
      for (const collateral of [1, 3, 7]) vaults.push({ owner: 'x', debt: debt * 0.1, collateral })
    }
    const book = bookOf(
      market({ vaults, price: 1, before: { liquidationThreshold: steadyThreshold(0.7) } }),
    )
    const expected = fromLadders(book, AT)[0]!
    const counts = of(book)[0]!.rungs.map(({ before }) => before.vaultCount)
    expect(counts).to.deep.equal(expected.map(([before]) => before.vaultCount))
  })

  it('weighs a hundred thousand vaults within 30 ms, the sorting included', () => {
    const vaults = Array.from({ length: 100_000 }, (_, i) => ({
      owner: `${i}`,
      collateral: 1 + ((i * 7_919) % 1_009) / 10,
      debt: 1_000 + ((i * 104_729) % 100_003),
    }))
    const one = { ...market(), vaults: vaultColumns(vaults) }
    const book = bookOf(one)
    const weigh = () => {
      const started = performance.now()
      consequencesFor(book, one, sortVaults(one), AT + DAY)
      return performance.now() - started
    }
    const times = Array.from({ length: 20 }, weigh).sort((a, b) => a - b)
    expect(times[0]).to.be.below(30)
  })
})

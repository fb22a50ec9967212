import { expect } from 'chai'
import fc from 'fast-check'
import { ladderShocks, liquidationLadders } from '../../cli/risk/ladder.ts'
import { steadyThreshold } from '../../cli/risk/market.ts'
import { AT, bookOf, DAY, market, vaultWithHealth } from './books.ts'

const vaults = [1.04, 0.99, 1.3, 1.9, 1.12].map((health) => vaultWithHealth(health))

describe('liquidationLadders', () => {
  const book = bookOf(market({ vaults }))
  const [ladder] = liquidationLadders(book, { variant: 'before', at: AT })

  it('climbs down from no shock to half the price', () => {
    expect(ladder!.rungs.map(({ shock }) => shock)).to.deep.equal([...ladderShocks])
    expect(ladder!.rungs.map(({ price }) => price)).to.deep.equal([
      3_000, 2_850, 2_700, 2_400, 2_100, 1_500,
    ])
  })

  it('counts the vaults that each shock takes below health 1, the least healthy first', () => {
    expect(ladder!.rungs.map(({ vaultCount }) => vaultCount)).to.deep.equal([1, 2, 2, 3, 4, 5])
    expect(ladder!.rungs[3]!.owners).to.deep.equal([
      'owner of 0.99',
      'owner of 1.04',
      'owner of 1.12',
    ])
    expect(ladder!.rungs[3]!.debt).to.be.closeTo(30_000, 1e-9)
    expect(ladder!.totalDebt).to.be.closeTo(50_000, 1e-9)
  })

  it('says what one round of liquidations repays and realises as bad', () => {
    // Half price: collateral of the vault of health 0.99 is worth 6,187.50 and pays for 6,187.50 / 1.08.
    const bottom = ladder!.rungs.at(-1)!
    expect(bottom.badDebt).to.be.above(10_000 - 6_187.5 / 1.08)
    expect(ladder!.rungs[0]!.badDebt).to.equal(0)
    expect(ladder!.rungs[0]!.repaid).to.be.within(2_000, 10_000)
  })

  it('charges the fee up to the time that is asked for', () => {
    const charged = bookOf(market({ before: { stabilityFee: 0.5 }, vaults }))
    const [later] = liquidationLadders(charged, { variant: 'before', at: AT + 36.5 * DAY })
    expect(later!.totalDebt).to.be.closeTo(50_000 * Math.exp(0.05), 1e-6)
    expect(later!.rungs[0]!.vaultCount).to.equal(2)
  })

  it('uses the threshold of the time that is asked for', () => {
    const liquidationThreshold = { from: 0.8, to: 0.7, startsAt: AT, endsAt: AT + 7 * DAY }
    const ramped = bookOf(
      market({ before: { stabilityFee: 0 }, after: { liquidationThreshold }, vaults }),
    )
    const countAt = (at: number): number =>
      liquidationLadders(ramped, { variant: 'after', at })[0]!.rungs[0]!.vaultCount
    expect(countAt(AT)).to.equal(1)
    expect(countAt(AT + 7 * DAY)).to.equal(3)
  })

  it('values collateral at the high price', () => {
    const spread = { ...market({ vaults }), price: { low: 2_000, mid: 2_900, high: 3_200 } }
    const [high] = liquidationLadders(bookOf(spread), { variant: 'before', at: AT })
    expect(high!.rungs[0]!.vaultCount).to.equal(0)
    expect(high!.rungs[0]!.price).to.equal(3_200)
  })

  const health = fc.array(fc.double({ min: 0.5, max: 3, noNaN: true }), { maxLength: 20 })
  const shock = fc.double({ min: -0.9, max: 0, noNaN: true })

  it('never takes fewer vaults or less debt further down', () => {
    fc.assert(
      fc.property(health, shock, shock, (healths, a, b) => {
        const wide = bookOf(market({ vaults: healths.map((value) => vaultWithHealth(value)) }))
        const shocks = [Math.max(a, b), Math.min(a, b)]
        const [ladder] = liquidationLadders(wide, { variant: 'before', at: AT, shocks })
        const [upper, lower] = [ladder!.rungs[0]!, ladder!.rungs[1]!]
        expect(lower.vaultCount).to.be.at.least(upper.vaultCount)
        expect(lower.debt).to.be.at.least(upper.debt)
        expect(lower.badDebt).to.be.at.least(upper.badDebt)
      }),
    )
  })

  it('never takes fewer vaults at a lower threshold', () => {
    fc.assert(
      fc.property(health, fc.double({ min: 0.5, max: 0.8, noNaN: true }), (healths, lower) => {
        const model = market({
          vaults: healths.map((value) => vaultWithHealth(value)),
          after: { liquidationThreshold: steadyThreshold(lower) },
        })
        const [before] = liquidationLadders(bookOf(model), { variant: 'before', at: AT })
        const [after] = liquidationLadders(bookOf(model), { variant: 'after', at: AT })
        before!.rungs.forEach(({ vaultCount }, i) => {
          expect(after!.rungs[i]!.vaultCount).to.be.at.least(vaultCount)
        })
      }),
    )
  })
})

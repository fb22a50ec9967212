import { expect } from 'chai'
import fc from 'fast-check'
import { liquidateVault } from '../../cli/risk/liquidation.ts'
import type { Book, MarketModel } from '../../cli/risk/market.ts'
import { MarketRun } from '../../cli/risk/marketRun.ts'
import { debtGrowth, thresholdAt } from '../../cli/risk/terms.ts'
import { AT, bookOf, DAY, market, vaultWithHealth } from './books.ts'

interface Outcome {
  readonly repaid: number
  readonly badDebt: number
  readonly seized: number
  readonly liquidationCount: number
}

/** The obvious way: every vault at every moment. */
function everyVaultEveryMoment(
  book: Book,
  model: MarketModel,
  moments: Float64Array,
  factors: Float64Array,
): Outcome {
  const vaults = Array.from(model.vaults.debt, (shares, i) => ({
    shares,
    collateral: model.vaults.collateral[i]!,
  }))
  const total = { repaid: 0, badDebt: 0, seized: 0, liquidationCount: 0 }
  moments.forEach((at, step) => {
    const growth = debtGrowth(book, model, 'after', at)
    const threshold = thresholdAt(model.after.liquidationThreshold, at)
    for (const vault of vaults) {
      const position = { collateral: vault.collateral, debt: vault.shares * growth }
      const outcome = liquidateVault(
        position,
        model.price.high * factors[step]!,
        threshold,
        model.after,
      )
      if (!outcome) continue
      vault.shares = outcome.debt / growth
      vault.collateral = outcome.collateral
      total.repaid += outcome.repaid
      total.badDebt += outcome.badDebt
      total.seized += outcome.seized
      total.liquidationCount++
    }
  })
  return total
}

const fraction = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true })

const vaults = fc.array(
  fc.record({ health: fraction(0.7, 2.5), debt: fraction(0, 50_000), empty: fc.boolean() }),
  { maxLength: 25 },
)
const moves = fc.array(fraction(-0.25, 0.2), { minLength: 1, maxLength: 30 })

const scene = fc
  .record({
    vaults,
    moves,
    fee: fraction(0, 1),
    from: fraction(0.6, 0.9),
    to: fraction(0.6, 0.9),
    minimumDebt: fraction(0, 5_000),
  })
  .map((wish) => {
    const model = market({
      after: {
        stabilityFee: wish.fee,
        minimumDebt: wish.minimumDebt,
        liquidationThreshold: { from: wish.from, to: wish.to, startsAt: AT, endsAt: AT + 10 * DAY },
      },
      vaults: wish.vaults.map(({ health, debt, empty }, i) =>
        vaultWithHealth(empty && i % 7 === 0 ? 0 : health, { debt, owner: `owner ${i}` }),
      ),
    })
    let level = 1
    const factors = Float64Array.from(wish.moves, (move) => (level *= 1 + move))
    const moments = Float64Array.from(wish.moves, (_, step) => AT + (step + 1) * DAY)
    return { model, book: bookOf(model), factors, moments }
  })

describe('MarketRun', () => {
  it('gives what looking at every vault at every moment gives', () => {
    fc.assert(
      fc.property(scene, ({ book, model, moments, factors }) => {
        const expected = everyVaultEveryMoment(book, model, moments, factors)
        const run = new MarketRun(book, model, 'after', moments)
        run.follow(factors, 0)
        expect(run.liquidationCount).to.equal(expected.liquidationCount)
        expect(run.repaid).to.be.closeTo(expected.repaid, 1e-9 * (1 + expected.repaid))
        expect(run.badDebt).to.be.closeTo(expected.badDebt, 1e-9 * (1 + expected.badDebt))
        expect(run.seized).to.be.closeTo(expected.seized, 1e-9 * (1 + expected.seized))
      }),
      { numRuns: 500, seed: 11 },
    )
  })

  it('conserves debt: at the start plus fees is repaid plus bad plus open', () => {
    fc.assert(
      fc.property(scene, ({ book, model, moments, factors }) => {
        const run = new MarketRun(book, model, 'after', moments)
        const start = model.vaults.debt.reduce((sum, debt) => sum + debt, 0)
        let open = start
        let fees = 0
        let growth = 1
        moments.forEach((at, step) => {
          const next = debtGrowth(book, model, 'after', at)
          fees += open * (next / growth - 1)
          growth = next
          run.step(step, factors[step]!)
          open = run.openDebt(step)
        })
        expect(run.repaid + run.badDebt + open).to.be.closeTo(start + fees, 1e-9 * (1 + start))
      }),
      { numRuns: 300, seed: 12 },
    )
  })

  it('starts over after a reset', () => {
    const model = market({
      vaults: [vaultWithHealth(1.1), vaultWithHealth(1.3), vaultWithHealth(1.9)],
    })
    const moments = Float64Array.of(AT + DAY, AT + 2 * DAY, AT + 3 * DAY)
    const run = new MarketRun(bookOf(model), model, 'before', moments)
    const factors = Float64Array.of(0.9, 0.7, 0.4)
    run.follow(factors, 0)
    const first = { repaid: run.repaid, badDebt: run.badDebt, seized: run.seized }
    expect(first.badDebt).to.be.above(0)
    run.reset()
    expect(run.openDebt(0)).to.be.closeTo(30_000 * Math.exp(0.05 / 365), 1e-8)
    run.follow(factors, 0)
    expect({ repaid: run.repaid, badDebt: run.badDebt, seized: run.seized }).to.deep.equal(first)
  })

  it('liquidates because of fees alone', () => {
    const model = market({ before: { stabilityFee: 1 }, vaults: [vaultWithHealth(1.02)] })
    // Health 1.02 × exp(−days / 365): below 1 after 365 × ln 1.02 = 7.23 days.
    const moments = Float64Array.from({ length: 10 }, (_, day) => AT + (day + 1) * DAY)
    const run = new MarketRun(bookOf(model), model, 'before', moments)
    for (let day = 0; day < 7; day++) run.step(day, 1)
    expect(run.liquidationCount).to.equal(0)
    run.step(7, 1)
    expect(run.liquidationCount).to.equal(1)
  })

  it('liquidates because of a ramp alone', () => {
    const liquidationThreshold = { from: 0.8, to: 0.7, startsAt: AT, endsAt: AT + 10 * DAY }
    const model = market({
      after: { liquidationThreshold, stabilityFee: 0 },
      vaults: [vaultWithHealth(1.055)],
    })
    // Health 1.055 × (80 − day) / 80: below 1 when the threshold is below 75.83 %, on day 5.
    const moments = Float64Array.from({ length: 10 }, (_, day) => AT + (day + 1) * DAY)
    const run = new MarketRun(bookOf(model), model, 'after', moments)
    for (let day = 0; day < 4; day++) run.step(day, 1)
    expect(run.liquidationCount).to.equal(0)
    run.step(4, 1)
    expect(run.liquidationCount).to.equal(1)
  })

  it('values collateral at the high price, as the Ledger does', () => {
    const vaults = [vaultWithHealth(0.99)]
    const moments = Float64Array.of(AT + DAY)
    const countAt = (high: number): number => {
      const model = { ...market({ vaults }), price: { low: 2_900, mid: 3_000, high } }
      const run = new MarketRun(bookOf(model), model, 'before', moments)
      run.step(0, 1)
      return run.liquidationCount
    }
    expect(countAt(3_000)).to.equal(1)
    expect(countAt(3_050)).to.equal(0)
  })
})

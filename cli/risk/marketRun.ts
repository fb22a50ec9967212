import { liquidateVault } from './liquidation.ts'
import type { Book, MarketModel, RiskTermsModel, Variant } from './market.ts'
import { debtGrowth, thresholdAt } from './terms.ts'

/** What time does to a market at the moments of a run: its threshold and by what debts have grown. */
interface Course {
  readonly thresholds: Float64Array
  readonly growth: Float64Array
}

/** Vaults closer to liquidation than this are looked at one by one: far wider than any rounding of the quick test. */
const watchMargin = 1 + 1e-9

const orNothing = (value: number | undefined): number => value ?? 0

/**
 * One market under one variant, moved along one path of prices.
 *
 * A vault is liquidatable when price × threshold / growth falls below its trigger, debt / collateral at the book's time.
 * Neither prices, thresholds nor fees change the order of triggers, so untouched vaults wait in that order and only
 * those that are reached become active. The quick test skips steps at which no trigger is near; every vault that is
 * near is judged by `liquidateVault` itself, so the result equals that of looking at every vault at every step.
 */
export class MarketRun {
  readonly #terms: RiskTermsModel
  readonly #price: number
  readonly #course: Course
  /** Price × threshold / growth while the price stays where it is, per moment. */
  readonly #reach: Float64Array
  readonly #triggers: Float64Array
  readonly #collateral: Float64Array
  readonly #debt: Float64Array
  readonly #activeCollateral: Float64Array
  /** Debt divided by growth, so that it stays put between liquidations. */
  readonly #activeShares: Float64Array
  #waiting = 0
  #activeCount = 0
  #highestActive = 0

  /** Derivative, tokens and number of liquidations since the last reset. */
  repaid = 0
  badDebt = 0
  seized = 0
  liquidationCount = 0

  /** @param moments unix seconds at which prices will be looked at. */
  constructor(book: Book, market: MarketModel, variant: Variant, moments: Float64Array) {
    this.#terms = market[variant]
    this.#price = market.price.high
    this.#course = {
      thresholds: moments.map((at) => thresholdAt(this.#terms.liquidationThreshold, at)),
      growth: moments.map((at) => debtGrowth(book, market, variant, at)),
    }
    this.#reach = this.#course.thresholds.map(
      (threshold, step) => (this.#price * threshold) / orNothing(this.#course.growth[step]),
    )
    const { collateral, debt } = market.vaults
    const trigger = (i: number): number => orNothing(debt[i]) / orNothing(collateral[i])
    const order = Array.from(debt.keys())
      .filter((i) => orNothing(debt[i]) > 0)
      .sort((a, b) => trigger(b) - trigger(a) || a - b)
    this.#triggers = Float64Array.from(order, trigger)
    this.#collateral = Float64Array.from(order, (i) => orNothing(collateral[i]))
    this.#debt = Float64Array.from(order, (i) => orNothing(debt[i]))
    this.#activeCollateral = new Float64Array(order.length)
    this.#activeShares = new Float64Array(order.length)
  }

  /** Debt removed by liquidations: repaid by keepers or realised as bad. */
  get liquidatedDebt(): number {
    return this.repaid + this.badDebt
  }

  /** Puts every vault back to where the book has it. */
  reset(): void {
    this.#waiting = 0
    this.#activeCount = 0
    this.#highestActive = 0
    this.repaid = 0
    this.badDebt = 0
    this.seized = 0
    this.liquidationCount = 0
  }

  /** Walks a whole path: `factors[offset + step]` is the price at a moment relative to the book's. */
  follow(factors: Float64Array, offset: number): void {
    const reach = this.#reach
    let watched = this.#watched()
    for (let step = 0; step < reach.length; step++) {
      const factor = orNothing(factors[offset + step])
      if (orNothing(reach[step]) * factor >= watched) continue
      this.step(step, factor)
      watched = this.#watched()
    }
  }

  /** Liquidates what is liquidatable at one moment; a vault at most once. */
  step(step: number, factor: number): void {
    const reached = orNothing(this.#reach[step]) * factor
    while (orNothing(this.#triggers[this.#waiting]) * watchMargin > reached) this.#activate()
    if (this.#highestActive * watchMargin > reached) this.#judgeActive(step, this.#price * factor)
  }

  /** Debt of every open vault with fees at a moment, derivative. */
  openDebt(step: number): number {
    const growth = orNothing(this.#course.growth[step])
    const active = this.#activeShares.subarray(0, this.#activeCount)
    const waiting = this.#debt.subarray(this.#waiting)
    return growth * (sum(active) + sum(waiting))
  }

  /** The effective price below which something may happen. */
  #watched(): number {
    const next = orNothing(this.#triggers[this.#waiting])
    return Math.max(next, this.#highestActive) * watchMargin
  }

  #activate(): void {
    const i = this.#waiting++
    this.#activeCollateral[this.#activeCount] = orNothing(this.#collateral[i])
    this.#activeShares[this.#activeCount] = orNothing(this.#debt[i])
    this.#activeCount++
    this.#highestActive = Math.max(this.#highestActive, orNothing(this.#triggers[i]))
  }

  #judgeActive(step: number, price: number): void {
    const threshold = orNothing(this.#course.thresholds[step])
    const growth = orNothing(this.#course.growth[step])
    let kept = 0
    let highest = 0
    for (let i = 0; i < this.#activeCount; i++) {
      let collateral = orNothing(this.#activeCollateral[i])
      let shares = orNothing(this.#activeShares[i])
      const outcome = liquidateVault(
        { collateral, debt: shares * growth },
        price,
        threshold,
        this.#terms,
      )
      if (outcome) {
        this.repaid += outcome.repaid
        this.badDebt += outcome.badDebt
        this.seized += outcome.seized
        this.liquidationCount++
        collateral = outcome.collateral
        shares = outcome.debt / growth
      }
      if (shares === 0) continue
      this.#activeCollateral[kept] = collateral
      this.#activeShares[kept] = shares
      kept++
      highest = Math.max(highest, shares / collateral)
    }
    this.#activeCount = kept
    this.#highestActive = highest
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

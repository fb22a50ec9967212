import { fallingOrder, placesOf } from './fallingOrder.ts'
import { healthOf } from './liquidation.ts'
import { type Book, isPriced, type MarketModel, type Variant } from './market.ts'
import { type Conditions, conditionsAt } from './terms.ts'

/** Sudden falls of every price, as fractions: what the editor's ladder shows. */
export const consequenceShocks = [0, -0.05, -0.1, -0.2, -0.3, -0.5] as const

/** Vaults that may be liquidated, and their whole debt in derivative. */
export interface Reached {
  readonly vaultCount: number
  readonly debt: number
}

/** A fall of the price, and what it reaches under the terms before and after. */
export interface ConsequenceRung {
  readonly shock: number
  readonly price: number
  readonly before: Reached
  readonly after: Reached
}

/** What a unit of collateral value carries. Fractions; infinite where there is nothing to divide by. */
export interface CapitalEfficiency {
  /** The most debt per collateral value with which a vault may issue or withdraw: 1 / collateralisation ratio. */
  readonly mostDebt: number
  /** Debt by what the collateral that is there could carry at most, at the low price; undefined without a price. */
  readonly use: number | undefined
  /** Debt by the ceiling. */
  readonly ceilingUse: number
}

/** What a draft does to a market at one moment. Amounts in derivative. */
export interface MarketConsequences {
  readonly label: string
  readonly totalDebt: { readonly before: number; readonly after: number }
  /** None without a price: nothing can be liquidated then, and nobody can say how healthy a vault is. */
  readonly rungs: readonly ConsequenceRung[]
  /** Every vault that owes something, at the moment before; only without a price. */
  readonly unpriced?: Reached
  readonly efficiency: { readonly before: CapitalEfficiency; readonly after: CapitalEfficiency }
}

/**
 * A market's vaults in the order in which a falling price reaches them, and what they owe up to each: sorted once, so
 * that a question is a search.
 */
export interface SortedVaults {
  /** Debt per collateral, the highest first: liquidatable where it is above price × threshold. */
  readonly debtPerCollateral: Float64Array
  readonly collateral: Float64Array
  readonly debt: Float64Array
  /** What the first `i` owe together. */
  readonly debtUpTo: Float64Array
  readonly totalDebt: number
  readonly totalCollateral: number
}

/** What is left out of the figures; screens and reports print it. */
export const consequenceAssumptions = [
  'Vaults and prices stay as they are until the execution; only fees are charged.',
  'Every price falls at once and the fall is not followed by another.',
  'A threshold on a ramp is not rounded to whole basis points.',
  'What other open proposals would change is not in it.',
] as const

/** Vaults without debt are left out: nothing can happen to them. */
export function sortVaults({ vaults }: Pick<MarketModel, 'vaults'>): SortedVaults {
  const owing = placesOf(vaults.debt).filter((i) => (vaults.debt[i] ?? 0) > 0)
  const debts = pick(vaults.debt, owing)
  const collaterals = pick(vaults.collateral, owing)
  // A vault without collateral owes infinitely much per token: it comes first.
  const ratios = debts.map((owed, i) => owed / (collaterals[i] ?? 0))
  const order = fallingOrder(ratios)
  const debt = pick(debts, order)
  const debtUpTo = new Float64Array(debt.length + 1)
  for (let i = 0; i < debt.length; i += 1) debtUpTo[i + 1] = (debtUpTo[i] ?? 0) + (debt[i] ?? 0)
  return {
    debtPerCollateral: pick(ratios, order),
    collateral: pick(collaterals, order),
    debt,
    debtUpTo,
    totalDebt: debtUpTo.at(-1) ?? 0,
    totalCollateral: vaults.collateral.reduce((sum, amount) => sum + amount, 0),
  }
}

/** Typed arrays fill themselves from other things by iterators, which takes ten times as long as a loop. */
function pick(values: Float64Array, places: Uint32Array): Float64Array {
  const picked = new Float64Array(places.length)
  for (let i = 0; i < picked.length; i += 1) picked[i] = values[places[i] ?? 0] ?? 0
  return picked
}

/** More than what rounding makes of a few multiplications. */
const CLOSE = 1e-12

/** What a price reaches: those clearly beyond it by their place, those beside it by the rule itself. */
function reachedBy(
  vaults: SortedVaults,
  { price, threshold, growth }: Conditions & { readonly price: number },
): Reached {
  const { debtPerCollateral, collateral, debt, debtUpTo } = vaults
  const bound = (price * threshold) / growth
  const clear = firstAtMost(debtPerCollateral, bound * (1 + CLOSE))
  let reached = { vaultCount: clear, debt: debtUpTo[clear] ?? 0 }
  for (
    let i = clear;
    (debtPerCollateral[i] ?? 0) >= bound * (1 - CLOSE) && i < debt.length;
    i += 1
  ) {
    const position = { collateral: collateral[i] ?? 0, debt: (debt[i] ?? 0) * growth }
    if (healthOf(position, price, threshold) >= 1) continue
    reached = { vaultCount: reached.vaultCount + 1, debt: reached.debt + (debt[i] ?? 0) }
  }
  return { vaultCount: reached.vaultCount, debt: reached.debt * growth }
}

/** The place of the first value that is not above the bound, in values that fall. */
function firstAtMost(falling: Float64Array, bound: number): number {
  let from = 0
  let to = falling.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((falling[middle] ?? 0) > bound) from = middle + 1
    else to = middle
  }
  return from
}

/** What a market looks like at a moment (Unix seconds), before and after. */
export function consequencesFor(
  book: Book,
  market: MarketModel,
  vaults: SortedVaults,
  at: number,
): MarketConsequences {
  const { label, price } = market
  const state = (variant: Variant) => {
    const conditions = conditionsAt(book, market, variant, at)
    return { terms: market[variant], conditions, debt: vaults.totalDebt * conditions.growth }
  }
  const [before, after] = [state('before'), state('after')]
  const hasPrice = isPriced(market)
  const efficiencyOf = ({ terms, debt }: typeof before): CapitalEfficiency => ({
    mostDebt: 1 / terms.collateralizationRatio,
    use: hasPrice
      ? (debt * terms.collateralizationRatio) / (vaults.totalCollateral * price.low)
      : undefined,
    ceilingUse: debt / terms.debtCeiling,
  })
  const rungAt = (shock: number): ConsequenceRung => {
    const fallen = price.high * (1 + shock)
    const reached = ({ conditions }: typeof before) =>
      reachedBy(vaults, { price: fallen, ...conditions })
    return { shock, price: fallen, before: reached(before), after: reached(after) }
  }
  return {
    label,
    totalDebt: { before: before.debt, after: after.debt },
    ...(hasPrice
      ? { rungs: consequenceShocks.map(rungAt) }
      : { rungs: [], unpriced: { vaultCount: vaults.debt.length, debt: before.debt } }),
    efficiency: { before: efficiencyOf(before), after: efficiencyOf(after) },
  }
}

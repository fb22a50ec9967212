import { healthOf, liquidateVault } from './liquidation.ts'
import type { Book, MarketModel, Variant } from './market.ts'
import { debtGrowth, thresholdAt } from './terms.ts'

/** Sudden falls of every price at once, as fractions. */
export const ladderShocks = [0, -0.05, -0.1, -0.2, -0.3, -0.5] as const

/** What a sudden fall of the price makes liquidatable in a market. Amounts in derivative. */
export interface Rung {
  readonly shock: number
  readonly price: number
  readonly vaultCount: number
  /** Whole debt of the liquidatable vaults. */
  readonly debt: number
  /** What one round of liquidations at this price would repay, and what it would realise as bad. */
  readonly repaid: number
  readonly badDebt: number
  /** Owners, the least healthy first. */
  readonly owners: readonly string[]
}

export interface Ladder {
  readonly label: string
  readonly at: number
  readonly variant: Variant
  /** All debt of the market at that time. */
  readonly totalDebt: number
  readonly rungs: readonly Rung[]
}

/** The question a ladder answers: whose terms, and when (unix seconds, not before the book's time). */
export interface LadderQuestion {
  readonly variant: Variant
  readonly at: number
  readonly shocks?: readonly number[]
}

function rungOf(
  market: MarketModel,
  question: LadderQuestion,
  growth: number,
  shock: number,
): Rung {
  const terms = market[question.variant]
  const threshold = thresholdAt(terms.liquidationThreshold, question.at)
  const price = market.price.high * (1 + shock)
  const reached = market.vaults.owners.flatMap((owner, i) => {
    const position = {
      collateral: market.vaults.collateral[i] ?? 0,
      debt: (market.vaults.debt[i] ?? 0) * growth,
    }
    const outcome = liquidateVault(position, price, threshold, terms)
    return outcome
      ? [{ owner, debt: position.debt, health: healthOf(position, price, threshold), outcome }]
      : []
  })
  reached.sort((a, b) => a.health - b.health)
  return {
    shock,
    price,
    vaultCount: reached.length,
    debt: reached.reduce((sum, { debt }) => sum + debt, 0),
    repaid: reached.reduce((sum, { outcome }) => sum + outcome.repaid, 0),
    badDebt: reached.reduce((sum, { outcome }) => sum + outcome.badDebt, 0),
    owners: reached.map(({ owner }) => owner),
  }
}

/** Per market: which vaults are liquidatable after a sudden fall of prices, at a time and under a variant's terms. */
export function liquidationLadders(book: Book, question: LadderQuestion): readonly Ladder[] {
  const { variant, at, shocks = ladderShocks } = question
  return book.markets.map((market) => {
    const growth = debtGrowth(book, market, variant, at)
    return {
      label: market.label,
      at,
      variant,
      totalDebt: growth * market.vaults.debt.reduce((sum, debt) => sum + debt, 0),
      rungs: shocks.map((shock) => rungOf(market, question, growth, shock)),
    }
  })
}

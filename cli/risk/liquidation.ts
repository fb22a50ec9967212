import type { RiskTermsModel } from './market.ts'

/** What a liquidation looks at: collateral in tokens, debt in derivative with all fees. */
export interface Position {
  readonly collateral: number
  readonly debt: number
}

/** What a liquidation did: `repaid` and `badDebt` in derivative, `seized` in tokens, then what is left of the vault. */
export interface Liquidation {
  readonly repaid: number
  readonly seized: number
  readonly badDebt: number
  readonly bonus: number
  readonly collateral: number
  readonly debt: number
}

/** What the model takes for granted; every report prints it. */
export const modelAssumptions = [
  'Keepers liquidate every vault below health 1 at once, at every step, for as much as the Ledger allows; gas costs nothing.',
  'Selling the seized collateral does not move the price.',
  'Owners do nothing: nobody opens, repays, adds collateral or leaves.',
  'The oracle answers at every step; its high price stays as far above the market as it is now.',
  'A vault without collateral becomes bad debt at once, without waiting for a write-off.',
  'Prices, thresholds and fees are looked at once a step; what happens between two steps goes unseen.',
  'Amounts are floating-point numbers; a threshold on a ramp is not rounded to whole basis points.',
] as const

/** Health factor: collateral value × threshold / debt, as a plain number; infinite without debt. */
export const healthOf = (position: Position, price: number, threshold: number): number =>
  position.debt === 0 ? Infinity : (position.collateral * price * threshold) / position.debt

/** The liquidator's bonus: linear from penalty × floor at health 1 to the whole penalty at `maxPenaltyHealth` and below. */
export function bonusAt(health: number, terms: RiskTermsModel): number {
  const distress = Math.min(1, Math.max(0, (1 - health) / (1 - terms.maxPenaltyHealth)))
  return terms.liquidationPenalty * (terms.penaltyFloor + (1 - terms.penaltyFloor) * distress)
}

/**
 * The most that may be repaid (derivative): debt × (target − health) / (target − (1 + bonus) × threshold) brings the
 * vault to its target health; everything if less than the minimum debt would remain, or if no repayment can reach the
 * target. Never more than the debt.
 */
export function repayable(
  debt: number,
  health: number,
  threshold: number,
  terms: RiskTermsModel,
): number {
  const backing = (1 + bonusAt(health, terms)) * threshold
  const reachable = backing < terms.targetHealth
  const share = reachable ? (terms.targetHealth - health) / (terms.targetHealth - backing) : 1
  const repay = Math.min(1, share) * debt
  return debt - repay < terms.minimumDebt ? debt : repay
}

/**
 * The Ledger's `liquidate` with an unlimited offer, in floating point and in the same order: health below 1, bonus,
 * repayable debt, cap by the collateral, bad debt once the last collateral is gone. Nothing happens to a healthy vault.
 * @param price derivative per token, the oracle's high price.
 * @param threshold the effective liquidation threshold at that moment.
 */
export function liquidateVault(
  vault: Position,
  price: number,
  threshold: number,
  terms: RiskTermsModel,
): Liquidation | undefined {
  const health = healthOf(vault, price, threshold)
  if (health >= 1) return undefined
  const bonus = bonusAt(health, terms)
  const value = vault.collateral * price
  const repay = repayable(vault.debt, health, threshold, terms)
  if (repay * (1 + bonus) >= value) {
    const repaid = Math.min(vault.debt, value / (1 + bonus))
    const badDebt = vault.debt - repaid
    return { repaid, seized: vault.collateral, badDebt, bonus, collateral: 0, debt: 0 }
  }
  const seized = (repay * (1 + bonus)) / price
  const collateral = vault.collateral - seized
  return { repaid: repay, seized, badDebt: 0, bonus, collateral, debt: vault.debt - repay }
}

import { formatAmount, formatShare } from '../../../shared/amount.ts'
import type { Tone } from '../../theme.ts'

type Symbol = 'pass' | 'caution' | 'fail'

/** What a health factor means: below 1 anybody may liquidate, a few percent above it a bad day is enough. */
export function standingOf(health: number): { readonly tone: Tone; readonly symbol: Symbol } {
  if (health < 1) return { tone: 'bad', symbol: 'fail' }
  return health < 1.1 ? { tone: 'caution', symbol: 'caution' } : { tone: 'plain', symbol: 'pass' }
}

/** Cut, not rounded: 0.999 is not 1.00. */
export const healthText = (health: number): string =>
  Number.isFinite(health) ? (Math.floor(health * 100) / 100).toFixed(2) : '\u221e'

/** How far the price may fall. */
export const distanceText = (distance: number): string =>
  distance < 0 ? 'now' : formatShare(Math.floor(distance * 1_000) / 1_000)

export const amountText = (amount: number, symbol: string): string =>
  `${formatAmount(amount)} ${symbol}`

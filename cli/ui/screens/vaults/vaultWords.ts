import { formatAmount, formatFall } from '../../../shared/amount.ts'
import type { VaultHealth } from '../../../workflows/vaultRow.ts'
import type { Theme, Tone } from '../../theme.ts'

type Symbol = 'pass' | 'caution' | 'fail' | 'unknown'

/**
 * What a health means: below 1 anybody may liquidate, a few percent above it a bad day is enough. Without a price nobody
 * may, and nobody knows.
 */
export function standingOf(of: VaultHealth | undefined): {
  readonly tone: Tone
  readonly symbol: Symbol
} {
  if (of === undefined) return { tone: 'caution', symbol: 'unknown' }
  if (of.health < 1) return { tone: 'bad', symbol: 'fail' }
  return of.health < 1.1
    ? { tone: 'caution', symbol: 'caution' }
    : { tone: 'plain', symbol: 'pass' }
}

/** Its symbol and its number, cut and not rounded: 0.999 is not 1.00. */
export const healthText = (
  of: VaultHealth | undefined,
  { symbols }: Pick<Theme, 'symbols'>,
): string => `${symbols[standingOf(of).symbol]} ${of === undefined ? 'no price' : numberOf(of)}`

const words: Readonly<Record<Symbol, string>> = {
  pass: 'safe',
  caution: 'near liquidation',
  fail: 'liquidatable',
  unknown: 'no price',
}

/** The same for who listens: a word in place of the symbol. */
export const spokenHealth = (of: VaultHealth | undefined): string => {
  const word = words[standingOf(of).symbol]
  return of === undefined ? `unknown, ${word}` : `${numberOf(of)}, ${word}`
}

const numberOf = ({ health }: VaultHealth): string =>
  Number.isFinite(health) ? (Math.floor(health * 100) / 100).toFixed(2) : '\u221e'

/** How far the price may fall. */
export const distanceText = (of: VaultHealth | undefined): string =>
  of === undefined ? 'unknown' : of.distance < 0 ? 'now' : formatFall(of.distance)

export const amountText = (amount: number, symbol: string): string =>
  `${formatAmount(amount)} ${symbol}`

import { formatNumber, formatSigned, wholeTokens } from '../../../shared/format.ts'

const WAD = 10n ** 18n
const CENT = 10n ** 16n

/** A price of 18 decimals to the nearest cent, both digits of it, so that prices below each other compare; below one, as far as it takes. */
export function priceWords(wad: bigint, symbol: string): string {
  if (wad < WAD) return `${formatNumber(wad, 18, 6)} ${symbol}`
  const rounded = wad + CENT / 2n
  const cents = (rounded % WAD) / CENT
  return `${wholeTokens(rounded)}.${cents.toString().padStart(2, '0')} ${symbol}`
}

/** An amount: whole units of a large one, more of a small one. */
export function amountWords(amount: bigint, symbol: string, decimals = 18): string {
  const isLarge = amount >= 1_000n * 10n ** BigInt(decimals)
  return `${formatNumber(amount, decimals, isLarge ? 0 : 4)} ${symbol}`
}

/** How far something lies from something else, to a tenth of a percent: `−1.2 %`. */
export function distanceWords(from: bigint, to: bigint): string {
  const tenths = ((to - from) * 1_000n) / from
  return formatSigned(tenths, (size) => `${formatNumber(size, 1)} %`)
}

/** A ratio of 18 decimals with its last digits: `1.0023`. */
export const ratioWords = (wad: bigint): string => formatNumber(wad, 18, 6)

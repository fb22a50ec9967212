/**
 * A scaled integer of the chain as the nearest floating-point number: divided in decimal, because 50,000 × 1e18 is
 * no double and its quotient by 1e18 would be 49,999.99999999999.
 */
export const fromScale = (value: bigint, decimals: number): number =>
  Number(`${value}e-${decimals}`)

const numbers = (digits: number) =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
// Made once: making one takes longer than a hundred numbers.
const [whole, hundredths] = [numbers(0), numbers(2)]

/** A number of the risk engine for people: `1,234,567`, `12.35` below a thousand, `0` for nothing. */
export function formatAmount(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '?'
  const size = Math.abs(value)
  const digits = size >= 999.995 || size === 0 ? 0 : 2 // from here on two digits would round up to 1,000.00
  const text = (digits === 0 ? whole : hundredths).format(size)
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? `−${text}` : text
}

/** The same with its sign, for differences: `+1,234`, `−12.35`, `±0`, and `±0.00` for what is too small to be seen. */
export function formatChange(value: number): string {
  const size = formatAmount(Math.abs(value))
  if (Number(size) === 0) return `±${size}`
  if (Number.isNaN(value)) return size
  return value > 0 ? `+${size}` : `−${size}`
}

/** A share as percent, rounded down: nothing looks better than it is. `0.749` is `74 %`, or `74.9 %` with one digit. */
export function formatPercent(share: number, digits = 0): string {
  const scale = 10 ** digits
  // 0.29 × 100 is 28.999999999999996.
  return `${(Math.floor(share * 100 * scale + 1e-9) / scale).toFixed(digits)} %`
}

/** How far a price can fall, as everybody says it: cut, so that there is never less room than is said. */
export const formatFall = (fraction: number): string => formatPercent(fraction, 1)

/** Parts of a whole as percents that add up to 100; of nothing at all each is 0. */
export function wholePercents(parts: readonly bigint[]): readonly number[] {
  const total = parts.reduce((sum, part) => sum + part, 0n)
  if (total === 0n) return parts.map(() => 0)
  const down = parts.map((part) => Number((part * 100n) / total))
  const missing = 100 - down.reduce((sum, percent) => sum + percent, 0)
  // Those that lost most by rounding down are rounded up.
  const up = parts
    .map((part, index) => ({ index, lost: (part * 100n) % total }))
    .toSorted((a, b) => Number(b.lost > a.lost) - Number(b.lost < a.lost))
    .slice(0, missing)
  return down.map((percent, at) => percent + (up.some(({ index }) => index === at) ? 1 : 0))
}

/** A fraction as percent: `0.0123` is `1.2 %`, `0.0012` is `0.12 %`. */
export const formatShare = (fraction: number): string =>
  `${(fraction * 100).toFixed(fraction !== 0 && Math.abs(fraction) < 0.01 ? 2 : 1)} %`

/** Numbers that only the width of a storage slot limits: a million million tokens. */
export const isUnlimited = (max: bigint): boolean => max >= 10n ** 30n

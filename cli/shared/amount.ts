/** A number of the risk engine for people: `1,234,567`, `12.35` below a thousand, `0` for nothing. */
export function formatAmount(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '?'
  const size = Math.abs(value)
  const digits = size >= 1_000 || size === 0 ? 0 : 2
  const text = size.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? `−${text}` : text
}

/** The same with its sign, for differences: `+1,234`, `−12.35`, `±0`. */
export function formatChange(value: number): string {
  if (value === 0) return '±0'
  return value > 0 ? `+${formatAmount(value)}` : formatAmount(value)
}

/** A fraction as percent with one decimal: `0.0123` is `1.2 %`. */
export const formatShare = (fraction: number): string => `${(fraction * 100).toFixed(1)} %`

import { formatAmount } from '../shared/amount.ts'

const scales = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** An amount for comparing with others beside it: `1.20M`, `12.3k`, `900k`; as it is below a thousand. */
export function threeDigits(amount: number): string {
  const scale = scales.find(([size]) => amount >= size * 0.9995)
  if (scale === undefined) return formatAmount(amount)
  const scaled = amount / scale[0]
  const digits = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0
  return scaled.toFixed(digits) + scale[1]
}

/** An amount that has one digit, such as the edge of a bin: `200`, `5k`, `20M`. */
export function oneDigit(amount: number): string {
  const scale = scales.find(([size]) => amount >= size)
  return scale === undefined ? `${amount}` : `${amount / scale[0]}${scale[1]}`
}

const DIGITS = 65_536
/** 16 bits each. */
const DIGITS_OF_A_NUMBER = 4

/** 0, 1, 2 … for each value. */
export const placesOf = (values: Float64Array): Uint32Array =>
  new Uint32Array(values.length).map((_, place) => place)

/**
 * The places of positive numbers, the largest first. Positive floating-point numbers are in the order of their bits, so
 * four passes over 16 bits each sort them in linear time: a comparison sort of 100,000 takes ten times as long.
 */
export function fallingOrder(values: Float64Array): Uint32Array {
  const bits = new Uint16Array(values.slice().buffer)
  let order = placesOf(values)
  for (let digit = 0; digit < DIGITS_OF_A_NUMBER; digit += 1) order = byDigit(bits, digit, order)
  return order
}

/** The places by one digit, the largest first; equal ones stay in their order. */
function byDigit(bits: Uint16Array, digit: number, order: Uint32Array): Uint32Array {
  const starts = startsOf(bits, digit)
  const next = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i += 1) {
    const place = order[i] ?? 0
    const value = bits[DIGITS_OF_A_NUMBER * place + digit] ?? 0
    const at = starts[value] ?? 0
    next[at] = place
    starts[value] = at + 1
  }
  return next
}

/** Where the places of each value of a digit begin, the largest value first. */
function startsOf(bits: Uint16Array, digit: number): Uint32Array {
  const starts = new Uint32Array(DIGITS)
  for (let i = digit; i < bits.length; i += DIGITS_OF_A_NUMBER) {
    const value = bits[i] ?? 0
    starts[value] = (starts[value] ?? 0) + 1
  }
  let start = 0
  for (let value = DIGITS - 1; value >= 0; value -= 1) {
    const count = starts[value] ?? 0
    starts[value] = start
    start += count
  }
  return starts
}

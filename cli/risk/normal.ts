type Coefficients = readonly number[]

/** Coefficients of AS 241 (PPND16), lowest power first, as the nearest doubles. */
const centre: readonly [Coefficients, Coefficients] = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
]
const shoulder: readonly [Coefficients, Coefficients] = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
]
const tail: readonly [Coefficients, Coefficients] = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
]

function polynomial(coefficients: Coefficients, x: number): number {
  let value = 0
  for (let power = coefficients.length - 1; power >= 0; power--)
    value = value * x + (coefficients[power] ?? 0)
  return value
}

const ratio = ([above, below]: readonly [Coefficients, Coefficients], x: number): number =>
  polynomial(above, x) / polynomial(below, x)

/**
 * The standard normal quantile: x with P(Z <= x) = `p`, for 0 < p < 1. Relative error about 1e-15.
 * Source: Wichura, "Algorithm AS 241: The percentage points of the normal distribution" (1988), PPND16.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(centre, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const magnitude = r <= 5 ? ratio(shoulder, r - 1.6) : ratio(tail, r - 5)
  return q < 0 ? -magnitude : magnitude
}

/** Two-sided 95 % point of the standard normal distribution. */
export const z95 = 1.959963984540054

const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)

/** P(0 < Z <= x) as the series density(x) * (x + x^3/3 + x^5/(3*5) + ...), Marsaglia 2004. */
function centralMass(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return density(x) * sum
}

/** P(Z > x) for x > 3 as Laplace's continued fraction density(x) / (x + 1/(x + 2/(x + ...))). */
function upperTail(x: number): number {
  let fraction = x
  for (let level = 80; level >= 1; level--) fraction = x + level / fraction
  return density(x) / fraction
}

/** The standard normal distribution function P(Z <= x); relative error below 1e-13. */
export function normalDistribution(x: number): number {
  if (x < -3) return upperTail(-x)
  if (x > 3) return 1 - upperTail(x)
  return 0.5 + (x === 0 ? 0 : centralMass(x))
}

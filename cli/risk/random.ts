import { normalQuantile } from './normal.ts'
import { RiskInputError } from './riskInputError.ts'

const roundCount = 10
const multiplierA = 0xd2511f53
const multiplierB = 0xcd9e8d57
const keyStepA = 0x9e3779b9
const keyStepB = 0xbb67ae85

/** The upper 32 bits of a 32 × 32 bit product, from four 16-bit products. */
function multiplyHigh(a: number, b: number): number {
  const lowA = a & 0xffff
  const highA = a >>> 16
  const lowB = b & 0xffff
  const highB = b >>> 16
  const lowHigh = Math.imul(lowA, highB)
  const highLow = Math.imul(highA, lowB)
  const middle = (Math.imul(lowA, lowB) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff)
  return (Math.imul(highA, highB) + (lowHigh >>> 16) + (highLow >>> 16) + (middle >>> 16)) | 0
}

/**
 * Philox4x32-10: scrambles a 128-bit counter under a 64-bit key into 128 random bits, written to `output`.
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 */
export function philox4x32(counter: Uint32Array, key: Uint32Array, output: Uint32Array): void {
  let [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = [counter[0], counter[1], counter[2], counter[3]]
  let k0 = key[0] ?? 0
  let k1 = key[1] ?? 0
  for (let round = 0; round < roundCount; round++) {
    const highA = multiplyHigh(multiplierA, c0)
    const lowA = Math.imul(multiplierA, c0)
    const highB = multiplyHigh(multiplierB, c2)
    const lowB = Math.imul(multiplierB, c2)
    c0 = highB ^ c1 ^ k0
    c1 = lowB
    c2 = highA ^ c3 ^ k1
    c3 = lowA
    k0 = (k0 + keyStepA) | 0
    k1 = (k1 + keyStepB) | 0
  }
  output[0] = c0
  output[1] = c1
  output[2] = c2
  output[3] = c3
}

/**
 * Random numbers that are a pure function of (seed, path, step, factor): no order of evaluation, number of
 * threads or size of a block can change them.
 */
export class CounterRandom {
  readonly #key: Uint32Array
  readonly #counter = new Uint32Array(4)
  readonly #bits = new Uint32Array(4)

  /** @param seed an integer from 0 to 2^53 - 1. @throws RiskInputError for anything else. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new RiskInputError(
        `The seed ${seed} is not a whole number from 0 to 2^53 - 1.`,
        'Write a whole number such as 42.',
      )
    this.#key = Uint32Array.of(seed >>> 0, Math.floor(seed / 2 ** 32))
  }

  /**
   * Uniform in the open interval (0, 1): an odd multiple of 2^-53 picked by 52 random bits, so that 0 and 1
   * never occur and u and 1 - u are equally exact.
   */
  uniform(path: number, step: number, factor: number): number {
    this.#counter[0] = path
    this.#counter[1] = step
    this.#counter[2] = factor
    philox4x32(this.#counter, this.#key, this.#bits)
    const high = (this.#bits[0] ?? 0) >>> 6
    const low = (this.#bits[1] ?? 0) >>> 6
    return (high * 2 ** 26 + low + 0.5) * 2 ** -52
  }

  /** Standard normal: the inverse distribution function of `uniform`, so one counter gives one number. */
  normal(path: number, step: number, factor: number): number {
    return normalQuantile(this.uniform(path, step, factor))
  }
}

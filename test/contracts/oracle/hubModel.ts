/** The six steps of IOracleHub once more, from its text alone: prices and times are bigint, prices in 18 decimals. */

export const MAX_PRICE = 2n ** 128n - 1n

export type Status = 'USED' | 'OUTLIER' | 'STALE' | 'INVALID'
export type State = 'OK' | 'DEGRADED' | 'DOWN'

/** What a source says; `silent` stands for everything that is not two words. */
export type Answer = 'silent' | { readonly price: bigint; readonly updatedAt: bigint }

export interface Limits {
  readonly maxAge: bigint
  readonly maxDeviationBps: bigint
  readonly minSources: bigint
  readonly maxJumpBps: bigint
  readonly maxSwitchDeviationBps: bigint
}

export interface Reading {
  readonly low: bigint
  readonly mid: bigint
  readonly high: bigint
  readonly state: State
  readonly statuses: readonly Status[]
}

/** What the hub must say at time `now` (Unix seconds) when its sources give these answers. */
export function modelReading(answers: readonly Answer[], limits: Limits, now: bigint): Reading {
  const firstLook = answers.map((answer) => lookAt(answer, limits.maxAge, now))
  const fresh = pricesOf(answers, firstLook)
  if (fresh.length === 0) return { low: 0n, mid: 0n, high: 0n, state: 'DOWN', statuses: firstLook }

  const isNear = (price: bigint, center: bigint): boolean =>
    absolute(price - center) * 10_000n <= center * limits.maxDeviationBps
  const median = medianOf(fresh)
  const statuses = firstLook.map((status, place): Status => {
    const answer = answers[place]
    if (status !== 'USED' || answer === undefined || answer === 'silent') return status
    return isNear(answer.price, median) ? 'USED' : 'OUTLIER'
  })

  const rest = pricesOf(answers, statuses)
  if (BigInt(rest.length) >= limits.minSources) {
    const center = medianOf(rest)
    const [left, right] = middlePairOf(rest)
    const pairAgrees = (right - left) * 10_000n <= center * limits.maxDeviationBps
    if (pairAgrees && rest.every((price) => isNear(price, center))) {
      return { low: lowest(rest), mid: center, high: highest(rest), state: 'OK', statuses }
    }
  }
  return { low: lowest(fresh), mid: median, high: highest(fresh), state: 'DEGRADED', statuses }
}

function lookAt(answer: Answer, maxAge: bigint, now: bigint): Status {
  if (answer === 'silent') return 'INVALID'
  if (answer.price <= 0n || answer.price > MAX_PRICE) return 'INVALID'
  if (answer.updatedAt <= 0n || answer.updatedAt > now) return 'INVALID'
  return now - answer.updatedAt > maxAge ? 'STALE' : 'USED'
}

function pricesOf(answers: readonly Answer[], statuses: readonly Status[]): bigint[] {
  return answers.flatMap((answer, place) =>
    answer !== 'silent' && statuses[place] === 'USED' ? [answer.price] : [],
  )
}

function ascending(prices: readonly bigint[]): bigint[] {
  return prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function middlePairOf(prices: readonly bigint[]): [bigint, bigint] {
  const half = prices.length / 2
  const sorted = ascending(prices)
  return [sorted[Math.ceil(half) - 1]!, sorted[Math.floor(half)]!]
}

function medianOf(prices: readonly bigint[]): bigint {
  const [left, right] = middlePairOf(prices)
  return (left + right) / 2n
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

function lowest(prices: readonly bigint[]): bigint {
  return ascending(prices)[0]!
}

function highest(prices: readonly bigint[]): bigint {
  return ascending(prices).at(-1)!
}

const WAD_TO_RAY = 10n ** 9n

/** The scale of a decay: 27 decimals. */
export const RAY = 10n ** 27n

export const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/** AuctionMath.decayUp: cut^steps with 27 decimals, by squaring, each product rounded up. */
export function decayUp(cutWad: bigint, steps: bigint): bigint {
  let factor = RAY
  let base = cutWad * WAD_TO_RAY
  for (let left = steps; left > 0n; left >>= 1n) {
    if (left & 1n) factor = ceilDiv(factor * base, RAY)
    base = ceilDiv(base * base, RAY)
  }
  return factor
}

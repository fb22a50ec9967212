import type { Address } from './addressBook.ts'
import { ceilDiv, decayUp, RAY } from './auctionMath.ts'

/** How the price of a lot falls (LotState). */
export interface LotPath {
  /** Derivative per whole token, 18 decimals. */
  readonly topPriceWad: bigint
  /** Unix seconds: the kick or the last redo. */
  readonly startedAt: bigint
  /** What one step leaves of the price, 18 decimals. */
  readonly cutWad: bigint
  /** Seconds. */
  readonly step: bigint
  readonly tail: bigint
  /** 1e4 scale of the price at the start. */
  readonly floorBps: bigint
}

/** An open lot at one block. Amounts of derivative have 18 decimals. */
export interface Lot extends LotPath {
  readonly id: bigint
  /** Label of its market; undefined for a sale of the backstop's. */
  readonly market: string | undefined
  /** Whose vault it came from, or who sells. */
  readonly owner: Address
  readonly token: Address
  readonly decimals: number
  /** What is left of the token, in its own units. */
  readonly collateral: bigint
  /** What is still asked for, and how much of that is debt. */
  readonly tab: bigint
  readonly debt: bigint
  /** At the block. */
  readonly priceWad: bigint
  /** It sells no longer at that price, but waits for `redo`. */
  readonly isOver: boolean
}

const BPS = 10_000n

const atMost = (most: bigint, value: bigint): bigint => (value < most ? value : most)

/** AuctionHouse.priceOf: the price at a time, rounded up; the one at the tail stands for all that come after. */
export function lotPriceAt(lot: LotPath, at: bigint): bigint {
  const steps = atMost(lot.tail, at - lot.startedAt) / lot.step
  return ceilDiv(lot.topPriceWad * decayUp(lot.cutWad, steps), RAY)
}

const isBelowFloor = (lot: LotPath, priceWad: bigint): boolean =>
  priceWad * BPS < lot.topPriceWad * lot.floorBps

export const lotIsOver = (lot: LotPath, at: bigint): boolean =>
  at - lot.startedAt > lot.tail || isBelowFloor(lot, lotPriceAt(lot, at))

/** The first second at which the lot sells no longer: its price has fallen below the floor, or its tail has passed. */
export function lotEndsAt(lot: LotPath): bigint {
  const { startedAt, step, tail } = lot
  let [low, high] = [0n, tail / step]
  if (!isBelowFloor(lot, lotPriceAt(lot, startedAt + tail))) return startedAt + tail + 1n
  // The price never rises: the first step below the floor divides the steps in two.
  while (low < high) {
    const middle = (low + high) / 2n
    if (isBelowFloor(lot, lotPriceAt(lot, startedAt + middle * step))) high = middle
    else low = middle + 1n
  }
  return startedAt + low * step
}

/** The lowest price at which it sells, 18 decimals. */
export const lotFloorWad = ({ topPriceWad, floorBps }: LotPath): bigint =>
  ceilDiv(topPriceWad * floorBps, BPS)

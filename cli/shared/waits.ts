/** Waits that double from one to the next, in milliseconds. */
export interface Waits {
  readonly next: () => number
  /** It worked: the next one is the first again. */
  readonly reset: () => void
}

export function growingWaits(first: number, longest: number): Waits {
  let wait = first
  return {
    next() {
      const now = wait
      wait = Math.min(wait * 2, longest)
      return now
    },
    reset() {
      wait = first
    },
  }
}

import { createContext, useContext } from 'react'

/** How long things take that follow people and not the chain, in milliseconds. */
export interface Pace {
  /** A plan stands this long before anybody can have read it. */
  readonly read: number
  /** Longer than any keyboard waits before a key that is held down repeats. */
  readonly held: number
  /** What waits changes without a block too: somebody sends, or offers more. */
  readonly askAgain: number
}

export const usualPace: Pace = { read: 400, held: 1_000, askAgain: 3_000 }

const PaceContext = createContext(usualPace)

export const PaceProvider = PaceContext.Provider

export const usePace = (): Pace => useContext(PaceContext)

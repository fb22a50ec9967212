import type { Connection } from '../services/session.ts'
import { useNetwork } from './useConnection.tsx'
import { useNow } from './useNow.ts'

/**
 * The chain's clock, Unix seconds; it moves by itself between two blocks, and goes on while the node is lost. A
 * development chain's may be days ahead of this computer's: every countdown follows this one.
 */
export function useChainClock(): number {
  const { connection } = useNetwork()
  return chainClock(connection, useNow())
}

/** @param now the wall clock, Unix seconds */
export function chainClock(connection: Connection, now: number): number {
  if (connection.kind === 'connecting') return now
  const { block, clockAhead = 0 } = connection
  return Math.max(now + clockAhead, block?.timestamp ?? 0)
}

import { roughDuration } from '../../shared/time.ts'
import { useNow } from '../components/Header.tsx'
import type { Connection } from '../services/session.ts'
import { useNetwork } from './useConnection.tsx'

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

/** `in 2 days 3 h`, `now`, `5 min ago`. */
export function whenWords(time: number, now: number): string {
  if (time === now) return 'now'
  return time > now
    ? `in ${roughDuration(BigInt(time - now))}`
    : `${roughDuration(BigInt(now - time))} ago`
}

import type { Connection } from '../../cli/ui/services/session.ts'
import type { Services } from '../../cli/ui/services.ts'
import { testNow } from './fakeServices.ts'

/** Polled, at a block of that number. */
export const liveAt = (
  number: number,
  timestamp = testNow,
): Extract<Connection, { kind: 'live' }> => ({
  kind: 'live',
  by: 'polling',
  block: { number, timestamp },
})

/** A connection that stands as the test says. */
export interface FakeConnection {
  readonly watch: Services['watch']
  /** From now on it stands so, and everybody is told. */
  readonly tell: (now: Connection) => void
}

export function fakeConnection(first: Connection = { kind: 'connecting' }): FakeConnection {
  const listeners = new Set<(now: Connection) => void>()
  let newest = first
  return {
    watch(listener) {
      listeners.add(listener)
      listener(newest)
      return () => listeners.delete(listener)
    },
    tell(now) {
      newest = now
      for (const listener of listeners) listener(now)
    },
  }
}

import type { Connection } from '../../cli/ui/services/session.ts'
import type { Services } from '../../cli/ui/services.ts'
import { testNow } from './fakeServices.ts'

type Live = Extract<Connection, { kind: 'live' }>

/** A connection that comes when a test says so, and whose blocks the test makes. */
export interface FakeBlocks {
  readonly watch: Services['watch']
  /** One more block, of which everybody is told. @returns it */
  readonly next: () => Live['block']
  /** Tells of the newest block once more. */
  readonly again: () => void
}

/** Silent until the test says something. */
export function fakeBlocks(): FakeBlocks {
  const listeners = new Set<(news: Connection) => void>()
  let number = 1_234
  const newest = () => ({ number, timestamp: testNow + number - 1_239 })
  const again = () => {
    for (const listener of listeners) listener({ kind: 'live', by: 'polling', block: newest() })
  }
  return {
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    next() {
      number += 1
      again()
      return newest()
    },
    again,
  }
}

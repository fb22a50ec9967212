import type { Connection } from '../../cli/ui/services/session.ts'
import type { Services } from '../../cli/ui/services.ts'
import { testNow } from './fakeServices.ts'

/** A connection whose news a test makes, instead of one that has been live for ever. */
export interface FakeBlocks {
  readonly watch: Services['watch']
  readonly tell: (news: Connection) => void
  /** One more block, live. */
  readonly next: () => void
}

/** Silent until the test says something. */
export function fakeBlocks(): FakeBlocks {
  const listeners = new Set<(news: Connection) => void>()
  const tell = (news: Connection) => {
    for (const listener of listeners) listener(news)
  }
  let number = 1_234
  return {
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell,
    next() {
      number += 1
      tell({ kind: 'live', by: 'polling', block: { number, timestamp: testNow + number - 1_239 } })
    },
  }
}

import { type FakeConnection, fakeConnection, liveAt } from './fakeConnection.ts'
import { testNow } from './fakeServices.ts'

/** A connection that comes when a test says so, and whose blocks the test makes. */
export interface FakeBlocks extends Pick<FakeConnection, 'watch'> {
  /** One more block, of which everybody is told. @returns it */
  readonly next: () => ReturnType<typeof liveAt>['block']
  /** Tells of the newest block once more. */
  readonly again: () => void
}

export function fakeBlocks(): FakeBlocks {
  const { watch, tell } = fakeConnection()
  let number = 1_234
  const newest = () => liveAt(number, testNow + number - 1_239)
  return {
    watch,
    next() {
      number += 1
      tell(newest())
      return newest().block
    },
    again: () => tell(newest()),
  }
}

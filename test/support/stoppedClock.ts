import { mock } from 'node:test'

/** The time of this process, for timers and for what measures with `performance`: it moves when the test says so. */
export interface StoppedClock {
  readonly tick: (milliseconds: number) => void
  readonly goOn: () => void
}

/** Stops it. Timers that run already go on, and those that tests wait with. */
export function stoppedClock(): StoppedClock {
  let now = performance.now()
  const measured = mock.method(performance, 'now', () => now)
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  return {
    tick(milliseconds) {
      now += milliseconds
      mock.timers.tick(milliseconds)
    },
    goOn() {
      mock.timers.reset()
      measured.mock.restore()
    },
  }
}

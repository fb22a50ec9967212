import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { until } from './until.ts'

const collectGarbage = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()

/** Waits until nothing of it is left in the memory. @throws if something holds on to it */
export const untilCollected = (seen: readonly WeakRef<object>[]): Promise<void> =>
  until(() => {
    collectGarbage()
    return seen.every((one) => one.deref() === undefined)
  })

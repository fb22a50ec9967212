import process from 'node:process'
import type { Office } from '../../cli/backstage/office.ts'
import { leaveBehind } from '../../cli/backstage/runInterface.ts'
import { BallastError } from '../../cli/shared/errors.ts'
import { startInterface } from '../../cli/ui/start.tsx'
import { fakeServices } from './fakeServices.ts'

/**
 * An interface that meets a bug, for a terminal of tests: `component`, `exception` or `rejection`. Everything but the
 * services is the real one.
 */
const [, , how, folder = '.'] = process.argv

const bug = () => new Error('the moon is made of cheese')

const services = fakeServices({
  session: { network: 'local', dao: 'Ballast DAO', isDemo: false, folder, notes: [] },
  watch(listener) {
    const block = { number: 1, timestamp: 0 }
    // A screen that asks for the block's number as it is drawn.
    if (how === 'component') {
      Object.defineProperty(block, 'number', {
        get() {
          throw bug()
        },
      })
    }
    setTimeout(() => {
      if (how === 'exception') throw bug()
      if (how === 'rejection') void Promise.reject(bug())
      if (how === 'component') listener({ kind: 'live', by: 'polling', block } as never)
    }, 500)
    return () => {}
  },
})

const office: Office = { services, close: async () => ['left behind'] }
try {
  process.exitCode = await leaveBehind(office, await startInterface(services))
} catch (error) {
  if (!(error instanceof BallastError)) throw error
  process.stderr.write(`${error.message}\n${error.nextStep}\n`)
  process.exitCode = error.exitCode
}

import type { DemoNetwork } from '../workflows/demoWorkspace.ts'
import { answerCalls } from './answerCalls.ts'
import { startedWith } from './parent.ts'
import { readSession } from './session.ts'
import type { ThreadData } from './threadData.ts'

const given = startedWith()

// Where to work is read first and on its own: the first screen waits for that, and for nothing that services need.
const session = given.demo === undefined ? readSession(given) : Promise.resolve(undefined)
const demo = Promise.withResolvers<DemoNetwork>()
const where = whereToWork()
// Whoever asks is told what is wrong; until then nobody listens.
for (const promise of [session, where]) promise.catch(() => {})

/** The thread behind the screens. */
answerCalls(
  {
    readSession: () => session,
    provideDemo: (network: DemoNetwork) => demo.resolve(network),
  },
  services(),
)

/** Loaded after that: side by side both would take until the last of them is there. */
async function services() {
  await session.catch(() => {})
  const { officeServices } = await import('./officeServices.ts')
  return officeServices(where)
}

/** The demonstration is prepared elsewhere meanwhile: until it is there, whoever asks the chain waits. */
async function whereToWork(): Promise<ThreadData> {
  const isDemo = given.demo === undefined && (await session) === undefined
  return isDemo ? { ...given, demo: await demo.promise } : given
}

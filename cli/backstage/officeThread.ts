import { workerData } from 'node:worker_threads'
import type { DemoNetwork } from '../workflows/demoWorkspace.ts'
import { answerCalls } from './answerCalls.ts'
import { readSession } from './session.ts'
import type { ThreadData } from './threadData.ts'

const given = workerData as ThreadData

// Where to work is read first and on its own: the first screen waits for that, and for nothing that services need.
const session = given.demo === undefined ? readSession(given) : Promise.resolve(undefined)
const demo = Promise.withResolvers<DemoNetwork>()

/** The demonstration is prepared by another thread meanwhile; until it is there, whoever asks the chain waits. */
async function whereToWork(): Promise<ThreadData> {
  const isDemo = (await session) === undefined
  return isDemo && given.demo === undefined ? { ...given, demo: await demo.promise } : given
}

const services = async () => {
  const { officeServices } = await import('./officeServices.ts')
  return officeServices(whereToWork())
}

/** The thread behind the screens. */
answerCalls(
  { readSession: () => session, provideDemo: (network: DemoNetwork) => demo.resolve(network) },
  services(),
)

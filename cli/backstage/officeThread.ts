import { workerData } from 'node:worker_threads'
import { actServices } from './acts.ts'
import { answerCalls } from './answerCalls.ts'
import { openFrom } from './open.ts'
import { readingServices } from './reading.ts'
import type { ThreadData } from './threadData.ts'
import { vaultServices } from './vaults.ts'

/** The thread behind the screens: each line adds what one part of the interface asks for. */
const opened = openFrom(workerData as ThreadData)

answerCalls({
  ...readingServices(opened),
  ...vaultServices(opened),
  ...actServices(opened),
})

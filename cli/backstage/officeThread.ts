import { workerData } from 'node:worker_threads'
import { answerCalls } from './answerCalls.ts'
import { connectionServices } from './connection.ts'
import { openFrom } from './open.ts'
import { readingServices } from './reading.ts'
import type { ThreadData } from './threadData.ts'

/** The thread behind the screens: each line adds what one part of the interface asks for. */
const opened = openFrom(workerData as ThreadData)

answerCalls({
  ...connectionServices(opened),
  ...readingServices(opened),
})

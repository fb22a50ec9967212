import { Worker } from 'node:worker_threads'
import { RelayedError, relayed } from '../shared/errors.ts'
import { type Called, EndedError, openCalls } from './calls.ts'
import type { ThreadData } from './threadData.ts'

/** Starts a thread. A crash of it rejects every call that waits, and every later one. */
export function startThread(entry: URL, data: ThreadData): Called {
  // Its words are the interface's: nothing of a thread may be written across the screen.
  const worker = new Worker(entry, { workerData: data, stdout: true, stderr: true })
  const { call, end } = openCalls({
    post: (message) => worker.postMessage(message),
    on: (listen) => worker.on('message', listen),
  })
  worker.on('error', (error) => end(new RelayedError(relayed(error))))
  worker.on('exit', () => end(new EndedError()))
  return {
    call,
    async terminate() {
      await worker.terminate()
    },
  }
}

import { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { RelayedError, relayed } from '../shared/errors.ts'
import { Hooks } from './hooks.ts'
import type { BackSide, ScreenSide } from './messages.ts'
import type { ThreadData } from './threadData.ts'

/** A thread that answers calls by name. */
export interface CalledThread {
  /** @throws RelayedError as the thread's function threw */
  readonly call: (name: string, args: readonly unknown[]) => Promise<unknown>
  /** Ends it at once; calls that wait are rejected. */
  readonly terminate: () => Promise<void>
}

/** Starts a thread. A crash of it rejects every call that waits, and every later one. */
export function startThread(entry: URL, data: ThreadData): CalledThread {
  // Its words are the interface's: nothing of a thread may be written across the screen.
  const worker = new Worker(entry, { workerData: data, stdout: true, stderr: true })
  const hooks = new Hooks()
  const remote = createBirpc<BackSide, ScreenSide>(
    { hook: async (id, args) => hooks.run(id, args) },
    {
      post: (message) => worker.postMessage(message),
      on: (listen) => worker.on('message', listen),
      // People think before they agree, and a crash ends every call: nothing else limits it.
      timeout: -1,
    },
  )
  let ended: Error | undefined
  const end = (why: Error): void => {
    ended ??= why
    remote.$close(ended)
  }
  worker.on('error', (error) => end(new RelayedError(relayed(error))))
  worker.on('exit', () => end(new ThreadEndedError()))
  return {
    async call(name, args) {
      if (ended !== undefined) throw ended
      const { plain, release } = hooks.detach(args)
      try {
        const outcome = await remote.call(name, plain)
        if (outcome.kind === 'value') return outcome.value
        throw new RelayedError(outcome.failure)
      } catch (error) {
        throw ended ?? error
      } finally {
        release()
      }
    },
    async terminate() {
      await worker.terminate()
    },
  }
}

/** The thread was ended while it was asked. */
export class ThreadEndedError extends Error {
  constructor() {
    super('The thread has ended.')
    this.name = 'ThreadEndedError'
  }
}

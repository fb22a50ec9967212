import { Worker } from 'node:worker_threads'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { type Called, EndedError, openCalls } from './calls.ts'
import type { ThreadData } from './threadData.ts'

/** A thread that answers calls by name. */
export interface CalledThread extends Called {
  /** Why it came to its end, as soon as it has. */
  readonly ended: Promise<Error>
}

/** Starts a thread. A crash of it rejects every call that waits, and every later one. */
export function startThread(entry: URL, data: ThreadData): CalledThread {
  // Its words are the interface's: nothing of a thread may be written across the screen.
  const worker = new Worker(entry, { workerData: data, stdout: true, stderr: true })
  worker.stdout.resume()
  worker.stderr.resume()
  const { call, end } = openCalls({
    post: (message) => worker.postMessage(message),
    on: (listen) => worker.on('message', listen),
  })
  const whyEnded = Promise.withResolvers<Error>()
  const finish = (why: Error): void => {
    end(why)
    whyEnded.resolve(why)
  }
  let isWanted = true
  worker.on('error', (error) => finish(new ThreadCrashedError(error)))
  worker.on('exit', (code) =>
    finish(isWanted ? new ThreadCrashedError(`it ended with code ${code}`) : new EndedError()),
  )
  return {
    call,
    ended: whyEnded.promise,
    async terminate() {
      isWanted = false
      await worker.terminate()
    },
  }
}

/** A thread threw where nobody caught it, ran out of memory, or left by itself. */
export class ThreadCrashedError extends BallastError {
  override readonly exitCode = ExitCode.bug
  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(
      `What works behind the screens has stopped: ${why.replace(/\.$/, '')}. This is a bug of Ballast.`,
      'r starts it again; drafts are kept, and whatever was sent is on the chain or is found again.',
      { cause },
    )
    if (cause instanceof Error && cause.stack !== undefined) this.stack = cause.stack
  }
}

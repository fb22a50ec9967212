import { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { BallastError, ExitCode, RelayedError } from '../shared/errors.ts'
import { Hooks } from './hooks.ts'
import type { BackSide, ScreenSide } from './messages.ts'
import type { ThreadData } from './threadData.ts'

/** A thread that answers calls by name. */
export interface CalledThread {
  /** @throws RelayedError as the thread's function threw */
  readonly call: (name: string, args: readonly unknown[]) => Promise<unknown>
  /** Ends it at once; calls that wait are rejected. */
  readonly terminate: () => Promise<void>
  /** Why it came to its end, as soon as it has. */
  readonly ended: Promise<Error>
}

/** Starts a thread. A crash of it rejects every call that waits, and every later one. */
export function startThread(entry: URL, data: ThreadData): CalledThread {
  // Its words are the interface's: nothing of a thread may be written across the screen.
  const worker = new Worker(entry, { workerData: data, stdout: true, stderr: true })
  worker.stdout.resume()
  worker.stderr.resume()
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
  const whyEnded = Promise.withResolvers<Error>()
  const end = (why: Error): void => {
    ended ??= why
    remote.$close(ended)
    whyEnded.resolve(ended)
  }
  worker.on('error', (error) => end(new ThreadCrashedError(error)))
  let isWanted = true
  worker.on('exit', (code) =>
    end(isWanted ? new ThreadCrashedError(`it ended with code ${code}`) : new ThreadEndedError()),
  )
  return {
    ended: whyEnded.promise,
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
      isWanted = false
      await worker.terminate()
    },
  }
}

/** A thread threw where nobody caught it, or ran out of memory. */
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

/** The thread was ended while it was asked. */
export class ThreadEndedError extends Error {
  constructor() {
    super('The thread has ended.')
    this.name = 'ThreadEndedError'
  }
}

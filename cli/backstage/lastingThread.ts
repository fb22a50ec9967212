import type { CalledThread } from './callThread.ts'

/** A thread that is started again when somebody asks it after it has crashed. */
export interface LastingThread extends Pick<CalledThread, 'call' | 'terminate'> {
  /** Calls that are to be made of every thread anew: what one has promised to tell dies with it. */
  readonly onStart: (greet: (thread: CalledThread) => void) => void
}

/**
 * Nothing starts it again by itself: whatever made it crash would make it crash again.
 *
 * @param start a thread of the same kind
 * @param onCrash is told why; the calls that waited are rejected with the same error
 */
export function lastingThread(
  start: () => CalledThread,
  onCrash: (error: Error) => void,
): LastingThread {
  const greetings: ((thread: CalledThread) => void)[] = []
  let isWanted = true
  let hasCrashed = false
  const begin = (): CalledThread => {
    const thread = start()
    hasCrashed = false
    void thread.ended.then((error) => {
      if (!isWanted) return
      hasCrashed = true
      onCrash(error)
    })
    for (const greet of greetings) greet(thread)
    return thread
  }
  let thread = begin()
  return {
    call(name, args) {
      if (hasCrashed && isWanted) thread = begin()
      return thread.call(name, args)
    },
    async terminate() {
      isWanted = false
      await thread.terminate()
    },
    onStart(greet) {
      greetings.push(greet)
      greet(thread)
    },
  }
}

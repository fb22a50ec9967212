import { createBirpc } from 'birpc'
import { RelayedError } from '../shared/errors.ts'
import { Hooks } from './hooks.ts'
import type { BackSide, Port, ScreenSide } from './messages.ts'

/** Something else that answers calls by name: a thread, or a process. */
export interface Called {
  /** @throws RelayedError as the function of the other side threw */
  readonly call: (name: string, args: readonly unknown[]) => Promise<unknown>
  /** Ends it at once; calls that wait are rejected. Resolves when it is gone. */
  readonly terminate: () => Promise<void>
}

/** This side of calls by name. After `end` every call that waits, and every later one, is rejected. */
export function openCalls(port: Port): {
  readonly call: Called['call']
  readonly end: (why: Error) => void
} {
  const hooks = new Hooks()
  const remote = createBirpc<BackSide, ScreenSide>(
    { hook: async (id, args) => hooks.run(id, args) },
    // People think before they agree, and a crash ends every call: nothing else limits it.
    { ...port, timeout: -1 },
  )
  const waiting = new Set<(why: Error) => void>()
  let ended: Error | undefined
  return {
    end(why) {
      if (ended !== undefined) return
      ended = why
      for (const reject of waiting) reject(why)
      remote.$close(why)
    },
    async call(name, args) {
      if (ended !== undefined) throw ended
      const { plain, release } = hooks.detach(args)
      // The other library rejects only what is on its way already when the end comes.
      const over = Promise.withResolvers<never>()
      waiting.add(over.reject)
      try {
        const outcome = await Promise.race([remote.call(name, plain), over.promise])
        if (outcome.kind === 'value') return outcome.value
        throw new RelayedError(outcome.failure)
      } catch (error) {
        throw ended ?? error
      } finally {
        waiting.delete(over.reject)
        release()
      }
    },
  }
}

/** It was ended while it was asked. */
export class EndedError extends Error {
  constructor() {
    super('What was asked has ended.')
    this.name = 'EndedError'
  }
}

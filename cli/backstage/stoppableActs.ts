import type { ActHooks, ActServices } from '../ui/services/acts.ts'
import type { Called } from './calls.ts'

type Act = ActServices['act']

/** The screens' side of `stoppable`: a signal does not cross threads, but a number does. */
export function actOn({ call }: Pick<Called, 'call'>): Act {
  let last = 0
  return async (request, { signal, ...hooks }) => {
    last += 1
    const id = last
    const stop = () => void call('stopAct', [id]).catch(() => {})
    const answer = call('act', [request, hooks, id]) as ReturnType<Act>
    if (signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop)
    return answer.finally(() => signal?.removeEventListener('abort', stop))
  }
}

/** Acts that another thread can stop by the number that it has given them. */
export function stoppable(act: Act) {
  const running = new Map<number, AbortController>()
  return {
    async act(request: Parameters<Act>[0], hooks: Omit<ActHooks, 'signal'>, id: number) {
      const stop = new AbortController()
      running.set(id, stop)
      try {
        return await act(request, { ...hooks, signal: stop.signal })
      } finally {
        running.delete(id)
      }
    },
    stopAct: (id: number) => running.get(id)?.abort(),
  }
}

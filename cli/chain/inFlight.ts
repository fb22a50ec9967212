import { NodeError, NodeRefusedError } from './nodeErrors.ts'

/**
 * Lets so many requests be on their way at once; the others wait for their turn. A node that limits its guests is
 * not stormed, and once it is lost, those that wait are told at once instead of finding out one after the other.
 */
export function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: { readonly go: () => void; readonly give: (up: NodeError) => void }[] = []
  let free = count
  const turn = () =>
    new Promise<void>((go, give) => {
      waiting.push({ go, give })
    })
  return async (work) => {
    if (free > 0) free -= 1
    else await turn()
    try {
      return await work()
    } catch (error) {
      if (error instanceof NodeError && !(error instanceof NodeRefusedError)) {
        for (const { give } of waiting.splice(0)) give(error)
      }
      throw error
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next.go()
    }
  }
}

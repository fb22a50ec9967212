import type { KeyActions } from '../keyRouter.ts'
import { usePassingMemory } from './useNavigation.tsx'

/** The window on lines that nobody selects: it moves itself. */
export interface Scroll {
  /** The first line that is drawn. */
  readonly top: number
  readonly actions: KeyActions
}

/**
 * How far somebody has scrolled; the same when they come back by Esc, the beginning when they open it anew. Moves with the keys that `actions` has.
 *
 * @param count how many lines there are
 * @param height how many of them fit on the screen
 */
export function useScroll(count: number, height: number, name = 'scroll'): Scroll {
  const [kept, keep] = usePassingMemory(name, 0)
  const furthest = Math.max(0, count - Math.max(1, height))
  const within = (top: number) => Math.max(0, Math.min(top, furthest))
  const page = Math.max(1, height - 1)
  const quiet = (to: (top: number) => number) => ({
    run: () => keep((before) => within(to(within(before)))),
    isQuiet: true,
  })
  return {
    top: within(kept),
    actions: {
      up: quiet((top) => top - 1),
      down: quiet((top) => top + 1),
      first: quiet(() => 0),
      last: quiet(() => furthest),
      pageUp: quiet((top) => top - page),
      pageDown: quiet((top) => top + page),
    },
  }
}

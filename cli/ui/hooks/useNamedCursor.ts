import type { KeyActions } from '../keyRouter.ts'
import { useMemory } from './useNavigation.tsx'

/** A selected row of rows that come, go and change places with each block: the selection stays with its row. */
export interface NamedCursor {
  readonly index: number
  readonly select: (index: number) => void
  readonly actions: KeyActions
}

/** @param names of the rows that can be selected, in their order */
export function useNamedCursor(names: readonly string[], memory = 'selected'): NamedCursor {
  const [place, setPlace] = useMemory<Place>(memory, { index: 0, name: undefined })
  const current = placeIn(names, place)
  const to = (index: (before: number) => number) =>
    setPlace((before) => {
      const wanted = index(placeIn(names, before))
      const chosen = Math.max(0, Math.min(wanted, names.length - 1))
      return { index: chosen, name: names[chosen] }
    })
  const quiet = (index: (before: number) => number) => ({ run: () => to(index), isQuiet: true })
  return {
    index: current,
    select: (index) => to(() => index),
    actions: {
      up: quiet((index) => index - 1),
      down: quiet((index) => index + 1),
      first: quiet(() => 0),
      last: quiet(() => names.length - 1),
      pageUp: quiet(() => 0),
      pageDown: quiet(() => names.length - 1),
    },
  }
}

interface Place {
  /** Where the row was: the one that is there now, if it has gone. */
  readonly index: number
  /** Undefined until somebody has chosen one: then it is the first. */
  readonly name: string | undefined
}

function placeIn(names: readonly string[], { index, name }: Place): number {
  const found = name === undefined ? -1 : names.indexOf(name)
  return found >= 0 ? found : Math.max(0, Math.min(index, names.length - 1))
}

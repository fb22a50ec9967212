import { useState } from 'react'
import type { KeyActions } from '../keyRouter.ts'
import { useMemory } from './useNavigation.tsx'

/** A row that is selected, and the window of rows around it. */
export interface ListCursor {
  readonly index: number
  /** The first row that is drawn. */
  readonly top: number
  readonly actions: KeyActions
  readonly select: (index: number) => void
}

interface Place {
  readonly index: number
  readonly top: number
}

const START: Place = { index: 0, top: 0 }

/**
 * The selected row of a list; the same when somebody comes back. Moves with the keys that `actions` has.
 *
 * @param count how many rows there are
 * @param height how many of them fit on the screen
 */
export function useListCursor(count: number, height: number, name = 'cursor'): ListCursor {
  return cursorOf(useMemory<Place>(name, START), count, height)
}

/** The same for a list that begins anew whenever it is opened. */
export function usePassingCursor(count: number, height: number): ListCursor {
  return cursorOf(useState<Place>(START), count, height)
}

type Kept = readonly [Place, (change: (before: Place) => Place) => void]

function cursorOf([place, setPlace]: Kept, count: number, height: number): ListCursor {
  const move = (to: (index: number) => number) =>
    setPlace((before) => {
      const { index, top } = within(before, count, height)
      return within({ index: to(index), top }, count, height)
    })
  const page = Math.max(1, height - 1)
  const quiet = (to: (index: number) => number) => ({ run: () => move(to), isQuiet: true })
  return {
    ...within(place, count, height),
    select: (wanted) => move(() => wanted),
    actions: {
      up: quiet((index) => index - 1),
      down: quiet((index) => index + 1),
      first: quiet(() => 0),
      last: quiet(() => count - 1),
      pageUp: quiet((index) => index - page),
      pageDown: quiet((index) => index + page),
    },
  }
}

function within({ index, top }: Place, count: number, height: number): Place {
  const rows = Math.max(1, height)
  const chosen = Math.max(0, Math.min(index, count - 1))
  const first = Math.min(Math.max(top, chosen - rows + 1), chosen)
  return { index: chosen, top: Math.max(0, Math.min(first, count - rows)) }
}

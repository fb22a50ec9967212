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

/** The selected row, and the first one that is drawn. */
export interface Place {
  readonly index: number
  readonly top: number
}

const START: Place = { index: 0, top: 0 }

/**
 * The selected row of a list by its number; the same when somebody comes back. Moves with the keys that `actions` has.
 * For rows that are not all at hand: of those that are, `useNamedCursor` stays with the row itself.
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
  const move: Move = (to) =>
    setPlace((before) => {
      const { index, top } = placeWithin(before, count, height)
      return placeWithin({ index: to(index), top }, count, height)
    })
  return {
    ...placeWithin(place, count, height),
    select: (wanted) => move(() => wanted),
    actions: movingKeys(move, height),
  }
}

/** Goes to another row; which one, said from the present one. Beyond an end is the end. */
export type Move = (to: (index: number) => number) => void

/** The keys that move a cursor. */
export function movingKeys(move: Move, height: number): KeyActions {
  const page = Math.max(1, height - 1)
  const quiet = (to: (index: number) => number) => ({ run: () => move(to), isQuiet: true })
  return {
    up: quiet((index) => index - 1),
    down: quiet((index) => index + 1),
    first: quiet(() => 0),
    last: quiet(() => Number.MAX_SAFE_INTEGER),
    pageUp: quiet((index) => index - page),
    pageDown: quiet((index) => index + page),
  }
}

/** The nearest place that there is, with the selected row in the window. */
export function placeWithin({ index, top }: Place, count: number, height: number): Place {
  const rows = Math.max(1, height)
  const chosen = Math.max(0, Math.min(index, count - 1))
  const first = Math.min(Math.max(top, chosen - rows + 1), chosen)
  return { index: chosen, top: Math.max(0, Math.min(first, count - rows)) }
}

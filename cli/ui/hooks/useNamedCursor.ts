import { useLayoutEffect, useReducer } from 'react'
import { type ListCursor, type Move, movingKeys, type Place, placeWithin } from './useListCursor.ts'
import { useMemoryRef } from './useNavigation.tsx'

/**
 * The selected row of rows that come, go and change places with each block: the selection stays with the row that was
 * on the screen, so that a key acts on what somebody saw. The same row when somebody comes back.
 *
 * @param names of the rows that can be selected, in their order
 * @param height how many of them fit on the screen
 * @param as by what name the place is remembered, and which row is selected before anybody has moved
 */
export function useNamedCursor(
  names: readonly string[],
  height = names.length,
  as: string | { readonly memory: string; readonly first?: string } = 'selected',
): ListCursor {
  const { memory, first } = typeof as === 'string' ? { memory: as } : as
  const place = useMemoryRef<NamedPlace>(memory, { ...START, name: first })
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const before = place.current
  const now = placeIn(names, before, height)
  // Nobody has to choose a row before it counts as chosen: what is drawn as selected is what a key acts on.
  useLayoutEffect(() => {
    if (place.current === before) place.current = now
  })
  const move: Move = (to) => {
    const { index, top } = placeIn(names, place.current, height)
    place.current = named(names, placeWithin({ index: to(index), top }, names.length, height))
    redraw()
  }
  return {
    index: now.index,
    top: now.top,
    select: (wanted) => move(() => wanted),
    actions: movingKeys(move, height),
  }
}

interface NamedPlace extends Place {
  /** Undefined as long as there was no row. */
  readonly name: string | undefined
}

const START: NamedPlace = { index: 0, top: 0, name: undefined }

const named = (names: readonly string[], place: Place): NamedPlace => ({
  ...place,
  name: names[place.index],
})

/** Where the row is now; the one that is there instead, if it has gone. */
function placeIn(names: readonly string[], place: NamedPlace, height: number): NamedPlace {
  const { index, top, name } = place
  // Rows that are not there for a moment are no reason to forget which one it was.
  if (names.length === 0) return { index: 0, top: 0, name }
  // Looked at where it was first: two rows of somebody else's making may have the same name.
  const found = name === undefined || names[index] === name ? index : names.indexOf(name)
  const wanted = found < 0 ? index : found
  return named(names, placeWithin({ index: wanted, top }, names.length, height))
}

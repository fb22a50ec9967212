import { createContext, type ReactNode, useContext, useMemo, useReducer, useState } from 'react'

/** Where somebody is: a screen, and what it is about. */
export interface Location {
  readonly screen: string
  readonly params: Readonly<Record<string, string>>
}

export interface Navigation {
  readonly location: Location
  readonly canGoBack: boolean
  readonly go: (screen: string, params?: Location['params']) => void
  /** In place of the present one: going back skips it. */
  readonly replace: (screen: string, params?: Location['params']) => void
  readonly back: () => void
  /** Going back leads to none of these any more; where somebody is stays. */
  readonly forget: (isGone: (there: Location) => boolean) => void
}

/** What a place wants to find as it was: the row, the filter. */
type Memory = Map<string, unknown>

/** So many steps back, and so many places that are remembered. */
const LONGEST_HISTORY = 50

const NavigationContext = createContext<(Navigation & { readonly memory: Memory }) | undefined>(
  undefined,
)

/** One name a place, however its parameters are ordered. */
export const placeOf = ({ screen, params }: Location): string =>
  JSON.stringify([screen, ...Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))])

export function NavigationProvider({
  start,
  below = [],
  children,
}: {
  readonly start: Location
  /** Where going back leads from there. */
  readonly below?: readonly Location[] | undefined
  readonly children: ReactNode
}) {
  const [visits, setVisits] = useState<readonly Location[]>([...below, start])
  const [memories] = useState(() => new Map<string, Memory>())
  const moves = useMemo(() => movesOf(setVisits), [])
  const location = visits.at(-1) ?? start
  const place = placeOf(location)
  const canGoBack = visits.length > 1
  const navigation = useMemo(
    () => ({ ...moves, location, memory: memoryOf(memories, place), canGoBack }),
    [moves, location, memories, place, canGoBack],
  )
  return <NavigationContext value={navigation}>{children}</NavigationContext>
}

function movesOf(
  setVisits: (change: (before: readonly Location[]) => readonly Location[]) => void,
): Pick<Navigation, 'go' | 'replace' | 'back' | 'forget'> {
  const isSame = (here: Location | undefined, there: Location) =>
    here !== undefined && placeOf(here) === placeOf(there)
  return {
    go: (screen, params = {}) =>
      setVisits((before) =>
        isSame(before.at(-1), { screen, params })
          ? before
          : [...before, { screen, params }].slice(-LONGEST_HISTORY),
      ),
    replace: (screen, params = {}) =>
      setVisits((before) => [...before.slice(0, -1), { screen, params }]),
    back: () => setVisits((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    forget: (isGone) =>
      setVisits((before) =>
        before
          .filter((one, i) => i === before.length - 1 || !isGone(one))
          .filter((one, i, left) => i === 0 || !isSame(left[i - 1], one)),
      ),
  }
}

/** The memory of a place; the place that nobody was at for the longest time is forgotten. */
function memoryOf(memories: Map<string, Memory>, place: string): Memory {
  const memory = memories.get(place) ?? new Map<string, unknown>()
  memories.delete(place)
  memories.set(place, memory)
  for (const oldest of memories.keys()) {
    if (memories.size <= LONGEST_HISTORY) break
    memories.delete(oldest)
  }
  return memory
}

function useContextOrThrow() {
  const navigation = useContext(NavigationContext)
  if (navigation === undefined) throw new Error('There is no navigation around this component.')
  return navigation
}

export const useNavigation = (): Navigation => useContextOrThrow()

/**
 * State that is found as it was when somebody comes back to this place, by Esc or by its number. A change by a function
 * starts from the newest value, also when several keys arrive before the next drawing.
 */
export function useMemory<T>(
  name: string,
  initial: T,
): readonly [T, (change: (before: T) => T) => void] {
  const { memory } = useContextOrThrow()
  const read = (): T => (memory.has(name) ? (memory.get(name) as T) : initial)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  return [
    read(),
    (change) => {
      memory.set(name, change(read()))
      redraw()
    },
  ]
}

/** The same for what only Esc finds as it was: whoever opens the place anew begins anew. */
export function usePassingMemory<T>(
  name: string,
  initial: T,
): readonly [T, (change: (before: T) => T) => void] {
  // Each visit has a location of its own, however often it is the same place.
  const { location } = useContextOrThrow()
  const [kept, keep] = useMemory(name, { visit: location, value: initial })
  const of = ({ visit, value }: typeof kept): T => (visit === location ? value : initial)
  return [of(kept), (change) => keep((before) => ({ visit: location, value: change(of(before)) }))]
}

/** The same for what is kept beside the drawing: changing it draws nothing. */
export function useMemoryRef<T>(name: string, initial: T): { current: T } {
  const { memory } = useContextOrThrow()
  const found = memory.get(name) as { current: T } | undefined
  const kept = found ?? { current: initial }
  if (found === undefined) memory.set(name, kept)
  return kept
}

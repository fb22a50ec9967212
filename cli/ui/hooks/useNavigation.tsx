import { createContext, type ReactNode, useContext, useMemo, useReducer, useState } from 'react'

/** Where somebody is: a screen, and what it is about. */
export interface Location {
  readonly screen: string
  readonly params: Readonly<Record<string, string>>
}

/** A place in the history, with what its screen wants to find as it was: the row, the filter. */
interface Visit extends Location {
  readonly memory: Map<string, unknown>
}

export interface Navigation {
  readonly location: Location
  readonly canGoBack: boolean
  readonly go: (screen: string, params?: Readonly<Record<string, string>>) => void
  /** In place of the present one: going back skips it. */
  readonly replace: (screen: string, params?: Readonly<Record<string, string>>) => void
  readonly back: () => void
}

const LONGEST_HISTORY = 50

const NavigationContext = createContext<
  (Navigation & { readonly memory: Map<string, unknown> }) | undefined
>(undefined)

export function NavigationProvider({
  start,
  children,
}: {
  readonly start: Location
  readonly children: ReactNode
}) {
  const [visits, setVisits] = useState<readonly Visit[]>([{ ...start, memory: new Map() }])
  const current = visits.at(-1) ?? { ...start, memory: new Map() }
  const navigation = useMemo(() => {
    const visit = (screen: string, params: Location['params']): Visit => ({
      screen,
      params,
      memory: new Map(),
    })
    return {
      go: (screen: string, params: Location['params'] = {}) =>
        setVisits((before) =>
          isSame(before.at(-1), { screen, params })
            ? before
            : [...before, visit(screen, params)].slice(-LONGEST_HISTORY),
        ),
      replace: (screen: string, params: Location['params'] = {}) =>
        setVisits((before) => [...before.slice(0, -1), visit(screen, params)]),
      back: () => setVisits((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    }
  }, [])
  return (
    <NavigationContext
      value={{
        ...navigation,
        location: current,
        memory: current.memory,
        canGoBack: visits.length > 1,
      }}
    >
      {children}
    </NavigationContext>
  )
}

const isSame = (a: Location | undefined, b: Location): boolean =>
  a?.screen === b.screen && JSON.stringify(a.params) === JSON.stringify(b.params)

function useContextOrThrow() {
  const navigation = useContext(NavigationContext)
  if (navigation === undefined) throw new Error('There is no navigation around this component.')
  return navigation
}

export const useNavigation = (): Navigation => useContextOrThrow()

/**
 * State that is found as it was when somebody comes back to this place. A change by a function starts from the newest
 * value, also when several keys arrive before the next drawing.
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

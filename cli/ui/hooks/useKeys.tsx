import {
  createContext,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { type KeyActions, KeyRouter, type ShownAction, type TextTarget } from '../keyRouter.ts'
import type { Intent } from '../keys.ts'
import { useTyped } from './useTyped.ts'

const RouterContext = createContext<KeyRouter | undefined>(undefined)
const DepthContext = createContext(0)

function useRouter(): KeyRouter {
  const router = useContext(RouterContext)
  if (router === undefined) throw new Error('Keys are used outside of <Keyboard>.')
  return router
}

interface KeyboardProps {
  readonly children: ReactNode
  /** A key was pressed that cannot act now, and why. */
  readonly onBlocked?: ((reason: string) => void) | undefined
  /** Some key was pressed; told before it acts. */
  readonly onKey?: () => void
}

/** Listens to the terminal and hands keys to whoever is innermost. One for the whole interface. */
export function Keyboard({ children, onBlocked, onKey }: KeyboardProps) {
  const [router] = useState(() => new KeyRouter())
  useLayoutEffect(() => {
    router.onBlocked = onBlocked ?? (() => {})
  })
  useTyped(router, onKey)
  return <RouterContext value={router}>{children}</RouterContext>
}

/** How far above everything else lies what the frame itself draws over a screen. */
const OVER_ALL = 1_000

/**
 * What lies on top of the rest: its keys come first. A modal one hides the keys below it.
 *
 * @param isOverAll also on top of what screens put on top of themselves later
 */
export function KeyLayer({
  children,
  isOverAll = false,
}: {
  readonly children: ReactNode
  readonly isOverAll?: boolean
}) {
  const depth = useContext(DepthContext)
  return <DepthContext value={depth + (isOverAll ? OVER_ALL : 1)}>{children}</DepthContext>
}

interface KeyOptions {
  /** Hides the keys of everything further out. */
  readonly isModal?: boolean
  /** Is not hidden by what is modal. */
  readonly isEverywhere?: boolean
  /** Is there because of the window, not because of a key. */
  readonly isCover?: boolean
  readonly isActive?: boolean
  /** Comes before the other keys of the same layer. */
  readonly isFirst?: boolean
  /** Takes letters as text. */
  readonly text?: TextTarget | undefined
}

/** Says what keys do here, as long as the component is there. */
export function useKeys(actions: KeyActions, options: KeyOptions = {}): void {
  const { isModal = false, isEverywhere = false, isCover = false, text } = options
  const { isActive = true, isFirst = false } = options
  const router = useRouter()
  const depth = useContext(DepthContext) + (isFirst ? 0.5 : 0)
  const [order] = useState(() => router.nextOrder())
  const listener = { depth, order, isModal, isEverywhere, isCover, actions, text }
  const newest = useRef(listener)
  const entry = useRef<ReturnType<KeyRouter['add']>>(undefined)
  // What a key does is what the last drawing says it does.
  useLayoutEffect(() => {
    newest.current = listener
    entry.current?.change(listener)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another depth is another place among the listeners
  useLayoutEffect(() => {
    if (!isActive) return
    const own = router.add(newest.current)
    entry.current = own
    return () => {
      entry.current = undefined
      own.remove()
    }
  }, [router, depth, isActive])
}

/** The keys that are reachable now, for the footer. */
export function useShownActions(): readonly ShownAction[] {
  const router = useRouter()
  return useSyncExternalStore(router.subscribe, router.shown, router.shown)
}

/** Whether letters go into a field, and so no letter is a key. */
export function useIsTyping(): boolean {
  const router = useRouter()
  return useSyncExternalStore(router.subscribe, router.isTyping, router.isTyping)
}

/** The keys below the layer that the frame has put over everything, for help and palette: to show, and to do. */
export function useActionsBeneath(): {
  readonly actions: readonly ShownAction[]
  readonly perform: (intent: Intent) => void
} {
  const router = useRouter()
  const depth = useContext(DepthContext)
  const floor = Math.max(1, Math.floor(depth / OVER_ALL)) * OVER_ALL
  return {
    actions: router.beneath(floor),
    perform: (intent) => router.perform(intent, floor),
  }
}

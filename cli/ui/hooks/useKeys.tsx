import { useInput, usePaste } from 'ink'
import {
  createContext,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { intentOf } from '../bindings.ts'
import { keyName } from '../keyName.ts'
import type { Intent } from '../keys.ts'

/** What a key does here. One that cannot act now stays in the footer with its reason. */
export type KeyAction =
  | ((key: string) => void)
  | {
      readonly run: (key: string) => void
      /** Why it cannot act now: `voting ends in 2 days`. */
      readonly blocked?: string | undefined
      /** Another word for the footer than the key table's. */
      readonly word?: string
      /** Not in the footer: everybody knows it. */
      readonly isQuiet?: boolean
    }

export type KeyActions = { readonly [K in Intent]?: KeyAction | undefined }

/** A field that takes letters: while it has the focus they mean themselves. */
export interface TextTarget {
  /** One key by its name, or typed characters. @returns whether the field took it; else it is a key like any other */
  readonly type: (input: string, key: string) => boolean
  /** Pasted text, whole. */
  readonly paste: (text: string) => void
}

/** A key as the footer and the help screen show it. */
export interface ShownAction {
  readonly intent: Intent
  readonly blocked?: string
  readonly word?: string
  readonly isQuiet: boolean
}

interface Entry {
  readonly depth: number
  readonly order: number
  readonly isModal: boolean
  actions: KeyActions
  text: TextTarget | undefined
}

/** Who listens to keys now, the innermost first. */
class KeyRouter {
  #entries: Entry[] = []
  #order = 0
  #listeners = new Set<() => void>()
  #shown: readonly ShownAction[] = []
  /** Told when a blocked key was pressed. */
  onBlocked: (reason: string) => void = () => {}

  add(depth: number, isModal: boolean): Entry {
    this.#order += 1
    const entry: Entry = { depth, order: this.#order, isModal, actions: {}, text: undefined }
    this.#entries = [...this.#entries, entry].sort((a, b) => b.depth - a.depth || b.order - a.order)
    return entry
  }

  remove(entry: Entry): void {
    this.#entries = this.#entries.filter((one) => one !== entry)
    this.changed()
  }

  /** Everything that is reachable: from the innermost to the first modal one. */
  #reachable(): readonly Entry[] {
    const modal = this.#entries.find(({ isModal }) => isModal)
    return modal === undefined
      ? this.#entries
      : this.#entries.filter(({ depth }) => depth >= modal.depth)
  }

  press(input: string, key: string): void {
    const entries = this.#reachable()
    for (const { text } of entries) {
      if (text?.type(input, key)) return
      if (text !== undefined && isPrintable(key)) return
    }
    const intent = intentOf(key)
    if (intent === undefined) return
    for (const { actions } of entries) {
      const action = actions[intent]
      if (action === undefined) continue
      if (typeof action === 'function') action(key)
      else if (action.blocked === undefined) action.run(key)
      else this.onBlocked(action.blocked)
      return
    }
  }

  paste(text: string): void {
    const target = this.#reachable().find((entry) => entry.text !== undefined)
    target?.text?.paste(text)
  }

  get takesText(): boolean {
    return this.#reachable().some(({ text }) => text !== undefined)
  }

  changed(): void {
    const shown = this.#describe()
    if (JSON.stringify(shown) === JSON.stringify(this.#shown)) return
    this.#shown = shown
    for (const listener of this.#listeners) listener()
  }

  #describe(): readonly ShownAction[] {
    const found = new Map<Intent, ShownAction>()
    for (const { actions } of this.#reachable()) {
      for (const [name, action] of Object.entries(actions)) {
        const intent = name as Intent
        if (action === undefined || found.has(intent)) continue
        found.set(intent, shownOf(intent, action))
      }
    }
    return [...found.values()]
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  shown = (): readonly ShownAction[] => this.#shown
}

const shownOf = (intent: Intent, action: KeyAction): ShownAction =>
  typeof action === 'function'
    ? { intent, isQuiet: false }
    : {
        intent,
        isQuiet: action.isQuiet === true,
        ...(action.blocked === undefined ? {} : { blocked: action.blocked }),
        ...(action.word === undefined ? {} : { word: action.word }),
      }

const isPrintable = (key: string): boolean => [...key].length === 1

const RouterContext = createContext<KeyRouter | undefined>(undefined)
const DepthContext = createContext(0)

function useRouter(): KeyRouter {
  const router = useContext(RouterContext)
  if (router === undefined) throw new Error('Keys are used outside of <Keyboard>.')
  return router
}

/** Listens to the terminal and hands keys to whoever is innermost. One for the whole interface. */
export function Keyboard({
  children,
  onBlocked,
}: {
  readonly children: ReactNode
  /** A key was pressed that cannot act now, and why. */
  readonly onBlocked?: (reason: string) => void
}) {
  const [router] = useState(() => new KeyRouter())
  useLayoutEffect(() => {
    router.onBlocked = onBlocked ?? (() => {})
  })
  useInput((input, key) => {
    if (key.eventType === 'release') return
    const name = keyName(input, key)
    // Keys that were pressed fast arrive together; for a text field they are one piece of text.
    if (router.takesText || isPrintable(name) || name !== input) router.press(input, name)
    else for (const character of input) router.press(character, character)
  })
  usePaste((text) => router.paste(text))
  return <RouterContext value={router}>{children}</RouterContext>
}

/** What lies on top of the rest: its keys come first. A modal one hides the keys below it. */
export function KeyLayer({ children }: { readonly children: ReactNode }) {
  const depth = useContext(DepthContext)
  return <DepthContext value={depth + 1}>{children}</DepthContext>
}

interface KeyOptions {
  /** Hides the keys of everything further out. */
  readonly isModal?: boolean
  readonly isActive?: boolean
  /** Takes letters as text. */
  readonly text?: TextTarget
}

/** Says what keys do here, as long as the component is there. */
export function useKeys(actions: KeyActions, options: KeyOptions = {}): void {
  const { isModal = false, isActive = true, text } = options
  const router = useRouter()
  const depth = useContext(DepthContext)
  const entry = useRef<Entry | undefined>(undefined)
  useLayoutEffect(() => {
    if (!isActive) return
    const own = router.add(depth, isModal)
    entry.current = own
    return () => {
      entry.current = undefined
      router.remove(own)
    }
  }, [router, depth, isModal, isActive])
  // What a key does is what the last drawing says it does.
  useLayoutEffect(() => {
    if (entry.current === undefined) return
    entry.current.actions = actions
    entry.current.text = text
    router.changed()
  })
}

/** The keys that are reachable now, for footer and help. */
export function useShownActions(): readonly ShownAction[] {
  const router = useRouter()
  return useSyncExternalStore(router.subscribe, router.shown, router.shown)
}

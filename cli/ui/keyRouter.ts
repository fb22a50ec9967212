import { bindingOf, intentOf } from './bindings.ts'
import type { Intent } from './keys.ts'

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
  /** Keys besides letters that edit the text: whoever is around never gets them. */
  readonly keys?: ReadonlySet<string>
}

/** A key as the footer, the help screen and the palette show it. */
export interface ShownAction {
  readonly intent: Intent
  /** The name of the key that does it here: a letter does not while a text field has the focus. */
  readonly key: string
  readonly blocked?: string
  readonly word?: string
  readonly isQuiet: boolean
}

/** Somebody who listens to keys. */
export interface Listener {
  readonly depth: number
  /** Among those of one depth the one drawn last comes first: the innermost. */
  readonly order: number
  /** Hides the keys of everything further out. */
  readonly isModal: boolean
  /** Is not hidden by what is modal. */
  readonly isEverywhere: boolean
  /** Is there because of the window, not because of a key: what was read before goes to what it covers. */
  readonly isCover: boolean
  readonly actions: KeyActions
  readonly text: TextTarget | undefined
}

/** Who listens to keys now, the innermost first. */
export class KeyRouter {
  #entries: readonly { listener: Listener }[] = []
  readonly #subscribers = new Set<() => void>()
  #shown: readonly ShownAction[] = []
  #isTyping = false
  #drawn = 0
  /** Told when a key was pressed that cannot act now. */
  onBlocked: (reason: string) => void = () => {}

  /** A place in the order of drawing: what is inside is drawn after what is around it. */
  nextOrder(): number {
    this.#drawn += 1
    return this.#drawn
  }

  /** @returns how to say something else from then on, and how to stop */
  add(listener: Listener): { change: (now: Listener) => void; remove: () => void } {
    const entry = { listener }
    this.#entries = [...this.#entries, entry].sort(
      (a, b) => b.listener.depth - a.listener.depth || b.listener.order - a.listener.order,
    )
    this.#changed()
    return {
      change: (now) => {
        const before = entry.listener
        entry.listener = now
        if (!isShownAlike(before, now)) this.#changed()
      },
      remove: () => {
        this.#entries = this.#entries.filter((one) => one !== entry)
        this.#changed()
      },
    }
  }

  /** Everything that is reachable: from the innermost to the first modal one. */
  #reachable(below = Number.POSITIVE_INFINITY, isCovered = true): readonly Listener[] {
    const listeners = this.#entries
      .map(({ listener }) => listener)
      .filter(({ depth, isCover }) => depth < below && (isCovered || !isCover))
    const floor = listeners.find(({ isModal }) => isModal)?.depth ?? 0
    return listeners.filter(({ depth, isEverywhere }) => depth >= floor || isEverywhere)
  }

  /** Whether everything is covered: whatever is typed now, nobody sees what it would do. */
  isCovered(): boolean {
    return this.#entries.some(({ listener }) => listener.isCover)
  }

  /** Whom something is for that was typed when everything was covered, or was not: that may have changed since. */
  #meant(wasCovered: boolean): readonly Listener[] {
    if (wasCovered && !this.isCovered()) return []
    return this.#reachable(undefined, wasCovered)
  }

  press(input: string, key: string, wasCovered = this.isCovered()): void {
    const listeners = this.#meant(wasCovered)
    for (const { text } of listeners) {
      if (text === undefined) continue
      if (text.type(input, key) || isLetter(key)) return
    }
    const intent = intentOf(key)
    if (intent !== undefined) this.#run(listeners, intent, key)
  }

  paste(text: string, wasCovered = this.isCovered()): void {
    this.#meant(wasCovered)
      .find((listener) => listener.text !== undefined)
      ?.text?.paste(text)
  }

  /** Whether letters that were typed then go into a field. */
  takesText(wasCovered: boolean): boolean {
    return hasField(this.#meant(wasCovered))
  }

  /** Does what the key of an intent would do if what lies at `below` and higher were not there. */
  perform(intent: Intent, below: number): void {
    this.#run(this.#reachable(below), intent, bindingOf(intent).keys[0] ?? '')
  }

  #run(listeners: readonly Listener[], intent: Intent, key: string): void {
    const action = listeners.find(({ actions }) => actions[intent] !== undefined)?.actions[intent]
    if (action === undefined) return
    if (typeof action === 'function') action(key)
    else if (action.blocked === undefined) action.run(key)
    else this.onBlocked(action.blocked)
  }

  /** Whether letters go into a field. */
  isTyping = (): boolean => this.#isTyping

  shown = (): readonly ShownAction[] => this.#shown

  /** What would be shown if what lies at `below` and higher were not there. */
  beneath(below: number): readonly ShownAction[] {
    return shownOf(this.#reachable(below))
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener)
    return () => this.#subscribers.delete(listener)
  }

  #changed(): void {
    const listeners = this.#reachable()
    const shown = shownOf(listeners)
    const isTyping = hasField(listeners)
    if (isTyping === this.#isTyping && isSameList(shown, this.#shown)) return
    this.#isTyping = isTyping
    this.#shown = shown
    for (const subscriber of this.#subscribers) subscriber()
  }
}

/** One character: what a field takes, whatever else it may mean. */
const isLetter = (key: string): boolean => [...key].length === 1

const hasField = (listeners: readonly Listener[]): boolean =>
  listeners.some(({ text }) => text !== undefined)

function shownOf(listeners: readonly Listener[]): readonly ShownAction[] {
  const fields = listeners.flatMap(({ text }) => text ?? [])
  const isFree = (key: string) =>
    fields.length === 0 || !(isLetter(key) || fields.some(({ keys }) => keys?.has(key)))
  const found = new Map<Intent, ShownAction>()
  for (const { actions } of listeners) {
    for (const intent of intentsOf(actions)) {
      const action = actions[intent]
      const key = bindingOf(intent).keys.find(isFree)
      if (action === undefined || key === undefined || found.has(intent)) continue
      found.set(intent, { intent, key, ...wordsOf(action) })
    }
  }
  return [...found.values()]
}

const intentsOf = (actions: KeyActions) => Object.keys(actions) as Intent[]

function wordsOf(action: KeyAction): Omit<ShownAction, 'intent' | 'key'> {
  if (typeof action === 'function') return { isQuiet: false }
  const { isQuiet = false, blocked, word } = action
  return {
    isQuiet,
    ...(blocked === undefined ? {} : { blocked }),
    ...(word === undefined ? {} : { word }),
  }
}

/** Whether footer and help say the same of both: most drawings only bring newer functions. */
function isShownAlike(a: Listener, b: Listener): boolean {
  if ((a.text === undefined) !== (b.text === undefined) || a.isModal !== b.isModal) return false
  const [before, now] = [intentsOf(a.actions), intentsOf(b.actions)]
  return (
    before.length === now.length &&
    now.every((intent) => isSameAction(a.actions[intent], b.actions[intent]))
  )
}

function isSameAction(a: KeyAction | undefined, b: KeyAction | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const [before, now] = [wordsOf(a), wordsOf(b)]
  return (
    before.blocked === now.blocked && before.word === now.word && before.isQuiet === now.isQuiet
  )
}

const isSameList = (a: readonly ShownAction[], b: readonly ShownAction[]): boolean =>
  a.length === b.length &&
  a.every((one, index) => {
    const other = b[index]
    return (
      one.intent === other?.intent &&
      one.key === other.key &&
      one.blocked === other.blocked &&
      one.word === other.word &&
      one.isQuiet === other.isQuiet
    )
  })

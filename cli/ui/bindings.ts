import { type Intent, type KeyBinding, keyBindings } from './keys.ts'

const intentByKey = new Map<string, Intent>(
  keyBindings.flatMap(({ intent, keys }) => keys.map((key): [string, Intent] => [key, intent])),
)

/** What a key means, if it means anything. */
export const intentOf = (key: string): Intent | undefined => intentByKey.get(key)

const bindings: ReadonlyMap<string, KeyBinding> = new Map(
  keyBindings.map((binding) => [binding.intent, binding]),
)

export function bindingOf(intent: Intent): KeyBinding {
  const binding = bindings.get(intent)
  if (binding === undefined) throw new Error(`There is no key for ${intent}.`)
  return binding
}

const shownNames: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  delete: 'Del',
}
const asciiNames: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
}

/** A key as people read it: `↑`, `Ctrl-S`, `v`. */
export const shownKey = (key: string, isAscii = false): string =>
  (isAscii ? asciiNames[key] : undefined) ??
  shownNames[key] ??
  key.replace(/^ctrl\+(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`)

/** All keys of a binding as people read them; of a row of digits its ends. */
export function shownKeys({ keys }: KeyBinding, isAscii = false): string {
  const isDigits = keys.length > 2 && keys.every((key) => /^\d$/.test(key))
  if (isDigits) return `${keys[0]} ${isAscii ? '-' : '\u2013'} ${keys.at(-1)}`
  return keys.map((key) => shownKey(key, isAscii)).join(' ')
}

/** How long the footer keeps it where there is little room; 1 the longest. */
export function rankOf({ rank, group }: KeyBinding): 1 | 2 | 3 {
  if (rank !== undefined) return rank
  if (group === 'chain') return 1
  return group === 'everywhere' ? 3 : 2
}

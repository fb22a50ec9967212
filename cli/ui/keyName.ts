import type { Key } from 'ink'

const named: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
]

/** One name a key, as the key table writes it: `up`, `shift+tab`, `ctrl+s`, `v`, `V`. */
export function keyName(input: string, key: Partial<Key>): string {
  if (key.tab) return key.shift ? 'shift+tab' : 'tab'
  const special = named.find(([flag]) => key[flag] === true)
  if (special !== undefined) return special[1]
  return key.ctrl ? `ctrl+${input.toLowerCase()}` : input
}

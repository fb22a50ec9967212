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

/** Keys that go further together with Ctrl or Alt; with others these two change nothing. */
const byWord = new Set(['left', 'right', 'backspace'])

/** One name a key, as the key table writes it: `up`, `shift+tab`, `ctrl+s`, `v`, `V`. Alt and Cmd make other keys of letters. */
export function keyName(input: string, key: Partial<Key>): string {
  if (key.tab) return key.shift ? 'shift+tab' : 'tab'
  const [, special] = named.find(([flag]) => key[flag] === true) ?? []
  if (special !== undefined) {
    return (key.ctrl || key.meta) && byWord.has(special) ? `word+${special}` : special
  }
  if (input === '\n') return 'enter'
  if (input === '') return ''
  if (key.super || key.hyper) return `super+${input.toLowerCase()}`
  if (key.meta) return `alt+${input.toLowerCase()}`
  if (key.ctrl) return `ctrl+${input.toLowerCase()}`
  // A terminal that reports Shift beside the key may leave the letter small.
  return key.shift && /^[a-z]$/.test(input) ? input.toUpperCase() : input
}

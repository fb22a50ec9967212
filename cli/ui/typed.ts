import type { Key } from 'ink'
import { keyName } from './keyName.ts'

/** What the terminal reports: a key by its name, or a run of characters that were typed. */
export type Typed =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** More than hands type between two looks at the keyboard, the same key held down apart. */
const LONGEST_BURST = 64

/** Text that can only have been pasted, on a terminal that does not say where a paste begins. */
export const isUnmarkedPaste = (input: string): boolean =>
  input.length > LONGEST_BURST && new Set(input).size > 1

/** One report of the terminal, piece by piece: keys that were pressed fast arrive together. */
export function typedOf(input: string, key: Partial<Key>): readonly Typed[] {
  const name = keyName(input, key)
  if (name !== input) return name === '' ? [] : [{ kind: 'key', name }]
  return input
    .split(/(\p{Cc})/u)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^\p{Cc}$/u.test(piece)
        ? { kind: 'key', name: controlName(piece) }
        : { kind: 'text', text: piece },
    )
}

/** A control character in the middle of a report; alone, Ink has told what it is. */
function controlName(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (character === '\r' || character === '\n') return 'enter'
  if (character === '\t') return 'tab'
  if (character === '\u001b') return 'escape'
  if (character === '\b' || character === '\u007f') return 'backspace'
  return code >= 1 && code <= 26 ? `ctrl+${String.fromCharCode(code + 96)}` : `control ${code}`
}

import type { Key } from 'ink'
import { keyName } from './keyName.ts'

/** What the terminal reports: a key by its name, a run of characters that were typed, or text that was pasted. */
export type Typed =
  | {
      readonly kind: 'key'
      readonly name: string
      /** The character that came right after an Esc: Alt and that letter, or Esc and then the letter, typed fast. */
      readonly escaped?: string
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }

/** More than hands type while nobody looks at the keyboard. */
const LONGEST_BURST = 64

/** Within this the next piece of a long paste is there; hands take longer to come back from pasting. */
const PIECE_MILLISECONDS = 250

/** Text that can only have been pasted, on a terminal that does not say where a paste begins. A key held down is one press. */
export const isUnmarkedPaste = (input: string): boolean =>
  input.length > LONGEST_BURST && (input.match(/(.)\1*/gsu)?.length ?? 0) > LONGEST_BURST

/** Makes of the terminal's reports what was typed. */
export class TypedReader {
  #pastedAt = Number.NEGATIVE_INFINITY

  /** @param now when it was read, in milliseconds from any moment */
  read(input: string, key: Partial<Key>, now: number): readonly Typed[] {
    const isText = keyName(input, key) === input && /\P{Cc}/u.test(input)
    const isPiece = isText && now - this.#pastedAt < PIECE_MILLISECONDS
    if (!isPiece && !isUnmarkedPaste(input)) return typedOf(input, key)
    // The terminal hands a long one over in pieces, the last of which may be as short as a key.
    this.#pastedAt = now
    return [{ kind: 'paste', text: input }]
  }
}

/** Keys that nobody presses with Alt: these were two, typed so fast that they came together. */
const afterEscape = new Set(['enter', 'tab', 'shift+tab', 'escape'])

/** One report of the terminal, piece by piece: keys that were pressed fast arrive together. */
export function typedOf(input: string, key: Partial<Key>): readonly Typed[] {
  const name = keyName(input, key)
  if (name !== input) return name === '' ? [] : pressed(name, input, key)
  return input
    .split(/(\p{Cc})/u)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^\p{Cc}$/u.test(piece)
        ? { kind: 'key', name: controlName(piece) }
        : { kind: 'text', text: piece },
    )
}

/** A key of its own; after an Esc both, where that is what was typed. */
function pressed(name: string, input: string, { meta }: Partial<Key>): readonly Typed[] {
  const typed: Typed = { kind: 'key', name }
  if (meta !== true) return [typed]
  if (afterEscape.has(name)) return [{ kind: 'key', name: 'escape' }, typed]
  return name.startsWith('alt+') ? [{ ...typed, escaped: input }] : [typed]
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

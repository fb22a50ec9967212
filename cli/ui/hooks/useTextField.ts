import { useReducer, useRef } from 'react'
import { charactersOf } from '../cell.ts'
import type { TextTarget } from '../keyRouter.ts'

/** A text and where the cursor stands in it, in whole characters as people see them. */
export interface TextState {
  readonly characters: readonly string[]
  readonly cursor: number
  /** All of it is selected: what is typed takes its place, and moving the cursor keeps it. */
  readonly isSelected?: boolean
}

export type TextAction =
  | { readonly kind: 'insert'; readonly text: string; readonly mayHaveLines?: boolean }
  | {
      readonly kind: 'move'
      readonly to: number | 'start' | 'end' | 'wordLeft' | 'wordRight' | 'left' | 'right'
    }
  | { readonly kind: 'erase'; readonly what: 'before' | 'after' | 'word' | 'toStart' | 'toEnd' }
  | { readonly kind: 'set'; readonly text: string }

export const textState = (text: string): TextState => {
  const characters = charactersOf(text)
  return { characters, cursor: characters.length }
}

/**
 * What would move the cursor, hide or reorder text: all but the joiners that emoji and some scripts are made with. Line
 * breaks of a paste become spaces, so that one line stays one line.
 */
const onOneLine = (text: string): string =>
  text
    .replace(/\r\n?|\n|\t/g, ' ')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')

/** The same for a text of several lines; a tab is two spaces, as wide on every terminal. */
export const onLines = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '  ')
    .replace(/(?!\u200c|\u200d|\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')

export function editText(before: TextState, action: TextAction): TextState {
  const isReplaced = before.isSelected && (action.kind === 'insert' || action.kind === 'erase')
  const state = isReplaced ? textState('') : before
  const { characters, cursor } = state
  const cut = (from: number, to: number): TextState => ({
    characters: [...characters.slice(0, from), ...characters.slice(to)],
    cursor: from,
  })
  switch (action.kind) {
    case 'set':
      return textState(onOneLine(action.text))
    case 'insert': {
      return insert(state, (action.mayHaveLines ? onLines : onOneLine)(action.text))
    }
    case 'move':
      return { characters, cursor: placeOf(state, action.to) }
    case 'erase':
      switch (action.what) {
        case 'before':
          return cut(Math.max(0, cursor - 1), cursor)
        case 'after':
          return cut(cursor, cursor + 1)
        case 'word':
          return cut(placeOf(state, 'wordLeft'), cursor)
        case 'toStart':
          return cut(0, cursor)
        case 'toEnd':
          return cut(cursor, characters.length)
      }
  }
}

/** What is added may belong to the character before it, an accent to its letter, or the one after it to it. */
function insert({ characters, cursor }: TextState, added: string): TextState {
  const before = characters[cursor - 1] ?? ''
  const after = characters[cursor] ?? ''
  const start = Math.max(0, cursor - 1)
  return {
    characters: [
      ...characters.slice(0, start),
      ...charactersOf(before + added + after),
      ...characters.slice(cursor + 1),
    ],
    cursor: start + charactersOf(before + added).length,
  }
}

function placeOf(
  { characters, cursor }: TextState,
  to: Extract<TextAction, { kind: 'move' }>['to'],
): number {
  const clamp = (place: number) => Math.max(0, Math.min(place, characters.length))
  const isSpace = (index: number) => /^\s$/.test(characters[index] ?? '')
  switch (to) {
    case 'start':
      return 0
    case 'end':
      return characters.length
    case 'left':
      return clamp(cursor - 1)
    case 'right':
      return clamp(cursor + 1)
    case 'wordLeft': {
      let place = cursor
      while (place > 0 && isSpace(place - 1)) place -= 1
      while (place > 0 && !isSpace(place - 1)) place -= 1
      return place
    }
    case 'wordRight': {
      let place = cursor
      while (place < characters.length && isSpace(place)) place += 1
      while (place < characters.length && !isSpace(place)) place += 1
      return place
    }
    default:
      return clamp(to)
  }
}

/** What editing keys do; letters are inserted, everything else is left to whoever is around. */
export const edits: Readonly<Record<string, TextAction>> = {
  backspace: { kind: 'erase', what: 'before' },
  delete: { kind: 'erase', what: 'after' },
  left: { kind: 'move', to: 'left' },
  right: { kind: 'move', to: 'right' },
  home: { kind: 'move', to: 'start' },
  end: { kind: 'move', to: 'end' },
  'ctrl+a': { kind: 'move', to: 'start' },
  'ctrl+e': { kind: 'move', to: 'end' },
  'ctrl+b': { kind: 'move', to: 'left' },
  'ctrl+f': { kind: 'move', to: 'right' },
  'ctrl+w': { kind: 'erase', what: 'word' },
  'ctrl+u': { kind: 'erase', what: 'toStart' },
  'ctrl+k': { kind: 'erase', what: 'toEnd' },
  'word+left': { kind: 'move', to: 'wordLeft' },
  'word+right': { kind: 'move', to: 'wordRight' },
  'word+backspace': { kind: 'erase', what: 'word' },
  'alt+b': { kind: 'move', to: 'wordLeft' },
  'alt+f': { kind: 'move', to: 'wordRight' },
}
const editingKeys: ReadonlySet<string> = new Set(Object.keys(edits))

export interface TextField {
  readonly text: string
  readonly state: TextState
  readonly set: (text: string) => void
  /** For `useKeys`: makes letters go into the field. */
  readonly target: TextTarget
}

/**
 * The text of a field of one line. `onChange` is told every new text.
 *
 * @param isSelected whether what is typed first takes the place of `initial`
 */
export function useTextField(
  initial: string,
  onChange?: (text: string) => void,
  isSelected = false,
): TextField {
  // The newest state, also when several keys arrive before the next drawing.
  const newest = useRef<TextState>(undefined)
  newest.current ??= { ...textState(onOneLine(initial)), isSelected }
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const state = newest.current
  const apply = (action: TextAction) => {
    const before = newest.current ?? state
    const after = editText(before, action)
    newest.current = after
    redraw()
    if (after.characters.join('') !== before.characters.join(''))
      onChange?.(after.characters.join(''))
  }
  return {
    text: state.characters.join(''),
    state,
    set: (text) => apply({ kind: 'set', text }),
    target: {
      type(input, key) {
        const edit = edits[key]
        if (edit !== undefined) apply(edit)
        else if (key === input && input !== '' && !isControl(input))
          apply({ kind: 'insert', text: input })
        else return false
        return true
      },
      paste: (text) => apply({ kind: 'insert', text }),
      keys: editingKeys,
    },
  }
}

export const isControl = (input: string): boolean => /^\p{Cc}+$/u.test(input)

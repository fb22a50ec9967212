import { useMemo, useReducer, useRef } from 'react'
import type { TextTarget } from '../keyRouter.ts'
import { placeBeside, rowAt, type TextRow, textRows } from '../textRows.ts'
import {
  edits,
  editText,
  isControl,
  onLines,
  type TextAction,
  type TextState,
  textState,
} from './useTextField.ts'

export interface TextArea {
  readonly state: TextState
  readonly rows: readonly TextRow[]
  readonly set: (text: string) => void
  readonly target: TextTarget
}

const editingKeys: ReadonlySet<string> = new Set([...Object.keys(edits), 'up', 'down', 'enter'])

/**
 * A text of several lines: Enter begins another one, the arrows move between rows as they are drawn. Above the first
 * row and below the last one arrows are keys like any other.
 *
 * @param width cells of a row
 */
export function useTextArea(
  initial: string,
  width: number,
  onChange?: (text: string) => void,
): TextArea {
  const newest = useRef<TextState>(undefined)
  newest.current ??= textState(onLines(initial))
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const state = newest.current
  const rows = useMemo(() => textRows(state.characters, width), [state.characters, width])
  const put = (after: TextState) => {
    const before = newest.current ?? state
    newest.current = after
    redraw()
    if (after.characters !== before.characters) onChange?.(after.characters.join(''))
  }
  const apply = (action: TextAction) => put(editText(newest.current ?? state, action))
  const type = (input: string, key: string): boolean => {
    const now = newest.current ?? state
    const action = areaAction(now, key, width) ?? edits[key]
    if (action !== undefined) apply(action)
    else if (key === input && input !== '' && !isControl(input)) {
      apply({ kind: 'insert', text: input, mayHaveLines: true })
    } else return false
    return true
  }
  return {
    state,
    rows,
    set: (text) => put(textState(onLines(text))),
    target: {
      type,
      paste: (text) => apply({ kind: 'insert', text, mayHaveLines: true }),
      keys: editingKeys,
    },
  }
}

/** What a key does in several lines and not in one. */
function areaAction(
  { characters, cursor }: TextState,
  key: string,
  width: number,
): TextAction | undefined {
  if (key === 'enter') return { kind: 'insert', text: '\n', mayHaveLines: true }
  const rows = textRows(characters, width)
  const row = rows[rowAt(rows, cursor)] ?? { from: 0, to: 0 }
  switch (key) {
    case 'home':
    case 'ctrl+a':
      return { kind: 'move', to: row.from }
    case 'end':
    case 'ctrl+e':
      return { kind: 'move', to: row.to }
    case 'up':
    case 'down': {
      const to = placeBeside(rows, cursor, key === 'up' ? -1 : 1)
      return to === undefined ? undefined : { kind: 'move', to }
    }
    default:
      return undefined
  }
}

import { useEffect, useRef } from 'react'
import { charactersOf } from '../cell.ts'
import type { TextTarget } from '../keyRouter.ts'
import { isControl } from './useTextField.ts'

interface SecretField {
  /** What was typed; the field is empty from then on. */
  readonly take: () => string
  /** For `useKeys`: makes letters go into the field. */
  readonly target: TextTarget
}

const KEYS: ReadonlySet<string> = new Set(['backspace', 'ctrl+u'])

/** A field that nobody sees: its text is in no state that others can look at, and kept as it was typed to the last character. */
export function useSecretField(): SecretField {
  const typed = useRef('')
  const set = (text: string) => {
    typed.current = text
  }
  useEffect(
    () => () => {
      typed.current = ''
    },
    [],
  )
  return {
    take() {
      const text = typed.current
      set('')
      return text
    },
    target: {
      type(input, key) {
        if (key === 'backspace') set(charactersOf(typed.current).slice(0, -1).join(''))
        else if (key === 'ctrl+u') set('')
        else if (key === input && input !== '' && !isControl(input)) set(typed.current + input)
        else return false
        return true
      },
      // Whoever copies a line copies its end, too.
      paste: (text) => set(typed.current + text.replace(/(\r\n|\r|\n)$/, '')),
      keys: KEYS,
    },
  }
}

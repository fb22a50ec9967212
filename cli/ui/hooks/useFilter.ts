import { useState } from 'react'
import { useKeys } from './useKeys.tsx'
import { useMemory } from './useNavigation.tsx'
import { type TextState, useTextField } from './useTextField.ts'

/** Which rows of a list somebody wants to see. */
export interface Filter {
  /** What rows have to contain, as it was typed. */
  readonly text: string
  /** Whether somebody is typing it. */
  readonly isOpen: boolean
  readonly state: TextState
  /** How many rows of the screen the line of the filter takes now: 0 or 1. */
  readonly rows: number
  /** Whether these texts together contain every word of the filter, in any case. */
  readonly matches: (...texts: readonly string[]) => boolean
}

/**
 * The filter of a list: `/` opens it, letters go into it, Enter keeps it, Esc clears it. Found as it was when somebody
 * comes back. Rows move with the arrows meanwhile.
 */
export function useFilter(name = 'filter'): Filter {
  const [text, remember] = useMemory(name, '')
  const field = useTextField(text, (now) => remember(() => now))
  const [isOpen, setOpen] = useState(false)
  const clear = () => {
    field.set('')
    setOpen(false)
  }
  useKeys(
    isOpen
      ? {
          open: { run: () => setOpen(false), word: 'keep filter' },
          back: { run: clear, word: 'clear filter' },
        }
      : {
          filter: () => setOpen(true),
          back: text === '' ? undefined : { run: clear, word: 'clear filter' },
        },
    { isFirst: true, text: isOpen ? field.target : undefined },
  )
  const isShown = isOpen || text !== ''
  return { text, isOpen, state: field.state, rows: isShown ? 1 : 0, matches: matcherOf(text) }
}

/** Whether texts together contain every word, in any case. */
export function matcherOf(text: string): (...texts: readonly string[]) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return (...texts) => {
    const whole = texts.join('\n').toLowerCase()
    return words.every((word) => whole.includes(word))
  }
}

import { useInput, usePaste } from 'ink'
import { useLayoutEffect, useReducer, useRef, useState } from 'react'
import type { KeyRouter } from '../keyRouter.ts'
import { type Typed, TypedReader } from '../typed.ts'

/** Something that was read, and whether nobody could see then what it would do. */
interface Read {
  readonly typed: Typed
  readonly wasCovered: boolean
}

/**
 * Hands what is typed to the router, in the order in which it is read, one at a time: of keys and pastes that arrive
 * together each finds what the one before it has changed, drawn and listening.
 *
 * @param onKey told before anything acts
 */
export function useTyped(router: KeyRouter, onKey: (() => void) | undefined): void {
  const [reader] = useState(() => new TypedReader())
  const waiting = useRef<readonly Read[]>([])
  const isSettling = useRef(false)
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const takeNext = () => {
    const [next, ...rest] = waiting.current
    if (next === undefined) return
    onKey?.()
    const { wasCovered } = next
    waiting.current = [...take(router, next).map((typed) => ({ typed, wasCovered })), ...rest]
    isSettling.current = true
    draw()
  }
  useLayoutEffect(() => {
    if (!isSettling.current) return
    const turn = setImmediate(() => {
      isSettling.current = false
      takeNext()
    })
    return () => clearImmediate(turn)
  })
  const add = (read: readonly Typed[]) => {
    const wasCovered = router.isCovered()
    waiting.current = [...waiting.current, ...read.map((typed) => ({ typed, wasCovered }))]
    if (!isSettling.current) takeNext()
  }
  useInput((input, key) => {
    if (key.eventType !== 'release') add(reader.read(input, key, performance.now()))
  })
  usePaste((text) => add([{ kind: 'paste', text }]))
}

/** @returns what has to wait until the interface is drawn again */
function take(router: KeyRouter, { typed, wasCovered }: Read): readonly Typed[] {
  const isTyping = router.takesText(wasCovered)
  switch (typed.kind) {
    case 'paste':
      router.paste(typed.text, wasCovered)
      return []
    case 'key':
      if (typed.escaped === undefined || isTyping) {
        router.press('', typed.name, wasCovered)
        return []
      }
      router.press('', 'escape', wasCovered)
      return [{ kind: 'text', text: typed.escaped }]
    case 'text': {
      const [first = '', ...rest] = isTyping ? [typed.text] : typed.text
      router.press(first, first, wasCovered)
      return rest.length === 0 ? [] : [{ kind: 'text', text: rest.join('') }]
    }
  }
}

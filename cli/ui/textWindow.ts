import { widthOf } from './cell.ts'
import type { TextState } from './hooks/useTextField.ts'

/** The part of a text that is drawn: before the cursor, under it, after it. */
export interface TextWindow {
  readonly before: string
  readonly under: string
  readonly after: string
}

/** The part of a text around its cursor that fits into so many cells; the cursor always does. */
export function textWindow({ characters, cursor }: TextState, width: number): TextWindow {
  const under = characters[cursor] ?? ' '
  const room = Math.max(0, width - widthOf(under))
  const before = fitting(characters.slice(0, cursor).reverse(), room)
  const after = fitting(characters.slice(cursor + 1), room - before.width)
  return {
    before: [...before.kept].reverse().join(''),
    under,
    after: after.kept.join(''),
  }
}

/** The first characters that fit. */
function fitting(characters: readonly string[], room: number) {
  const kept: string[] = []
  let width = 0
  for (const character of characters) {
    const next = widthOf(character)
    if (width + next > room) break
    kept.push(character)
    width += next
  }
  return { kept, width }
}

import { widthOf } from './cell.ts'

/** A row of the screen: characters from one place up to another, a line break at its end not among them. */
export interface TextRow {
  readonly from: number
  readonly to: number
}

/** A text in rows of at most that many cells: broken at line breaks, between words, and in a word that is too long. */
export function textRows(characters: readonly string[], width: number): readonly TextRow[] {
  const rows: TextRow[] = []
  let from = 0
  let used = 0
  let wordFrom = 0
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? ''
    if (character === '\n') {
      rows.push({ from, to: at })
      from = wordFrom = at + 1
      used = 0
      continue
    }
    used += cellsOf(character)
    while (used > width && at > from) {
      const to = wordFrom > from ? wordFrom : at
      rows.push({ from, to })
      from = wordFrom = to
      used = cellsOfAll(characters.slice(from, at + 1))
    }
    if (character === ' ') wordFrom = at + 1
  }
  return [...rows, { from, to: characters.length }]
}

/** Plain letters are most of every text, and measuring takes long. */
const cellsOf = (character: string): number =>
  character.length === 1 && character >= ' ' && character <= '~' ? 1 : widthOf(character)

const cellsOfAll = (characters: readonly string[]): number =>
  characters.reduce((sum, character) => sum + cellsOf(character), 0)

/** On which row a place in the text is: of two that meet there, the lower one. */
export const rowAt = (rows: readonly TextRow[], place: number): number =>
  Math.max(
    0,
    rows.findLastIndex(({ from }) => from <= place),
  )

/** The place above or below another one, as near to its column as the row allows. */
export function placeBeside(
  rows: readonly TextRow[],
  place: number,
  step: 1 | -1,
): number | undefined {
  const row = rowAt(rows, place)
  const column = place - (rows[row]?.from ?? 0)
  const other = rows[row + step]
  if (other === undefined) return undefined
  const isLast = rows[row + step + 1] === undefined
  const next = rows[row + step + 1]
  // The end of a row that was broken between words is the beginning of the next one.
  const end = !isLast && next?.from === other.to ? Math.max(other.from, other.to - 1) : other.to
  return Math.min(other.from + column, end)
}

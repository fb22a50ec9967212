import stringWidth from 'string-width'

export interface Drawn {
  readonly align: 'left' | 'right'
  readonly ellipsis: string
}

const segmenter = new Intl.Segmenter()

/** Characters as people see them: a letter with its accents is one, a family of emoji too. */
export const charactersOf = (text: string): readonly string[] =>
  [...segmenter.segment(text)].map(({ segment }) => segment)

/** Letters, digits and the symbols of tables: each takes one cell. */
const NARROW = /^[ -~\u00b7\u2013\u2026\u2190-\u2193\u2212\u25b8\u2714\u2716]*$/

/** How many cells of the terminal a text takes. */
export const widthOf = (text: string): number =>
  // Most of what is drawn, and it is drawn for every key: a hundred times faster than asking for each character.
  NARROW.test(text) ? text.length : stringWidth(text)

/** A text in exactly that many cells of the terminal: cut with an ellipsis, or padded. */
export function cell(text: string, width: number, { align, ellipsis }: Drawn): string {
  const cut = cutTo(text, width, ellipsis)
  const padding = ' '.repeat(Math.max(0, width - widthOf(cut)))
  return align === 'right' && cut === text ? padding + cut : cut + padding
}

/** A text in at most that many cells, with an ellipsis where something is missing. */
export function cutTo(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text
  const room = width - widthOf(ellipsis)
  if (room <= 0) return ellipsis.slice(0, Math.max(0, width))
  let kept = ''
  let used = 0
  for (const { segment: character } of segmenter.segment(text)) {
    const next = widthOf(character)
    if (used + next > room) break
    kept += character
    used += next
  }
  return kept + ellipsis
}

import stringWidth from 'string-width'

export interface Drawn {
  readonly align: 'left' | 'right'
  readonly ellipsis: string
}

const segmenter = new Intl.Segmenter()

/** A text in exactly that many cells of the terminal: cut with an ellipsis, or padded. */
export function cell(text: string, width: number, { align, ellipsis }: Drawn): string {
  const wide = stringWidth(text)
  if (wide <= width) {
    const padding = ' '.repeat(width - wide)
    return align === 'right' ? padding + text : text + padding
  }
  const room = width - ellipsis.length
  if (room <= 0) return ellipsis.slice(0, width)
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    const next = stringWidth(segment)
    if (used + next > room) break
    kept += segment
    used += next
  }
  return kept + ellipsis + ' '.repeat(room - used)
}

import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter()

/** A text in lines of at most that many cells: broken between words, a word that is too long anywhere. */
export function wrapText(text: string, width: number): readonly string[] {
  const room = Math.max(1, width)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<=\s)(?=\S)/)) {
    if (stringWidth(line + word.trimEnd()) <= room) {
      line += word
      continue
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    const pieces = breakWord(word.trimEnd(), room)
    lines.push(...pieces.slice(0, -1))
    line = (pieces.at(-1) ?? '') + word.slice(word.trimEnd().length)
  }
  return [...lines, line.trimEnd()]
}

function breakWord(word: string, room: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of segmenter.segment(word)) {
    if (piece !== '' && stringWidth(piece + segment) > room) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...pieces, piece]
}

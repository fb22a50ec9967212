/** What a terminal shows after everything that was written to it; enough of one for what Ink writes. */
export interface Screen {
  readonly write: (text: string) => void
  readonly lines: () => readonly string[]
}

interface Cursor {
  row: number
  column: number
}

const PIECE = new RegExp(
  [
    String.raw`\u001b\[([\d;?<>=]*)([A-Za-z])`,
    String.raw`\u001b\][^\u0007]*\u0007`,
    String.raw`\u001b[78=>]`,
    String.raw`[\r\n]`,
    String.raw`[^\u001b\r\n]+`,
  ].join('|'),
  'g',
)

/** Colours and modes: they move nothing. */
const SILENT = /^[mhlnquts]$/

/** What moves the cursor; `first` and `second` are the numbers before the letter, 0 where there is none. */
const moves: Readonly<Record<string, (at: Cursor, first: number, second: number) => Cursor>> = {
  A: ({ row, column }, first) => ({ row: row - (first || 1), column }),
  B: ({ row, column }, first) => ({ row: row + (first || 1), column }),
  C: ({ row, column }, first) => ({ row, column: column + (first || 1) }),
  D: ({ row, column }, first) => ({ row, column: column - (first || 1) }),
  E: ({ row }, first) => ({ row: row + (first || 1), column: 0 }),
  F: ({ row }, first) => ({ row: row - (first || 1), column: 0 }),
  G: ({ row }, first) => ({ row, column: (first || 1) - 1 }),
  H: (_, first, second) => ({ row: (first || 1) - 1, column: (second || 1) - 1 }),
  '\n': ({ row }) => ({ row: row + 1, column: 0 }),
  '\r': ({ row }) => ({ row, column: 0 }),
}

/** Every character takes one cell, as those of the interface's own do. */
export function screenOf(rows: number): Screen {
  const lines: string[][] = Array.from({ length: rows }, () => [])
  let at: Cursor = { row: 0, column: 0 }
  const put = (text: string): void => {
    const line = lines[at.row] ?? []
    for (const character of text) {
      line[at.column] = character
      at.column += 1
    }
  }
  const erase = (letter: string, how: number): void => {
    cut(lines[at.row], how === 0 ? at.column : 0)
    if (letter === 'K') return
    for (const line of how === 0 ? lines.slice(at.row + 1) : lines) cut(line, 0)
  }
  const obey = (letter: string, numbers: string): void => {
    const [first = 0, second = 0] = numbers.split(';').map((digits) => Number(digits) || 0)
    const move = moves[letter]
    if (move !== undefined) {
      const { row, column } = move(at, first, second)
      at = { row: Math.min(rows - 1, Math.max(0, row)), column: Math.max(0, column) }
    } else if (letter === 'K' || letter === 'J') erase(letter, first)
    else if (!SILENT.test(letter))
      throw new Error(`Unknown to the screen: ESC [ ${numbers}${letter}`)
  }
  return {
    write(text) {
      for (const [piece, numbers = '', letter] of text.matchAll(PIECE)) {
        if (letter !== undefined) obey(letter, numbers)
        else if (piece in moves) obey(piece, '')
        else if (!piece.startsWith('\u001b')) put(piece)
      }
    },
    lines: () => lines.map((line) => Array.from(line, (character) => character ?? ' ').join('')),
  }
}

const cut = (line: string[] | undefined, from: number): void => {
  if (line !== undefined) line.length = Math.min(line.length, from)
}

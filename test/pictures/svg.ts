import stringWidth from 'string-width'

/** How characters look from here on, as SGR codes have said so far. */
interface Pen {
  readonly colour?: string
  readonly ground?: string
  readonly isBold: boolean
  readonly isDim: boolean
  readonly isUnderlined: boolean
  readonly isInverse: boolean
}

/** Characters of one look, beside each other. */
interface Run {
  readonly pen: Pen
  readonly text: string
  readonly column: number
  readonly width: number
}

const plain: Pen = { isBold: false, isDim: false, isUnderlined: false, isInverse: false }

const CELL = { width: 8.4, height: 18, size: 14 }
const MARGIN = 12

/** A dark terminal as many are: what is read easily on a page of either kind. */
const paper = '#16181d'
const ink = '#d7dae0'
const colours = [
  ...['#3b4048', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#abb2bf'],
  ...['#5c6370', '#ff7a85', '#b5e890', '#ffd68a', '#7cc4ff', '#dd9cf0', '#7fdbe6', '#ffffff'],
]

/** A screen with its colours, as `tmux capture-pane -e` gives it, as an SVG picture. */
export function drawScreen(
  screen: string,
  size: { readonly columns: number; readonly rows: number; readonly title: string },
): string {
  const { columns, rows, title } = size
  const width = Math.round(columns * CELL.width + 2 * MARGIN)
  const height = rows * CELL.height + 2 * MARGIN
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.size}" fill="${ink}" xml:space="preserve">`,
    ...linesOf(screen)
      .slice(0, rows)
      .flatMap((runs, row) => runs.flatMap((run) => drawRun(run, row))),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function drawRun({ pen, text, column, width }: Run, row: number): readonly string[] {
  const x = round(MARGIN + column * CELL.width)
  const y = MARGIN + row * CELL.height
  const long = round(width * CELL.width)
  const front = pen.isInverse ? (pen.ground ?? paper) : pen.colour
  const ground = pen.isInverse ? (pen.colour ?? ink) : pen.ground
  const look = [
    front === undefined ? '' : ` fill="${front}"`,
    pen.isBold ? ' font-weight="bold"' : '',
    pen.isDim ? ' opacity="0.62"' : '',
    pen.isUnderlined ? ' text-decoration="underline"' : '',
  ].join('')
  const behind =
    ground === undefined
      ? []
      : [`<rect x="${x}" y="${y}" width="${long}" height="${CELL.height}" fill="${ground}"/>`]
  if (text.trim() === '') return behind
  return [
    ...behind,
    // Whatever font there is, every run has the width of its cells.
    `<text x="${x}" y="${y + 13}" textLength="${long}" lengthAdjust="spacingAndGlyphs"${look}>${escaped(text)}</text>`,
  ]
}

/** The looks go on across line ends, as a terminal has it. */
function linesOf(screen: string): readonly (readonly Run[])[] {
  let pen = plain
  return screen.split('\n').map((line) => {
    let column = 0
    const runs: Run[] = []
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
    for (const piece of line.split(/(\u001b\[[0-9;]*m)/)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the same
      const codes = /^\u001b\[([0-9;]*)m$/.exec(piece)?.[1]
      if (codes !== undefined) {
        pen = penAfter(pen, codes === '' ? [0] : codes.split(';').map(Number))
        continue
      }
      const width = stringWidth(piece)
      if (width > 0) runs.push({ pen, text: piece, column, width })
      column += width
    }
    return runs
  })
}

function penAfter(before: Pen, codes: readonly number[]): Pen {
  let pen = before
  for (const code of codes) pen = looks[code]?.(pen) ?? coloured(pen, code)
  return pen
}

const looks: Readonly<Record<number, (pen: Pen) => Pen>> = {
  0: () => plain,
  1: (pen) => ({ ...pen, isBold: true }),
  2: (pen) => ({ ...pen, isDim: true }),
  4: (pen) => ({ ...pen, isUnderlined: true }),
  7: (pen) => ({ ...pen, isInverse: true }),
  22: (pen) => ({ ...pen, isBold: false, isDim: false }),
  24: (pen) => ({ ...pen, isUnderlined: false }),
  27: (pen) => ({ ...pen, isInverse: false }),
  39: ({ colour: _, ...pen }) => pen,
  49: ({ ground: _, ...pen }) => pen,
}

/** The sixteen colours that have names; the interface uses no others. */
function coloured(pen: Pen, code: number): Pen {
  const within = (from: number) => (code >= from && code < from + 8 ? code - from : undefined)
  const front = within(30) ?? offset(within(90))
  const ground = within(40) ?? offset(within(100))
  if (front !== undefined) return { ...pen, colour: colours[front] ?? ink }
  if (ground !== undefined) return { ...pen, ground: colours[ground] ?? paper }
  throw new Error(`The screen has a look that pictures do not know: SGR ${code}.`)
}

const offset = (index: number | undefined): number | undefined =>
  index === undefined ? undefined : index + 8

const round = (length: number): number => Math.round(length * 10) / 10

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

import stringWidth from 'string-width'
import type { Line } from '../lines.ts'
import type { Theme, Tone } from '../theme.ts'

/** What a chart is drawn on. Who listens gets sentences in place of blocks. */
export interface Canvas {
  /** Cells of the terminal. */
  readonly width: number
  readonly symbols: Theme['symbols']
  readonly isRead: boolean
}

/** A share of a whole as blocks, padded to the width. What is there is seen, however little it is. */
export function bar(share: number, width: number, { eighths, track }: Theme['symbols']): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * Math.max(0, width) * 8)
  const whole = Math.floor(filled / 8)
  const rest = eighths[filled % 8] ?? ''
  const drawn = ((eighths[8] ?? '').repeat(whole) + (rest === ' ' ? '' : rest)).slice(0, width)
  if (drawn === '' && share > 0 && width > 0) {
    const least = eighths[1] ?? ' '
    return (least === ' ' ? track : least).padEnd(width)
  }
  return drawn.padEnd(width)
}

/** Values beside each other as a row of heights, relative to `top`. What is there is seen, however little it is. */
export const heights = (
  values: readonly number[],
  top: number,
  { heights: steps }: Theme['symbols'],
): string =>
  values
    .map((value) => {
      if (!(value > 0) || top <= 0) return steps[0] ?? ' '
      return steps[Math.max(1, Math.min(8, Math.round((value / top) * 8)))] ?? ' '
    })
    .join('')

/** Without the proposal and with it. */
export type Side = 'before' | 'after'
export const sides = ['before', 'after'] as const satisfies readonly Side[]

/** Which of the two a line is about: a symbol and a word, besides its tone. */
export const variantWords = (side: Side, { pending, active }: Theme['symbols']): string =>
  side === 'before' ? `${pending} before` : `${active} after `

export const toneOf = (side: Side): Tone => (side === 'before' ? 'muted' : 'accent')

/** Texts padded to the longest of them. */
export function padded(texts: readonly string[], align: 'left' | 'right'): readonly string[] {
  const width = Math.max(0, ...texts.map((text) => stringWidth(text)))
  return texts.map((text) => {
    const padding = ' '.repeat(width - stringWidth(text))
    return align === 'left' ? text + padding : padding + text
  })
}

/** The widest bar: longer ones only take the numbers further away. */
const WIDEST_BAR = 60
const SHORTEST_BAR = 4

/** A row of a chart of bars, in pieces. */
export interface BarRow {
  readonly label: string
  readonly side: Side
  readonly share: number
  /** From the number that is always there to those that leave where there is little room. */
  readonly numbers: readonly string[]
}

/** Rows with their labels, bars and numbers below each other; the last numbers leave before a bar gets too short. */
export function barLines(rows: readonly BarRow[], { width, symbols }: Canvas): readonly Line[] {
  const labels = padded(
    rows.map(({ label }) => label),
    'right',
  )
  const columns = (rows[0]?.numbers ?? []).map((_, column) =>
    padded(
      rows.map(({ numbers }) => numbers[column] ?? ''),
      'right',
    ),
  )
  const fixed = stringWidth(`${labels[0] ?? ''}  ${variantWords('before', symbols)} `)
  const roomWith = (count: number): number =>
    width -
    columns.slice(0, count).reduce((sum, column) => sum + stringWidth(column[0] ?? '') + 1, fixed)
  let count = columns.length
  while (count > 1 && roomWith(count) < SHORTEST_BAR) count -= 1
  const room = Math.max(0, Math.min(WIDEST_BAR, roomWith(count)))
  return rows.map(({ side, share }, i) => {
    const numbers = columns.slice(0, count).map((column) => column[i])
    const drawn = `${labels[i]}  ${variantWords(side, symbols)} ${bar(share, room, symbols)}`
    return { text: [drawn, ...numbers].join(' '), tone: toneOf(side) }
  })
}

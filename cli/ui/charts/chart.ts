import stringWidth from 'string-width'
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

import type { Theme, Tone } from './theme.ts'

/** A limit on a gauge. */
export interface Marker {
  /** Where on the scale, 0 to 1. */
  readonly at: number
  readonly tone: Tone
}

/** Cells of one tone that stand side by side. */
interface Run {
  readonly text: string
  readonly tone: Tone
}

interface Drawing {
  /** 0 to 1; what lies outside is drawn at the end of the scale. */
  readonly value: number
  /** Cells of the terminal. */
  readonly width: number
  readonly tone: Tone
  readonly markers: readonly Marker[]
}

/** A share as a bar of exactly that many cells, in eighths of a cell; limits stand out from it. */
export function gaugeRuns(
  { value, width, tone, markers }: Drawing,
  { symbols }: Pick<Theme, 'symbols'>,
): readonly Run[] {
  const eighths = Math.round(within(value) * width * 8)
  const cells = Array.from({ length: Math.max(0, width) }, (_, index): Run => {
    const marker = markers.findLast(({ at }) => cellOf(at, width) === index)
    if (marker !== undefined) return { text: symbols.marker, tone: marker.tone }
    const filled = Math.min(8, Math.max(0, eighths - index * 8))
    const text = filled === 0 ? ' ' : (symbols.eighths[filled] ?? ' ')
    return text === ' ' ? { text: symbols.track, tone: 'muted' } : { text, tone }
  })
  return joined(cells)
}

function joined(cells: readonly Run[]): readonly Run[] {
  const runs: Run[] = []
  for (const cell of cells) {
    const last = runs.at(-1)
    if (last?.tone === cell.tone) runs.splice(-1, 1, { ...last, text: last.text + cell.text })
    else runs.push(cell)
  }
  return runs
}

/** The same as plain text, for the cell of a table. */
export const gaugeText = (
  value: number,
  width: number,
  options: { readonly markers?: readonly Marker[]; readonly theme: Pick<Theme, 'symbols'> },
): string =>
  gaugeRuns({ value, width, tone: 'plain', markers: options.markers ?? [] }, options.theme)
    .map(({ text }) => text)
    .join('')

const within = (share: number): number =>
  Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share))

const cellOf = (at: number, width: number): number => Math.round(within(at) * (width - 1))

/** Bounds as the list of parameters has them, without a sign that ASCII cannot tell from a cut. */
export const boundsWords = (bounds: string): string => bounds.replace('\u2026', 'to')

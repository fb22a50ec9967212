import { widthOf } from './cell.ts'
import type { Tone } from './theme.ts'

/** A part of a line that is whole or not there: of the header, of a summary. Parts of rank 1 are always there; where there is little room, higher ones leave first. */
export interface LinePart {
  readonly id: string
  readonly text: string
  readonly tone: Tone
  readonly rank: number
}

/** The parts that fit side by side, so many cells apart. */
export function fitParts(
  parts: readonly LinePart[],
  width: number,
  gap: number,
): readonly LinePart[] {
  const taken = parts.reduce((sum, { text }) => sum + widthOf(text) + gap, -gap)
  const worst = Math.max(...parts.map(({ rank }) => rank))
  if (taken <= width || worst === 1) return parts
  const leaves = parts.findLastIndex(({ rank }) => rank === worst)
  return fitParts(
    parts.filter((_, index) => index !== leaves),
    width,
    gap,
  )
}

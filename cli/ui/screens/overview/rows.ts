import type { Theme, Tone } from '../../theme.ts'
import type { Target } from './needs.ts'

/** A part of a row in one tone. */
export interface Piece {
  readonly text: string
  readonly tone: Tone
}

/** One row of the screen. Those with a target can be selected, and the one that stands for what is not shown. */
export interface Row {
  readonly key: string
  readonly pieces: readonly Piece[]
  /** For somebody who listens: a sentence in place of bars and columns. */
  readonly spoken: string
  readonly target?: Target
  /** Enter shows what it stands for. */
  readonly isRest?: boolean
  /** More about it, while it is selected. */
  readonly detail?: string
}

export const piece = (text: string, tone: Tone = 'plain'): Piece => ({ text, tone })

export const textRow = (text: string, tone: Tone = 'plain'): Row => ({
  key: text,
  pieces: [piece(text, tone)],
  spoken: text,
})

/** The title of a section, and what its columns show. */
export const headingRow = (title: string, about = ''): Row => ({
  key: `section ${title}`,
  pieces: [piece(title, 'accent'), ...(about === '' ? [] : [piece(`  ${about}`, 'muted')])],
  spoken: `${title}.`,
})

export const blankRow = (name: string): Row => ({
  key: `before ${name}`,
  pieces: [piece(' ')],
  spoken: '',
})

/** How much room a row has, and how things look there. */
export interface Space {
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
}

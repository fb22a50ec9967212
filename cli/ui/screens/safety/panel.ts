import type { Column } from '../../components/Table.tsx'
import type { Line } from '../../lines.ts'
import type { Theme, Tone } from '../../theme.ts'

/** How things look, and when. */
export interface Setting {
  readonly theme: Theme
  /** The chain's clock, Unix seconds. */
  readonly now: number
}

/** One list of the screen: what its rows show, beside each other and each alone. */
export interface Panel<Row> {
  readonly rows: readonly Row[]
  readonly nameOf: (row: Row) => string
  readonly columns: (setting: Setting) => readonly Column<Row>[]
  /** Everything about one row. */
  readonly lines: (row: Row, setting: Setting & { readonly width: number }) => readonly Line[]
  /** What `y` copies of a row. */
  readonly copied: (row: Row) => { readonly text: string; readonly what: string } | undefined
  /** Where there is no row: why, and what would bring some. */
  readonly empty: { readonly title: string; readonly hint: string }
  /** Below the rows, where they are not all. */
  readonly rest?: string
}

/** A state in a word, with what is seen of it at once. */
export interface Look {
  readonly symbol: 'pass' | 'caution' | 'fail' | 'unknown' | 'active' | 'pending'
  readonly tone: Tone
  readonly word: string
}

export const lookWords = ({ symbol, word }: Look, { symbols }: Theme): string =>
  `${symbols[symbol]} ${word}`

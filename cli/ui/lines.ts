import stringWidth from 'string-width'
import { printable, printableLines } from '../shared/format.ts'
import type { Tone } from './theme.ts'
import { wrapText } from './wrap.ts'

/** A line as it stands on the screen: it fits, so that rows can be counted before they are drawn. */
export interface Line {
  readonly text: string
  readonly tone?: Tone
  /** For somebody who listens, in place of a drawing. */
  readonly spoken?: string
}

interface Paragraph {
  readonly width: number
  readonly tone?: Tone
  /** In front of the first line; the others stand below its text. */
  readonly mark?: string
}

/** Somebody's text in as many lines as it needs. */
export const paragraph = (text: string, { width, tone, mark = '' }: Paragraph): readonly Line[] => {
  const indent = ' '.repeat(stringWidth(mark))
  return wrapText(printable(text), width - indent.length).map((line, index) => ({
    text: (index === 0 ? mark : indent) + line,
    ...(tone === undefined ? {} : { tone }),
  }))
}

/** Somebody else's text with its own line breaks, each line marked as a quotation. */
export const quotation = (text: string, width: number, mark = '| '): readonly Line[] =>
  printableLines(text).flatMap((line) =>
    wrapText(line, width - mark.length).map((part) => ({ text: `${mark}${part}`.trimEnd() })),
  )

type Fact = readonly [label: string, value: string]

/** Labels and values, the values below each other; labels above their values where there is little room. */
export function factLines(facts: readonly Fact[], width: number): readonly Line[] {
  const labels = Math.max(0, ...facts.map(([label]) => stringWidth(label)))
  if (width < labels + 30) {
    return facts.flatMap(([label, value]) => [
      ...(label === '' ? [] : [{ text: label, tone: 'muted' as const }]),
      ...paragraph(value, { width, mark: '  ' }),
    ])
  }
  return facts.flatMap(([label, value]) => {
    // What somebody indented stays indented.
    const own = /^ */.exec(value)?.[0] ?? ''
    const mark = `${label}${' '.repeat(labels - stringWidth(label) + 2)}${own}`
    return paragraph(value.slice(own.length), { width, mark })
  })
}

export const titleLine = (text: string): Line => ({ text, tone: 'accent' })
export const blankLine: Line = { text: '' }

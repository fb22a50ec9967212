import stringWidth from 'string-width'
import { printable, printableLines } from '../shared/format.ts'
import type { Tone } from './theme.ts'
import { wrapText } from './wrap.ts'

/** A line as it stands on the screen: it fits, so that rows can be counted before they are drawn. */
export interface Line {
  readonly text: string
  readonly tone?: Tone
  /** For somebody who listens, in place of what is drawn; empty where another line has said it. */
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
  const lines = wrapText(printable(text), width - indent.length).map((line, index) => ({
    text: (index === 0 ? mark : indent) + line,
    ...(tone === undefined ? {} : { tone }),
  }))
  return spokenAs(`${mark}${printable(text)}`, lines)
}

/** A text for who listens, without what is for the eye. */
export const heard = (text: string): string =>
  text
    .trim()
    .replaceAll(/ {2,}/g, ' ')
    .replace(/^(?:\u2192|->) /, '')
    .replaceAll(/ (?:\u2192|->) /g, ' to ')

/** The same lines, heard as one sentence: breaks, columns and arrows are for the eye. */
export function spokenAs(sentence: string, lines: readonly Line[]): readonly Line[] {
  const spoken = heard(sentence)
  return lines.map((line, index) => ({ ...line, spoken: index === 0 ? spoken : '' }))
}

/** Somebody else's text with its own line breaks, each line marked as a quotation. */
export const quotation = (text: string, width: number, mark = '| '): readonly Line[] =>
  printableLines(text).flatMap((line) =>
    wrapText(line, width - mark.length).map((part) => ({ text: `${mark}${part}`.trimEnd() })),
  )

/** `spoken` is what is heard in place of a value that has symbols in it. */
type Fact = readonly [label: string, value: string, spoken?: string]

/**
 * Labels and values, the values below each other; labels above their values where there is little room. Each is heard
 * as `label: value`.
 */
export function factLines(facts: readonly Fact[], width: number): readonly Line[] {
  const labels = Math.max(0, ...facts.map(([label]) => stringWidth(label)))
  const draw = width < labels + 30 ? factBelow : factBeside(labels)
  return facts.flatMap(([label, value, spoken = value]) =>
    spokenAs(
      label === '' ? printable(spoken) : `${label}: ${printable(spoken.trim())}`,
      draw([label, value], width),
    ),
  )
}

const factBelow = ([label, value]: Fact, width: number): readonly Line[] => [
  ...(label === '' ? [] : [{ text: label, tone: 'muted' as const }]),
  ...paragraph(value, { width, mark: '  ' }),
]

/** @param labels cells of the longest one */
const factBeside =
  (labels: number) =>
  ([label, value]: Fact, width: number): readonly Line[] => {
    // What somebody indented stays indented.
    const own = /^ */.exec(value)?.[0] ?? ''
    const mark = `${label}${' '.repeat(labels - stringWidth(label) + 2)}${own}`
    return paragraph(value.slice(own.length), { width, mark })
  }

export const titleLine = (text: string): Line => ({ text, tone: 'accent' })
export const blankLine: Line = { text: '' }

import type { TextProps } from 'ink'
import { createContext, useContext } from 'react'

/** What a colour means. Nothing is said by colour alone: a symbol and a word go with it. */
export type Tone = 'plain' | 'good' | 'caution' | 'bad' | 'muted' | 'accent'

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse' | 'underline'>

/** Blue and yellow rather than green and red; names of the 16 colours, so that the terminal's own theme decides. */
const coloured: Readonly<Record<Tone, Look>> = {
  plain: {},
  good: { color: 'blueBright' },
  caution: { color: 'yellow' },
  bad: { color: 'redBright', bold: true },
  muted: { dimColor: true },
  accent: { color: 'cyan' },
}

const colourless: Readonly<Record<Tone, Look>> = {
  plain: {},
  good: {},
  caution: {},
  bad: { bold: true },
  muted: {},
  accent: { bold: true },
}

const unicode = {
  pass: '✔',
  caution: '!',
  fail: '✖',
  unknown: '?',
  active: '●',
  pending: '○',
  selected: '▸',
  arrow: '→',
  ellipsis: '…',
  dot: '·',
  up: '↑',
  down: '↓',
  full: '█',
  /** Eighths of a cell, the emptiest first. */
  eighths: [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  /** Eighths of a cell's height, the lowest first. */
  heights: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  track: '░',
  marker: '│',
  rule: '─',
  border: 'round',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
} as const

type Symbols = {
  readonly [K in keyof typeof unicode]: K extends 'border'
    ? 'round' | 'classic'
    : (typeof unicode)[K] extends string
      ? string
      : readonly string[]
}

const ascii: Symbols = {
  pass: '+',
  caution: '!',
  fail: 'x',
  unknown: '?',
  active: '*',
  pending: 'o',
  selected: '>',
  arrow: '->',
  ellipsis: '...',
  dot: '-',
  up: '^',
  down: 'v',
  full: '#',
  eighths: [' ', ' ', ' ', ' ', '#', '#', '#', '#', '#'],
  heights: [' ', '.', '.', ':', ':', '=', '=', '#', '#'],
  track: '.',
  marker: '|',
  rule: '-',
  border: 'classic',
  spinner: ['|', '/', '-', '\\'],
}

/** How things look on this terminal. */
export interface Theme {
  readonly look: (tone: Tone) => Look
  /** Whoever has the focus: reverse video, and a marker beside it. */
  readonly focus: Look
  readonly symbols: Symbols
  readonly hasColour: boolean
  readonly isAscii: boolean
  /** Spinners and the like. */
  readonly isAnimated: boolean
}

export const themeOf = (can: {
  readonly colour: boolean
  readonly unicode: boolean
  readonly animation: boolean
}): Theme => ({
  look: (tone) => (can.colour ? coloured : colourless)[tone],
  focus: { inverse: true },
  symbols: can.unicode ? unicode : ascii,
  hasColour: can.colour,
  isAscii: !can.unicode,
  isAnimated: can.animation,
})

/** What the environment says about the terminal (no-color.org, the locale, TERM). */
export function themeFrom(env: Readonly<Record<string, string | undefined>>): Theme {
  const isDumb = env['TERM'] === 'dumb'
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const noColour = (env['NO_COLOR'] ?? '') !== '' || env['FORCE_COLOR'] === '0' || isDumb
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  const isUtf8 = /utf-?8/i.test(locale) && !isDumb && env['TERM'] !== 'linux'
  return themeOf({
    colour: isForced || !noColour,
    unicode: isUtf8 && env['BALLAST_ASCII'] === undefined,
    animation: !isDumb,
  })
}

const ThemeContext = createContext<Theme>(
  themeOf({ colour: true, unicode: true, animation: false }),
)

export const ThemeProvider = ThemeContext.Provider
export const useTheme = (): Theme => useContext(ThemeContext)

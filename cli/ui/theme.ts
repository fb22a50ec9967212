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
  /** Whether reverse video, bold and dim can be seen: where not, a cursor is drawn as a character. */
  readonly isStyled: boolean
  readonly isAscii: boolean
  /** Spinners and the like. */
  readonly isAnimated: boolean
  /** Clocks: for somebody who listens nothing is said again by itself. */
  readonly isTicking: boolean
}

export const themeOf = (can: {
  readonly colour: boolean
  readonly unicode: boolean
  readonly animation: boolean
  readonly style?: boolean
  readonly ticking?: boolean
}): Theme => ({
  look: (tone) => (can.colour ? coloured : colourless)[tone],
  focus: { inverse: true },
  symbols: can.unicode ? unicode : ascii,
  hasColour: can.colour,
  isStyled: can.style ?? true,
  isAscii: !can.unicode,
  isAnimated: can.animation,
  isTicking: can.ticking ?? can.animation,
})

type Environment = Readonly<Record<string, string | undefined>>

/** What environment and flags say about the terminal (no-color.org, FORCE_COLOR, the locale, TERM, `--no-color`). */
export function themeFrom(env: Environment, args: readonly string[] = []): Theme {
  const forced = env['FORCE_COLOR']
  const isOff = forced === '0' || forced === 'false'
  const isForced = forced !== undefined && !isOff
  const isDumb = env['TERM'] === 'dumb' && !isForced
  const isFlagged = args.includes('--no-color')
  const noColour = !isForced && (isSet(env['NO_COLOR']) || isOff || isDumb)
  const isRead = env['INK_SCREEN_READER'] === 'true'
  const colour = !noColour && !isFlagged
  return themeOf({
    colour,
    style: !isDumb && !isOff && (!isFlagged || isForced),
    unicode: hasUnicode(env),
    animation: colour && !isRead,
    ticking: !isDumb && !isRead,
  })
}

const isSet = (value: string | undefined): boolean => (value ?? '') !== ''

/** The console of Linux has a few hundred characters, whatever its locale says. */
function hasUnicode(env: Environment): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  const isPlain = env['TERM'] === 'dumb' || env['TERM'] === 'linux'
  return /utf-?8/i.test(locale) && !isPlain && !isSet(env['BALLAST_ASCII'])
}

const ThemeContext = createContext<Theme>(
  themeOf({ colour: true, unicode: true, animation: false }),
)

export const ThemeProvider = ThemeContext.Provider
export const useTheme = (): Theme => useContext(ThemeContext)

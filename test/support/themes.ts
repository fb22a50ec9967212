import { expect } from 'chai'
import { inAscii } from '../../cli/ui/asciiDoor.ts'
import { type Theme, themeFrom } from '../../cli/ui/theme.ts'
import type { TerminalOptions } from './testTerminal.tsx'

const modern = { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' }

/** A terminal that somebody may have, and what must be true of every frame on it. */
interface Kind {
  readonly name: string
  readonly theme: Theme
  readonly terminal: TerminalOptions
  readonly check: (rawFrame: string) => void
}

/** The numbers of all SGR codes in a frame. */
const codesIn = (frame: string): readonly number[] =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
  [...frame.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, codes = '']) =>
    codes.split(';').map(Number),
  )

const isColour = (code: number): boolean =>
  (code >= 30 && code <= 49) || (code >= 90 && code <= 107) || code === 58

const noColour = (frame: string) => expect(codesIn(frame).filter(isColour)).to.deep.equal([])

export const kindsOfTerminals: readonly Kind[] = [
  {
    name: 'with sixteen colours on any background',
    theme: themeFrom({ ...modern, FORCE_COLOR: '1' }),
    terminal: {},
    check(frame) {
      // Names only, which the terminal's own theme decides; no black, no white, no grey; no background.
      const allowed = [31, 32, 33, 34, 35, 36, 39, 91, 92, 93, 94, 95, 96]
      expect(
        codesIn(frame).filter((code) => isColour(code) && !allowed.includes(code)),
      ).to.deep.equal([])
      expect(codesIn(frame).filter(isColour)).not.to.deep.equal([])
    },
  },
  {
    name: 'with NO_COLOR',
    theme: themeFrom({ ...modern, NO_COLOR: '1' }),
    terminal: {},
    check: noColour,
  },
  {
    name: 'with --no-color',
    theme: themeFrom(modern, ['--no-color']),
    terminal: {},
    check: noColour,
  },
  {
    name: 'without Unicode',
    theme: themeFrom({ TERM: 'linux', LANG: 'de_DE.UTF-8' }),
    terminal: { spell: inAscii },
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of colours is in ASCII
    check: (frame) => expect(frame).to.match(/^[\n\u001b\x20-\x7e]*$/),
  },
  {
    name: 'that is dumb',
    theme: themeFrom({ TERM: 'dumb', LANG: 'C' }),
    terminal: { spell: inAscii },
    check: noColour,
  },
  {
    name: 'that is read aloud',
    theme: themeFrom({ ...modern, INK_SCREEN_READER: 'true' }),
    terminal: { screenReader: true },
    check: (frame) => expect(frame).not.to.match(/[─│╭╮╰╯┌┐└┘█▏▎▍▌▋▊▉░▁▂▃▄▅▆▇⠋]/),
  },
]

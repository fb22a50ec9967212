import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { cleanup, render } from 'ink-testing-library'
import type { ReactElement } from 'react'
import { allColours } from './colours.ts'
import { drawn } from './drawn.ts'

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  /** As with INK_SCREEN_READER=true. */
  readonly screenReader?: boolean
  /** What the terminal makes of a frame before it shows it. */
  readonly spell?: (frame: string) => string
}

/** A terminal of a test with real Ink on it. */
export interface TestTerminal {
  /** What the screen shows, without colours. */
  readonly frame: () => string
  /** With its escape codes. */
  readonly rawFrame: () => string
  /** Everything that was written to the terminal: frames, and what is no frame. */
  readonly written: () => string
  /** How many frames were drawn so far. */
  readonly frameCount: () => number
  /** Presses keys by name (`enter`, `ctrl+s`) or as they are typed; a text of several characters is typed one by one. */
  readonly press: (...keys: readonly string[]) => Promise<void>
  /** Bytes that arrive all at once. */
  readonly burst: (bytes: string) => Promise<void>
  readonly paste: (text: string) => Promise<void>
  readonly resize: (columns: number, rows: number) => Promise<void>
  /** Waits until what was set off is drawn: for what is to be seen to stay away. */
  readonly drawn: () => Promise<void>
  /** Waits until the screen shows it. @throws with the frame if it never does */
  readonly waitFor: (what: string | RegExp, milliseconds?: number) => Promise<string>
  /** Ends the interface as `leave` does. */
  readonly unmount: () => void
  readonly close: () => void
}

const sequences: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  delete: '\u001b[3~',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  backspace: '\u007f',
  space: ' ',
}

const bytesOf = (key: string): string =>
  sequences[key] ?? (/^ctrl\+[a-z]$/.test(key) ? String.fromCharCode(key.charCodeAt(5) - 96) : key)

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g

/** Longer than Ink waits for what may follow an escape, so that its timer comes first however late both are. */
const ESCAPE_MILLISECONDS = 30

/** Draws it; it is drawn when this resolves. */
export async function openTerminal(
  tree: ReactElement,
  options: TerminalOptions = {},
): Promise<TestTerminal> {
  const { columns = 120, rows = 40, spell = (frame) => frame } = options
  if (options.screenReader === true) process.env['INK_SCREEN_READER'] = 'true'
  const restoreColours = allColours()
  const instance = render(tree)
  const settled = () => drawn(() => instance.frames.length)
  delete process.env['INK_SCREEN_READER']
  const resize = async (width: number, height: number): Promise<void> => {
    for (const [key, value] of [
      ['columns', width],
      ['rows', height],
    ] as const) {
      Object.defineProperty(instance.stdout, key, { value, configurable: true })
    }
    instance.stdout.emit('resize')
    await settled()
  }
  await resize(columns, rows)
  const rawFrame = () => spell(instance.lastFrame() ?? '')
  const frame = () => rawFrame().replace(ESCAPES, '')
  return {
    frame,
    rawFrame,
    written: () => instance.frames.join(''),
    frameCount: () => instance.frames.length,
    async press(...keys) {
      for (const key of keys) {
        const isNamed = bytesOf(key) !== key
        for (const piece of isNamed ? [key] : key) {
          instance.stdin.write(bytesOf(piece))
          if (piece === 'escape') await setTimeout(ESCAPE_MILLISECONDS)
          await settled()
        }
      }
    },
    async burst(bytes) {
      instance.stdin.write(bytes)
      await setTimeout(ESCAPE_MILLISECONDS)
      await settled()
    },
    async paste(text) {
      instance.stdin.write(`\u001b[200~${text}\u001b[201~`)
      await settled()
    },
    resize,
    drawn: settled,
    async waitFor(what, milliseconds = 3_000) {
      const isThere = () => (typeof what === 'string' ? frame().includes(what) : what.test(frame()))
      for (let waited = 0; !isThere(); waited += 5) {
        if (waited > milliseconds) throw new Error(`The screen never showed ${what}:\n${frame()}`)
        await settled()
      }
      return frame()
    },
    unmount: () => instance.unmount(),
    close: () => {
      instance.unmount()
      cleanup()
      restoreColours()
    },
  }
}

import { setTimeout } from 'node:timers/promises'
import { cleanup, render } from 'ink-testing-library'
import { App } from '../../cli/ui/App.tsx'
import { liveClient } from '../../cli/ui/hooks/useLive.ts'
import type { Services } from '../../cli/ui/services.ts'
import { type Theme, themeOf } from '../../cli/ui/theme.ts'
import { fakeServices } from './fakeServices.ts'

export interface UiOptions {
  readonly services?: Partial<Services>
  readonly columns?: number
  readonly rows?: number
  readonly theme?: Theme
  readonly screen?: string
  readonly params?: Readonly<Record<string, string>>
}

/** The interface on a terminal of a test: real Ink, services that the test hands in. */
export interface Ui {
  /** What the screen shows, without colours. */
  readonly frame: () => string
  /** With its escape codes. */
  readonly rawFrame: () => string
  /** Presses keys by name (`enter`, `ctrl+s`) or as they are typed; a text of several characters is typed one by one. */
  readonly press: (...keys: readonly string[]) => Promise<void>
  readonly paste: (text: string) => Promise<void>
  readonly resize: (columns: number, rows: number) => Promise<void>
  /** Waits until the screen shows it. @throws with the frame if it never does */
  readonly waitFor: (what: string | RegExp, milliseconds?: number) => Promise<string>
  /** What was left in the terminal. */
  readonly left: readonly string[]
  readonly hasLeft: () => boolean
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

/** Every colour and symbol of a modern terminal, nothing that moves by itself. */
const stillTheme = themeOf({ colour: true, unicode: true, animation: false })

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g

/** Opens the interface; the screen is drawn when it resolves. */
export async function openUi(options: UiOptions = {}): Promise<Ui> {
  const { columns = 120, rows = 40, theme = stillTheme, screen = 'overview', params = {} } = options
  const left: string[] = []
  let hasLeft = false
  const instance = render(
    <App
      services={fakeServices(options.services)}
      theme={theme}
      client={liveClient()}
      start={{ screen, params }}
      leave={() => {
        hasLeft = true
        instance.unmount()
      }}
      leaveBehind={(line) => left.push(line)}
    />,
  )
  const tick = () => setTimeout(15)
  const resize = async (width: number, height: number): Promise<void> => {
    for (const [key, value] of [
      ['columns', width],
      ['rows', height],
    ] as const) {
      Object.defineProperty(instance.stdout, key, { value, configurable: true })
    }
    instance.stdout.emit('resize')
    await tick()
  }
  await resize(columns, rows)
  const rawFrame = () => instance.lastFrame() ?? ''
  const frame = () => rawFrame().replace(ESCAPES, '')
  return {
    frame,
    rawFrame,
    async press(...keys) {
      for (const key of keys) {
        const isNamed = bytesOf(key) !== key
        for (const piece of isNamed ? [key] : key) {
          instance.stdin.write(bytesOf(piece))
          // A lone escape waits for what may follow it.
          await setTimeout(piece === 'escape' ? 60 : 5)
        }
      }
      await tick()
    },
    async paste(text) {
      instance.stdin.write(`\u001b[200~${text}\u001b[201~`)
      await tick()
    },
    resize,
    async waitFor(what, milliseconds = 3_000) {
      const isThere = () => (typeof what === 'string' ? frame().includes(what) : what.test(frame()))
      for (let waited = 0; !isThere(); waited += 15) {
        if (waited > milliseconds) throw new Error(`The screen never showed ${what}:\n${frame()}`)
        await tick()
      }
      return frame()
    },
    left,
    hasLeft: () => hasLeft,
    close: () => {
      instance.unmount()
      cleanup()
    },
  }
}

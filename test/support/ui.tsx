import { App } from '../../cli/ui/App.tsx'
import type { OpenDraft } from '../../cli/ui/hooks/useDesk.tsx'
import { liveClient } from '../../cli/ui/hooks/useLive.ts'
import { type Pace, PaceProvider } from '../../cli/ui/pace.ts'
import type { Services } from '../../cli/ui/services.ts'
import { type Theme, themeOf } from '../../cli/ui/theme.ts'
import { fakeServices } from './fakeServices.ts'
import { quickPace } from './quickPace.ts'
import { openTerminal, type TerminalOptions, type TestTerminal } from './testTerminal.tsx'
import { until } from './until.ts'
import { expectWithinWindow } from './window.ts'

export interface UiOptions extends TerminalOptions {
  readonly services?: Partial<Services>
  readonly theme?: Theme
  readonly screen?: string
  readonly params?: Readonly<Record<string, string>>
  /** `quickPace` where it says nothing. */
  readonly pace?: Partial<Pace>
  /** Open on the desk. */
  readonly draft?: OpenDraft
}

/** The interface on a terminal of a test: real Ink, services that the test hands in. */
export interface Ui extends TestTerminal {
  /** What was left in the terminal. */
  readonly left: readonly string[]
  readonly hasLeft: () => boolean
}

/** Every colour and symbol of a modern terminal, nothing that moves by itself. */
const stillTheme = themeOf({ colour: true, unicode: true, animation: false })

/** Opens the interface; the screen is drawn when it resolves. */
export async function openUi(options: UiOptions = {}): Promise<Ui> {
  const {
    theme = stillTheme,
    screen = 'overview',
    params = {},
    draft,
    services,
    pace,
    ...terminal
  } = options
  const left: string[] = []
  let hasLeft = false
  const opened = await openTerminal(
    <PaceProvider value={{ ...quickPace, ...pace }}>
      <App
        services={fakeServices(services)}
        theme={theme}
        client={liveClient()}
        start={{ screen, params }}
        draft={draft}
        leave={() => {
          hasLeft = true
          opened.unmount()
        }}
        leaveBehind={(line) => left.push(line)}
      />
    </PaceProvider>,
    terminal,
  )
  const guarded = terminal.screenReader ? opened : guard(opened, terminal, () => !hasLeft)
  return { ...guarded, left, hasLeft: () => hasLeft }
}

/** Whatever a test does, every frame that it leads to is within the window. */
function guard(
  opened: TestTerminal,
  { columns = 120, rows = 40 }: TerminalOptions,
  isOpen: () => boolean,
): TestTerminal {
  let size = { columns, rows }
  const look = () => {
    if (isOpen()) expectWithinWindow(opened.frame(), size.columns, size.rows)
  }
  // A large screen takes longer than a moment to be drawn for another size.
  const looksRight = () => {
    try {
      look()
      return true
    } catch {
      return false
    }
  }
  look()
  return {
    ...opened,
    press: (...keys) => opened.press(...keys).then(look),
    burst: (bytes) => opened.burst(bytes).then(look),
    paste: (text) => opened.paste(text).then(look),
    async resize(width, height) {
      size = { columns: width, rows: height }
      await opened.resize(width, height)
      await until(looksRight, 2_000).catch(look)
    },
    async waitFor(what, milliseconds) {
      const frame = await opened.waitFor(what, milliseconds)
      look()
      return frame
    },
  }
}

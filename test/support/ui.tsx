import { App } from '../../cli/ui/App.tsx'
import type { OpenDraft } from '../../cli/ui/hooks/useDesk.tsx'
import { liveClient } from '../../cli/ui/hooks/useLive.ts'
import type { Services } from '../../cli/ui/services.ts'
import { type Theme, themeOf } from '../../cli/ui/theme.ts'
import { fakeServices } from './fakeServices.ts'
import { openTerminal, type TerminalOptions, type TestTerminal } from './testTerminal.tsx'

export interface UiOptions extends TerminalOptions {
  readonly services?: Partial<Services>
  readonly theme?: Theme
  readonly screen?: string
  readonly params?: Readonly<Record<string, string>>
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
    ...terminal
  } = options
  const left: string[] = []
  let hasLeft = false
  const opened = await openTerminal(
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
    />,
    terminal,
  )
  return { ...opened, left, hasLeft: () => hasLeft }
}

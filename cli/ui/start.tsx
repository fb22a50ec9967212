import process from 'node:process'
import { type Instance, render } from 'ink'
import { App } from './App.tsx'
import { asciiDoor } from './asciiDoor.ts'
import { CrashBoundary } from './components/CrashBoundary.tsx'
import { type Ending, listenForEnds } from './ending.ts'
import { liveClient } from './hooks/useLive.ts'
import { redrawOnResize } from './redrawOnResize.ts'
import { rendering } from './rendering.ts'
import { settleSessions } from './screens/drafts/sessions.ts'
import type { Services } from './services.ts'
import { themeFrom } from './theme.ts'

/** How it ended, and lines to leave in the terminal: hashes of what was sent, paths of what was written. */
export type Ended = Ending & { readonly lines: readonly string[] }

/**
 * Opens the interface and resolves when it has ended. The terminal is then as it was, whatever happened.
 *
 * @param draft the path of a draft to begin with
 */
export async function startInterface(services: Services, draft?: string): Promise<Ended> {
  const lines: string[] = []
  const client = liveClient()
  // Ctrl-C is Ink's own: it ends without telling anybody how.
  let ending: Ending = { how: 'interrupted' }
  let screen: Instance | undefined
  const end = (how: Ending): void => {
    if (ending.how !== 'crashed') ending = how
    // A component may not take the tree away in which it is being drawn.
    setImmediate(() => screen?.unmount())
  }
  const theme = themeFrom(process.env, process.argv)
  const stopListening = listenForEnds(end)
  try {
    screen = render(
      <CrashBoundary onCrash={(error) => end({ how: 'crashed', error })}>
        <App
          services={services}
          {...(draft === undefined ? {} : atDraft(draft))}
          theme={theme}
          client={client}
          leave={() => end({ how: 'left' })}
          leaveBehind={(line) => lines.push(line)}
        />
      </CrashBoundary>,
      {
        stdout: theme.isAscii ? asciiDoor(process.stdout) : process.stdout,
        ...rendering,
      },
    )
    const stopRedrawing = redrawOnResize(process.stdout, screen)
    await screen.waitUntilExit().finally(stopRedrawing)
  } catch (error) {
    ending = { how: 'crashed', error }
  } finally {
    stopListening()
    client.clear()
    await settleSessions(services)
  }
  return { ...ending, lines }
}

/** On a draft, with the others below it. */
const atDraft = (path: string) => ({
  start: { screen: 'draft', params: { path } },
  below: [{ screen: 'drafts', params: {} }],
})

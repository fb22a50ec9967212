import process from 'node:process'
import { render } from 'ink'
import { App } from './App.tsx'
import { liveClient } from './hooks/useLive.ts'
import type { Services } from './services.ts'
import { themeFrom } from './theme.ts'

/**
 * Opens the interface and resolves when somebody has left it. The terminal is as it was, whatever happened.
 *
 * @returns lines to leave in the terminal: hashes of what was sent, paths of what was written
 */
export async function startInterface(services: Services): Promise<readonly string[]> {
  const left: string[] = []
  const client = liveClient()
  const { unmount, waitUntilExit } = render(
    <App
      services={services}
      theme={themeFrom(process.env)}
      client={client}
      leave={() => unmount()}
      leaveBehind={(line) => left.push(line)}
    />,
    { alternateScreen: true, exitOnCtrlC: true, interactive: true, incrementalRendering: true },
  )
  try {
    await waitUntilExit()
  } finally {
    client.clear()
    await services.close()
  }
  return left
}

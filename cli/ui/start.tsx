import process from 'node:process'
import { render } from 'ink'
import { App } from './App.tsx'
import { asciiDoor } from './asciiDoor.ts'
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
  const theme = themeFrom(process.env, process.argv)
  const { unmount, waitUntilExit } = render(
    <App
      services={services}
      theme={theme}
      client={client}
      leave={() => unmount()}
      leaveBehind={(line) => left.push(line)}
    />,
    {
      stdout: theme.isAscii ? asciiDoor(process.stdout) : process.stdout,
      alternateScreen: true,
      exitOnCtrlC: true,
      interactive: true,
      incrementalRendering: true,
    },
  )
  try {
    await waitUntilExit()
  } finally {
    client.clear()
    await services.close()
  }
  return left
}

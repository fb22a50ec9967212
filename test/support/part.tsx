import { QueryClientProvider } from '@tanstack/react-query'
import { Box } from 'ink'
import type { ReactNode } from 'react'
import { NetworkProvider } from '../../cli/ui/hooks/useConnection.tsx'
import { DeskProvider } from '../../cli/ui/hooks/useDesk.tsx'
import { Keyboard } from '../../cli/ui/hooks/useKeys.tsx'
import { liveClient } from '../../cli/ui/hooks/useLive.ts'
import { NavigationProvider } from '../../cli/ui/hooks/useNavigation.tsx'
import { NoticesProvider } from '../../cli/ui/hooks/useNotices.tsx'
import { ServicesProvider } from '../../cli/ui/hooks/useServices.ts'
import { LayoutProvider, useLayout } from '../../cli/ui/layout.ts'
import { PaceProvider } from '../../cli/ui/pace.ts'
import type { Services } from '../../cli/ui/services.ts'
import { type Theme, ThemeProvider, themeOf } from '../../cli/ui/theme.ts'
import { fakeServices } from './fakeServices.ts'
import { quickPace } from './quickPace.ts'
import { openTerminal, type TerminalOptions, type TestTerminal } from './testTerminal.tsx'

interface PartOptions extends TerminalOptions {
  readonly services?: Partial<Services>
  readonly theme?: Theme
  readonly onBlocked?: (reason: string) => void
}

/** One component on a terminal of a test, with what the frame puts around every screen and nothing that it draws. */
export async function openPart(part: ReactNode, options: PartOptions = {}): Promise<TestTerminal> {
  const theme = options.theme ?? themeOf({ colour: true, unicode: true, animation: false })
  return await openTerminal(
    <PaceProvider value={quickPace}>
      <ThemeProvider value={theme}>
        <ServicesProvider value={fakeServices(options.services)}>
          <QueryClientProvider client={liveClient()}>
            <LayoutProvider>
              <NetworkProvider>
                <NoticesProvider>
                  <DeskProvider leave={() => {}} leaveBehind={() => {}}>
                    <NavigationProvider start={{ screen: 'overview', params: {} }}>
                      <Keyboard onBlocked={options.onBlocked}>
                        <Window>{part}</Window>
                      </Keyboard>
                    </NavigationProvider>
                  </DeskProvider>
                </NoticesProvider>
              </NetworkProvider>
            </LayoutProvider>
          </QueryClientProvider>
        </ServicesProvider>
      </ThemeProvider>
    </PaceProvider>,
    options,
  )
}

function Window({ children }: { readonly children: ReactNode }) {
  const { columns, rows } = useLayout()
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      {children}
    </Box>
  )
}

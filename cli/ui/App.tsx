import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Box, Text } from 'ink'
import { useState } from 'react'
import { Confirmation } from './components/Confirmation.tsx'
import { Footer } from './components/Footer.tsx'
import { Header } from './components/Header.tsx'
import { Palette } from './components/Palette.tsx'
import { NetworkProvider } from './hooks/useConnection.tsx'
import { DeskProvider, useDesk } from './hooks/useDesk.tsx'
import { Keyboard, useKeys, useShownActions } from './hooks/useKeys.tsx'
import { NavigationProvider, useNavigation } from './hooks/useNavigation.tsx'
import { NoticesProvider, useNotices } from './hooks/useNotices.tsx'
import { PreviewsProvider } from './hooks/usePreviews.tsx'
import { ServicesProvider } from './hooks/useServices.ts'
import { useLayout } from './layout.ts'
import { listedScreens, screenOf } from './screens/registry.ts'
import type { Services } from './services.ts'
import { type Theme, ThemeProvider } from './theme.ts'

interface AppProps {
  readonly services: Services
  readonly theme: Theme
  readonly client: QueryClient
  readonly start?: { readonly screen: string; readonly params: Readonly<Record<string, string>> }
  readonly leave: () => void
  readonly leaveBehind: (line: string) => void
}

/** The whole interface: what everything shares around the frame. */
export function App({ services, theme, client, start, leave, leaveBehind }: AppProps) {
  return (
    <ThemeProvider value={theme}>
      <ServicesProvider value={services}>
        <QueryClientProvider client={client}>
          <NetworkProvider>
            <NoticesProvider>
              <DeskProvider leave={leave} leaveBehind={leaveBehind}>
                <PreviewsProvider>
                  <NavigationProvider start={start ?? { screen: 'overview', params: {} }}>
                    <Frame client={client} />
                  </NavigationProvider>
                </PreviewsProvider>
              </DeskProvider>
            </NoticesProvider>
          </NetworkProvider>
        </QueryClientProvider>
      </ServicesProvider>
    </ThemeProvider>
  )
}

function Frame({ client }: { readonly client: QueryClient }) {
  const { columns, rows, fit } = useLayout()
  const { say } = useNotices()
  return (
    <Keyboard onBlocked={(reason) => say(reason, 'caution')}>
      {fit === 'tiny' ? (
        <TooSmall />
      ) : (
        <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
          <Body client={client} />
        </Box>
      )}
    </Keyboard>
  )
}

function Body({ client }: { readonly client: QueryClient }) {
  const { location, go, back, canGoBack } = useNavigation()
  const { bodyRows } = useLayout()
  const { say, clear } = useNotices()
  const { inFlight, leave } = useDesk()
  const [open, setOpen] = useState<'palette' | 'leaving'>()
  const actions = useShownActions()
  const screen = screenOf(location.screen)
  const { Component } = screen
  const visit = (id: string) => {
    clear()
    go(id)
  }
  useKeys({
    screen: {
      run: (key) => {
        const wanted = listedScreens[Number(key) - 1]
        if (wanted === undefined) say(`There are ${listedScreens.length} screens.`, 'caution')
        else visit(wanted.id)
      },
    },
    palette: () => setOpen('palette'),
    help: () => visit('help'),
    refresh: { run: () => void client.invalidateQueries({ queryKey: ['chain'] }) },
    back: {
      run: () => {
        clear()
        back()
      },
      isQuiet: !canGoBack,
    },
    quit: () => (inFlight.size === 0 ? leave() : setOpen('leaving')),
  })
  const close = () => setOpen(undefined)
  return (
    <>
      <Header title={screen.title} />
      <Box flexDirection="column" height={bodyRows} overflow="hidden">
        {open === 'palette' ? <Palette onClose={close} actions={actions} /> : null}
        {open === 'leaving' ? (
          <Confirmation
            title="Leave?"
            lines={[...inFlight.values()]}
            yes={{ word: 'leave', run: leave }}
            onClose={close}
          />
        ) : null}
        <Component key={JSON.stringify(location)} />
      </Box>
      <Footer />
    </>
  )
}

/** There is no room for anything but one sentence. */
function TooSmall() {
  const { leave } = useDesk()
  useKeys({ quit: leave })
  return (
    <Text>Ballast needs 40 columns and 12 rows; please make the window larger, or press q.</Text>
  )
}

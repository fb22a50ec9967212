import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Frame } from './Frame.tsx'
import { NetworkProvider } from './hooks/useConnection.tsx'
import { DeskProvider, type OpenDraft } from './hooks/useDesk.tsx'
import { type Location, NavigationProvider } from './hooks/useNavigation.tsx'
import { NoticesProvider } from './hooks/useNotices.tsx'
import { PreviewsProvider } from './hooks/usePreviews.tsx'
import { ServicesProvider } from './hooks/useServices.ts'
import { LayoutProvider } from './layout.ts'
import type { Services } from './services.ts'
import { type Theme, ThemeProvider } from './theme.ts'

interface AppProps {
  readonly services: Services
  readonly theme: Theme
  readonly client: QueryClient
  readonly start?: Location
  /** Where going back leads from there. */
  readonly below?: readonly Location[] | undefined
  /** A draft that is open from the beginning. */
  readonly draft?: OpenDraft | undefined
  readonly leave: () => void
  readonly leaveBehind: (line: string) => void
}

const OVERVIEW: Location = { screen: 'overview', params: {} }

/** The whole interface: what everything shares around the frame. */
export function App({
  services,
  theme,
  client,
  start,
  below,
  draft,
  leave,
  leaveBehind,
}: AppProps) {
  return (
    <ThemeProvider value={theme}>
      <LayoutProvider>
        <ServicesProvider value={services}>
          <QueryClientProvider client={client}>
            <NetworkProvider>
              <NoticesProvider>
                <DeskProvider draft={draft} leave={leave} leaveBehind={leaveBehind}>
                  <PreviewsProvider>
                    <NavigationProvider start={start ?? OVERVIEW} below={below}>
                      <Frame />
                    </NavigationProvider>
                  </PreviewsProvider>
                </DeskProvider>
              </NoticesProvider>
            </NetworkProvider>
          </QueryClientProvider>
        </ServicesProvider>
      </LayoutProvider>
    </ThemeProvider>
  )
}

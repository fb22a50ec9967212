import { useQueryClient } from '@tanstack/react-query'
import { Box, Text } from 'ink'
import { memo, useState } from 'react'
import { AccountDialog } from './components/AccountDialog.tsx'
import { Confirmation } from './components/Confirmation.tsx'
import { Footer } from './components/Footer.tsx'
import { Header, useExtraRows } from './components/Header.tsx'
import { Help } from './components/Help.tsx'
import { Palette } from './components/Palette.tsx'
import { ScreenBoundary } from './components/ScreenBoundary.tsx'
import { WarpDialog } from './components/WarpDialog.tsx'
import { useNetwork } from './hooks/useConnection.tsx'
import { useDesk } from './hooks/useDesk.tsx'
import { Keyboard, KeyLayer, useKeys } from './hooks/useKeys.tsx'
import { useLeaving } from './hooks/useLeaving.ts'
import { askAgain } from './hooks/useLive.ts'
import { type Location, placeOf, useNavigation } from './hooks/useNavigation.tsx'
import { useNotices } from './hooks/useNotices.tsx'
import { useWhyNoWarp } from './hooks/useWhyNoWarp.ts'
import { LessRoom, useLayout } from './layout.ts'
import { listedScreens, screenOf } from './screens/registry.ts'

/** Header, screen and footer; on top of them what belongs to no screen. Never more than the window holds. */
export function Frame() {
  const { columns, rows, fit } = useLayout()
  const { say, clear } = useNotices()
  const extraRows = useExtraRows()
  const isTiny = fit === 'tiny'
  return (
    <Keyboard onBlocked={(reason) => say(reason, 'caution')} onKey={clear}>
      {isTiny ? <TooSmall /> : null}
      {/* What somebody was in the middle of is still there when the window grows again. */}
      <Box
        display={isTiny ? 'none' : 'flex'}
        flexDirection="column"
        width={columns}
        height={rows}
        overflow="hidden"
      >
        <LessRoom rows={extraRows}>
          <Body />
        </LessRoom>
      </Box>
    </Keyboard>
  )
}

/** What lies over a screen. */
type Overlay = 'palette' | 'help' | 'leaving' | 'account' | 'time'

function Body() {
  const { location } = useNavigation()
  const { bodyRows } = useLayout()
  const [overlay, setOverlay] = useState<Overlay>()
  useFrameKeys(overlay, setOverlay)
  return (
    <>
      <Header title={overlay === 'help' ? 'Keys' : screenOf(location.screen).title} />
      <Box flexDirection="column" height={bodyRows} overflow="hidden">
        {overlay === undefined ? null : (
          <KeyLayer isOverAll>
            <OverlayOf overlay={overlay} onClose={() => setOverlay(undefined)} />
          </KeyLayer>
        )}
        <Box
          display={overlay === undefined ? 'flex' : 'none'}
          flexDirection="column"
          height={bodyRows}
          overflow="hidden"
        >
          <KeyLayer>
            <ScreenAt location={location} />
          </KeyLayer>
        </Box>
      </Box>
      <Footer />
    </>
  )
}

/** The keys that every screen has. */
function useFrameKeys(
  overlay: Overlay | undefined,
  setOverlay: (overlay: Overlay | undefined) => void,
): void {
  const client = useQueryClient()
  const { go, back, canGoBack, location } = useNavigation()
  const { say } = useNotices()
  const { fit } = useLayout()
  const { leave } = useDesk()
  const whatIsLost = useLeaving()
  const { session } = useNetwork()
  const whyNoWarp = useWhyNoWarp()
  // Who has just arrived at a demonstration does not know yet that time and people are its to play.
  const isArrival = session.isDemo && location.screen === listedScreens[0]?.id
  useKeys({
    screen: (key) => {
      const wanted = listedScreens[Number(key) - 1]
      if (wanted === undefined) say(`There are ${listedScreens.length} screens.`, 'caution')
      else go(wanted.id)
    },
    palette: () => setOverlay('palette'),
    account: {
      run: () => setOverlay('account'),
      isQuiet: session.account !== undefined && !isArrival,
    },
    warp: { run: () => setOverlay('time'), blocked: whyNoWarp, isQuiet: !isArrival },
    refresh: () => askAgain(client),
    back: { run: back, isQuiet: !canGoBack },
    quit: () => (whatIsLost().length === 0 ? leave() : setOverlay('leaving')),
  })
  // Whatever has to be answered first: how to answer it can be looked up.
  useKeys(
    { help: () => setOverlay(overlay === 'help' ? undefined : 'help') },
    { isEverywhere: true, isActive: fit !== 'tiny' && (overlay ?? 'help') === 'help' },
  )
}

function OverlayOf({
  overlay,
  onClose,
}: {
  readonly overlay: Overlay
  readonly onClose: () => void
}) {
  const { leave } = useDesk()
  const whatIsLost = useLeaving()
  switch (overlay) {
    case 'palette':
      return <Palette onClose={onClose} />
    case 'help':
      return <Help onClose={onClose} />
    case 'account':
      return <AccountDialog onClose={onClose} />
    case 'time':
      return <WarpDialog onClose={onClose} />
    case 'leaving':
      return (
        <Confirmation
          title="Leave?"
          lines={whatIsLost()}
          yes={{ word: 'leave', run: leave }}
          onClose={onClose}
        />
      )
  }
}

/** Drawn again only when the place changes: what happens around a screen is not its business. */
const ScreenAt = memo(function ScreenAt({ location }: { readonly location: Location }) {
  const { Component, title } = screenOf(location.screen)
  return (
    <ScreenBoundary key={placeOf(location)} title={title}>
      <Component />
    </ScreenBoundary>
  )
})

/** There is no room for anything but one sentence. */
function TooSmall() {
  return (
    <KeyLayer isOverAll>
      <KeyLayer isOverAll>
        <OneSentence />
      </KeyLayer>
    </KeyLayer>
  )
}

function OneSentence() {
  const { leave } = useDesk()
  const isIdle = useLeaving()().length === 0
  useKeys({ quit: isIdle ? leave : undefined }, { isModal: true, isCover: true })
  return (
    <Text>
      {`Ballast needs 40 columns and 12 rows; please make the window larger${isIdle ? ', or press q' : ''}.`}
    </Text>
  )
}

import { Box, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'
import type { Panes } from '../hooks/usePanes.ts'
import { useTheme } from '../theme.ts'
import { Beside } from './Beside.tsx'
import { Words } from './Words.tsx'

interface SplitProps {
  readonly panes: Panes
  readonly list: ReactNode
  readonly detail: ReactNode
  readonly height: number
}

/** List and detail side by side, or the one of them that has the focus. What is hidden stays as it was. */
export function Split({ panes, list, detail, height }: SplitProps) {
  const { focused, isSplit, listWidth, detailWidth } = panes
  const isShown = (pane: 'list' | 'detail') => isSplit || focused === pane
  return (
    <Beside height={height} overflow="hidden">
      <Pane isShown={isShown('list')} width={listWidth}>
        {list}
      </Pane>
      {isSplit ? <Divider height={height} /> : null}
      <Pane isShown={isShown('detail')} width={detailWidth}>
        {detail}
      </Pane>
    </Beside>
  )
}

function Pane({
  isShown,
  width,
  children,
}: {
  readonly isShown: boolean
  readonly width: number
  readonly children: ReactNode
}) {
  return (
    <Box
      display={isShown ? 'flex' : 'none'}
      flexDirection="column"
      flexShrink={0}
      width={width}
      overflow="hidden"
    >
      {children}
    </Box>
  )
}

function Divider({ height }: { readonly height: number }) {
  const { symbols } = useTheme()
  if (useIsScreenReaderEnabled()) return null
  return (
    <Box flexDirection="column" flexShrink={0} width={3} paddingX={1}>
      <Words tone="muted" wrap="hard">
        {symbols.marker.repeat(height)}
      </Words>
    </Box>
  )
}

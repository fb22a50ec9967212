import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'
import { Beside } from './Beside.tsx'

/** The rule between two panes, and a cell on both sides of it. */
const GAP = 3
const NARROWEST_DETAIL = 38

/** How many cells the list has, and what stands beside it; without room for both the list has all. */
export function paneWidths(columns: number, isWide: boolean): { list: number; detail: number } {
  if (!isWide) return { list: columns, detail: 0 }
  const detail = Math.max(NARROWEST_DETAIL, Math.floor(columns * 0.4)) - GAP
  return { list: columns - detail - GAP, detail }
}

interface PanesProps {
  readonly list: (width: number) => ReactNode
  readonly detail: (width: number) => ReactNode
}

/** A list, and beside it, where there is room, what is selected in it. */
export function Panes({ list, detail }: PanesProps) {
  const { columns, fit, bodyRows } = useLayout()
  const { symbols } = useTheme()
  const isWide = fit === 'wide'
  const widths = paneWidths(columns, isWide)
  return (
    <Beside height={bodyRows} overflow="hidden">
      <Box flexDirection="column" width={widths.list} flexShrink={0} overflow="hidden">
        {list(widths.list)}
      </Box>
      {isWide ? (
        <Box
          flexDirection="column"
          width={widths.detail + GAP - 1}
          marginLeft={1}
          height={bodyRows}
          borderStyle={symbols.border}
          borderTop={false}
          borderRight={false}
          borderBottom={false}
          borderDimColor={true}
          paddingLeft={1}
          overflow="hidden"
        >
          {detail(widths.detail)}
        </Box>
      ) : null}
    </Beside>
  )
}

import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'
import { Beside } from './Beside.tsx'

export type Pane = 'list' | 'detail'

/** How a list and its detail share a wide window. */
export interface Sharing {
  /** The detail's part of all cells, from 0 to 1. */
  readonly detail?: number
  /** Cells that the list keeps before the detail has its part. */
  readonly leastList?: number
  /** Cells that the detail has in any case, those of the rule among them. */
  readonly leastDetail?: number
}

/** The rule between two panes, and a cell on both sides of it. */
const GAP = 3

/** How many cells the list has, and what stands beside it; without room for both each has all. */
export function paneWidths(
  columns: number,
  isWide: boolean,
  { detail: share = 0.4, leastList = 0, leastDetail = 38 }: Sharing = {},
): { list: number; detail: number } {
  if (!isWide) return { list: columns, detail: columns }
  const part = Math.min(Math.floor(columns * share), columns - leastList)
  const detail = Math.max(leastDetail, part)
  return { list: columns - detail, detail: detail - GAP }
}

interface PanesProps {
  readonly list: (width: number) => ReactNode
  readonly detail: (width: number) => ReactNode
  readonly sharing?: Sharing
  /** The one that is there where there is no room for both. */
  readonly focused?: Pane
  /** All rows of the screen unless something stands above or below. */
  readonly height?: number
}

/** A list, and beside it, where there is room, what is selected in it. */
export function Panes({ list, detail, sharing, focused = 'list', height }: PanesProps) {
  const { columns, fit, bodyRows } = useLayout()
  const isWide = fit === 'wide'
  const widths = paneWidths(columns, isWide, sharing)
  const rows = height ?? bodyRows
  return (
    <Beside height={rows} overflow="hidden">
      {isWide || focused === 'list' ? (
        <Box flexDirection="column" width={widths.list} flexShrink={0} overflow="hidden">
          {list(widths.list)}
        </Box>
      ) : null}
      {isWide ? (
        <Ruled width={widths.detail} height={rows}>
          {detail(widths.detail)}
        </Ruled>
      ) : null}
      {!isWide && focused === 'detail' ? detail(widths.detail) : null}
    </Beside>
  )
}

/** To the right of the rule. */
function Ruled({
  width,
  height,
  children,
}: {
  readonly width: number
  readonly height: number
  readonly children: ReactNode
}) {
  const { symbols } = useTheme()
  return (
    <Box
      flexDirection="column"
      width={width + GAP - 1}
      marginLeft={1}
      height={height}
      borderStyle={symbols.border}
      borderTop={false}
      borderRight={false}
      borderBottom={false}
      borderDimColor={true}
      paddingLeft={1}
      overflow="hidden"
    >
      {children}
    </Box>
  )
}

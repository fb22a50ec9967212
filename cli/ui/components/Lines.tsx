import { Box, useIsScreenReaderEnabled } from 'ink'
import { useKeys } from '../hooks/useKeys.tsx'
import { useListCursor } from '../hooks/useListCursor.ts'
import type { Line } from '../lines.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

interface LinesProps {
  readonly lines: readonly Line[]
  /** How many rows of the screen there are for them. */
  readonly height: number
  /** Under which the place is remembered. */
  readonly name: string
  /** Whether the keys move this one. */
  readonly isFocused?: boolean
}

/** Lines of which some may be out of sight; the keys that move rows move the window. */
export function Lines({ lines, height, name, isFocused = true }: LinesProps) {
  const rows = Math.max(1, height)
  const isCut = lines.length > rows
  const room = isCut ? Math.max(1, rows - 1) : rows
  const top = useWindow({ count: lines.length, room, name, isFocused: isFocused && isCut })
  const isRead = useIsScreenReaderEnabled()
  const { symbols } = useTheme()
  const below = lines.length - top - room
  return (
    <Box flexDirection="column">
      {lines.slice(top, top + room).map(({ text, tone, spoken }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is what its place is
        <Words key={index} tone={tone ?? 'plain'}>
          {isRead && spoken !== undefined ? spoken : text === '' ? ' ' : text}
        </Words>
      ))}
      {isCut ? (
        <Words tone="muted">
          {below > 0
            ? `${symbols.down} ${below} more`
            : `${symbols.up} the end of ${lines.length} lines`}
        </Words>
      ) : null}
    </Box>
  )
}

/** The first line that is shown; remembered where somebody comes back to. */
function useWindow(of: {
  readonly count: number
  readonly room: number
  readonly name: string
  readonly isFocused: boolean
}): number {
  const { count, room, name, isFocused } = of
  const last = Math.max(0, count - room)
  const { index, actions } = useListCursor(last + 1, last + 1, name)
  useKeys(actions, { isActive: isFocused })
  return index
}

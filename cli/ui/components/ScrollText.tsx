import { Box, useIsScreenReaderEnabled } from 'ink'
import { formatCount } from '../../shared/format.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import { useScroll } from '../hooks/useScroll.ts'
import type { Line } from '../lines.ts'
import { useTheme } from '../theme.ts'
import { Lines } from './Lines.tsx'
import { Words } from './Words.tsx'

interface ScrollTextProps {
  /** As they stand. Foreign text has been through `printable`. */
  readonly lines: readonly (string | Line)[]
  /** Rows of the screen, the one that says where the window is among them. */
  readonly height: number
  /** Whether the keys are for this text rather than for another pane. */
  readonly isFocused?: boolean
  /** Tells two texts of one screen apart. */
  readonly name?: string
}

/** A text that may be longer than its place; it scrolls by the keys that move. Lines are cut, never wrapped. */
export function ScrollText({ lines, height, isFocused = true, name }: ScrollTextProps) {
  const isRead = useIsScreenReaderEnabled()
  const { isAscii } = useTheme()
  const isLong = lines.length > height
  const room = Math.max(1, isLong ? height - 1 : height)
  const { top, actions } = useScroll(lines.length, room, name)
  useKeys(actions, { isActive: isFocused })
  const shown = isRead ? lines : lines.slice(top, top + room)
  return (
    <Box flexDirection="column">
      <Lines lines={shown} />
      {isLong && !isRead ? (
        <Words tone="muted">{`${formatCount(top + 1)}${isAscii ? '-' : '\u2013'}${formatCount(top + shown.length)} of ${formatCount(lines.length)}`}</Words>
      ) : null}
    </Box>
  )
}

import { Box } from 'ink'
import { replacedLines } from '../../actWords.ts'
import type { Space } from '../../hooks/useDialogSpace.ts'
import type { Replaced } from '../../services/acts.ts'
import { useTheme } from '../../theme.ts'
import { DialogText } from '../DialogText.tsx'
import { Close } from './ActEnded.tsx'

/** What left in place of what waits; its end is not waited for. */
export function ActReplaced({
  end,
  room,
  onClose,
}: {
  readonly end: Replaced
  readonly room: Space
  readonly onClose: () => void
}) {
  const { symbols } = useTheme()
  return (
    <Box flexDirection="column">
      <DialogText lines={replacedLines(end, room.width, symbols)} height={room.height - 1} />
      <Close onClose={onClose} />
    </Box>
  )
}

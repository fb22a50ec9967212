import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'
import { printable } from '../../shared/format.ts'
import { KeyLayer, useKeys } from '../hooks/useKeys.tsx'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Longer lines are hard to read, however wide the window is. */
const WIDEST = 100

/** Cells between the borders of a dialog. */
export const useDialogRoom = (): number => Math.min(useLayout().columns, WIDEST) - 4

/**
 * Something that has to be answered first: the keys below it rest, Esc closes it. Drawn in its place: a screen draws it
 * instead of what it covers, or above.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const room = useDialogRoom()
  const { symbols, look } = useTheme()
  const frame = useIsScreenReaderEnabled()
    ? {}
    : { borderStyle: symbols.border, paddingX: 1, width: room + 4 }
  return (
    <KeyLayer>
      <Modal onClose={onClose} />
      <Box flexDirection="column" flexShrink={0} {...frame}>
        <Text bold {...look('accent')} wrap="truncate">
          {printable(title)}
        </Text>
        <KeyLayer>{children}</KeyLayer>
      </Box>
    </KeyLayer>
  )
}

function Modal({ onClose }: { readonly onClose: () => void }) {
  useKeys({ back: { run: onClose, word: 'close' } }, { isModal: true })
  return null
}

import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { KeyLayer, useKeys } from '../hooks/useKeys.tsx'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'

/** Something that has to be answered first: the keys below it rest, Esc closes it. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { columns } = useLayout()
  const { symbols, look } = useTheme()
  return (
    <KeyLayer>
      <Modal onClose={onClose} />
      <Box
        flexDirection="column"
        borderStyle={symbols.border === 'round' ? 'round' : 'classic'}
        paddingX={1}
        width={Math.min(columns, 100)}
      >
        <Text bold {...look('accent')} wrap="truncate">
          {title}
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

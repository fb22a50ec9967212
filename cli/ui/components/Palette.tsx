import { Box } from 'ink'
import { type ShownAction, useKeys } from '../hooks/useKeys.tsx'
import { useListCursor } from '../hooks/useListCursor.ts'
import { useNavigation } from '../hooks/useNavigation.tsx'
import { useTextField } from '../hooks/useTextField.ts'
import { useLayout } from '../layout.ts'
import { listedScreens } from '../screens/registry.ts'
import { Dialog } from './Dialog.tsx'
import { TextInput } from './TextInput.tsx'
import { Words } from './Words.tsx'

/** Finds a screen by some letters of its name. */
export function Palette({
  onClose,
}: {
  readonly onClose: () => void
  readonly actions: readonly ShownAction[]
}) {
  return (
    <Dialog title="Go to" onClose={onClose}>
      <Choices onClose={onClose} />
    </Dialog>
  )
}

function Choices({ onClose }: { readonly onClose: () => void }) {
  const { go } = useNavigation()
  const { columns } = useLayout()
  const field = useTextField('')
  const found = listedScreens.filter(({ title, summary }) =>
    `${title} ${summary}`.toLowerCase().includes(field.text.toLowerCase()),
  )
  const { index, actions } = useListCursor(found.length, 9, 'palette')
  useKeys(
    {
      ...actions,
      open: () => {
        const screen = found[index]
        onClose()
        if (screen !== undefined) go(screen.id)
      },
    },
    { text: field.target },
  )
  return (
    <Box flexDirection="column">
      <TextInput state={field.state} width={columns - 8} placeholder="a screen or an action" />
      {found.map(({ id, title, summary }, i) => (
        <Words key={id} isFocused={i === index}>{`${title}  ${summary}`}</Words>
      ))}
    </Box>
  )
}

import { Box, Text } from 'ink'
import { printable } from '../../shared/format.ts'
import { cell, widthOf } from '../cell.ts'
import { type Choice, findChoices } from '../choices.ts'
import { useChoices } from '../hooks/useChoices.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import { usePassingCursor } from '../hooks/useListCursor.ts'
import { useTextField } from '../hooks/useTextField.ts'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'
import { Dialog, useDialogRoom } from './Dialog.tsx'
import { TextInput } from './TextInput.tsx'
import { Words } from './Words.tsx'

/** Finds a screen, an action or a thing by some letters of its name, and goes there or does it. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Go to, or do" onClose={onClose}>
      <Choices onClose={onClose} />
    </Dialog>
  )
}

/** What the dialog around the choices takes, and the line that is typed. */
const OTHER_ROWS = 5

function Choices({ onClose }: { readonly onClose: () => void }) {
  const { bodyRows } = useLayout()
  const width = useDialogRoom()
  const height = Math.max(1, Math.min(16, bodyRows - OTHER_ROWS))
  const field = useTextField('', () => select(0))
  const found = findChoices(useChoices(), field.text)
  const { index, top, actions, select } = usePassingCursor(found.length, height)
  const chosen = found[index]
  useKeys(
    {
      ...actions,
      open: {
        run: () => {
          onClose()
          chosen?.run()
        },
        word: 'go',
      },
    },
    { text: field.target },
  )
  return (
    <Box flexDirection="column">
      <TextInput state={field.state} width={width} placeholder="a screen, an action, a market" />
      {found.slice(top, top + height).map((choice, row) => (
        <Row key={choice.id} choice={choice} isChosen={top + row === index} width={width} />
      ))}
      <Words tone="muted">
        {found.length === 0 ? 'nothing has these letters' : `${index + 1} of ${found.length}`}
      </Words>
    </Box>
  )
}

const KEY_WIDTH = 7

function Row({
  choice: { title, summary, key, blocked },
  isChosen,
  width,
}: {
  readonly choice: Choice
  readonly isChosen: boolean
  readonly width: number
}) {
  const { symbols, focus, look } = useTheme()
  const drawn = { align: 'left', ellipsis: symbols.ellipsis } as const
  const titleWidth = Math.min(34, Math.floor(width / 2))
  const rest = Math.max(0, width - titleWidth - KEY_WIDTH - 3)
  const about = blocked === undefined ? summary : `(${summary})`
  const name = cell(printable(title), titleWidth, drawn)
  return (
    <Text wrap="truncate" {...(isChosen ? focus : {})}>
      {isChosen ? symbols.selected : ' '}
      <Text {...(blocked === undefined ? {} : look('muted'))}> {name}</Text>
      <Text {...look('muted')}> {cell(printable(about), rest, drawn)}</Text>
      {' '.repeat(Math.max(0, KEY_WIDTH - widthOf(key))) + key}
    </Text>
  )
}

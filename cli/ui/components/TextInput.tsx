import { Text } from 'ink'
import type { TextState } from '../hooks/useTextField.ts'
import { useTheme } from '../theme.ts'

/** A field of one line: the part around the cursor that fits, the cursor in reverse video. */
export function TextInput({
  state,
  width,
  placeholder = '',
  isFocused = true,
}: {
  readonly state: TextState
  readonly width: number
  readonly placeholder?: string
  readonly isFocused?: boolean
}) {
  const theme = useTheme()
  const { characters, cursor } = state
  if (characters.length === 0) {
    return (
      <Text wrap="truncate">
        {isFocused ? <Text {...theme.focus}> </Text> : null}
        <Text {...theme.look('muted')}>{placeholder}</Text>
      </Text>
    )
  }
  if (!isFocused) return <Text wrap="truncate">{characters.join('')}</Text>
  const room = Math.max(4, width - 1)
  const from = Math.max(0, cursor - room + 1)
  const shown = characters.slice(from, from + room)
  const at = cursor - from
  return (
    <Text wrap="truncate">
      {shown.slice(0, at).join('')}
      <Text {...theme.focus}>{shown[at] ?? ' '}</Text>
      {shown.slice(at + 1).join('')}
    </Text>
  )
}

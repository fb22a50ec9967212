import { Box, Text } from 'ink'
import { shownKey } from '../../bindings.ts'
import { cell } from '../../cell.ts'
import { Words } from '../../components/Words.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useListCursor } from '../../hooks/useListCursor.ts'
import { keyGroups, keyTable } from '../../keys.ts'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import type { Screen } from '../screen.ts'

/** All keys in their groups, from the key table. */
function Help() {
  const { bodyRows } = useLayout()
  const { isAscii, symbols } = useTheme()
  const groups = Object.entries(keyGroups)
  const lines = groups.flatMap(([group, title]) => [
    { id: group, title, keys: '', help: '' },
    ...keyTable
      .filter((binding) => binding.group === group)
      .map(({ intent, keys, help }) => ({
        id: intent as string,
        title: '',
        keys: keys.map((key) => shownKey(key, isAscii)).join(' '),
        help: help as string,
      })),
  ])
  const { top, actions } = useListCursor(lines.length, bodyRows)
  useKeys(actions)
  return (
    <Box flexDirection="column">
      {lines.slice(top, top + bodyRows).map(({ id, title, keys, help }) =>
        title === '' ? (
          <Text key={id} wrap="truncate">
            {`  ${cell(keys, 18, { align: 'left', ellipsis: symbols.ellipsis })} ${help}`}
          </Text>
        ) : (
          <Words key={id} tone="accent">
            {title}
          </Words>
        ),
      )}
    </Box>
  )
}

export const helpScreen: Screen = {
  id: 'help',
  title: 'Keys',
  summary: 'all keys',
  isListed: false,
  Component: Help,
}

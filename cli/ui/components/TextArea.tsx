import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import type { TextState } from '../hooks/useTextField.ts'
import { rowAt, type TextRow } from '../textRows.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

interface TextAreaProps {
  readonly state: TextState
  readonly rows: readonly TextRow[]
  /** Rows of the screen. */
  readonly height: number
}

/** A field of several lines: the rows around the cursor. */
export function TextArea({ state, rows, height }: TextAreaProps) {
  const isRead = useIsScreenReaderEnabled()
  if (isRead) return <Text>{state.characters.join('')}</Text>
  const row = rowAt(rows, state.cursor)
  const top = Math.max(0, Math.min(row - Math.floor(height / 2), rows.length - height))
  return (
    <Box flexDirection="column">
      {rows.slice(top, top + height).map((one, index) => (
        <Row key={one.from} row={one} state={state} hasCursor={top + index === row} />
      ))}
    </Box>
  )
}

function Row({
  row,
  state,
  hasCursor,
}: {
  readonly row: TextRow
  readonly state: TextState
  readonly hasCursor: boolean
}) {
  const { isStyled, focus } = useTheme()
  const { characters, cursor } = state
  const text = (from: number, to: number) => characters.slice(from, Math.max(from, to)).join('')
  if (!hasCursor) return <Words>{text(row.from, row.to) || ' '}</Words>
  const under = cursor < row.to ? (characters[cursor] ?? ' ') : ' '
  return (
    <Text wrap="truncate">
      {text(row.from, cursor)}
      {isStyled ? <Text {...focus}>{under}</Text> : `|${under}`}
      {text(cursor + 1, row.to)}
    </Text>
  )
}

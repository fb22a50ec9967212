import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { useTheme } from '../../theme.ts'
import type { Row } from './rows.ts'

interface RowPaneProps {
  readonly rows: readonly Row[]
  readonly width: number
  readonly height: number
  /** The key of the selected row, here or in another pane. */
  readonly selected: string | undefined
}

/** Rows below each other; where they do not fit, those around the selected one. */
export function RowPane({ rows, width, height, selected }: RowPaneProps) {
  const theme = useTheme()
  if (useIsScreenReaderEnabled()) return <SpokenRows rows={rows} selected={selected} />
  const at = rows.findIndex(({ key }) => key === selected)
  const top = windowTop({ count: rows.length, height, at })
  const below = rows.length - top - height
  const shown = rows.slice(top, below > 0 ? top + height - 1 : top + height)
  return (
    <Box flexDirection="column" width={width} flexShrink={0} overflow="hidden">
      {shown.map(({ key, pieces }) => (
        <Text key={key} wrap="truncate" {...(key === selected ? theme.focus : {})}>
          {key === selected ? `${theme.symbols.selected} ` : '  '}
          {pieces.map(({ text, tone }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place
            <Text key={index} {...theme.look(tone)}>
              {text}
            </Text>
          ))}
        </Text>
      ))}
      {below > 0 ? (
        <Text {...theme.look('muted')}>{`  ${theme.symbols.down} ${below + 1} more rows`}</Text>
      ) : null}
    </Box>
  )
}

/** A row below the selected one stays in sight: the last is the one that says how many there are. */
function windowTop(of: {
  readonly count: number
  readonly height: number
  readonly at: number
}): number {
  const { count, height, at } = of
  return Math.max(0, Math.min(at - height + 3, count - height))
}

/** A sentence a row. */
function SpokenRows({ rows, selected }: Pick<RowPaneProps, 'rows' | 'selected'>) {
  return (
    <Box flexDirection="column">
      {rows
        .filter(({ spoken }) => spoken !== '')
        .map(({ key, spoken }) => (
          <Text key={key}>{`${key === selected ? 'selected: ' : ''}${spoken}`}</Text>
        ))}
    </Box>
  )
}

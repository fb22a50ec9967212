import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'
import { formatCount, printable } from '../../shared/format.ts'
import { cell, type Drawn } from '../cell.ts'
import { fitColumns } from '../columns.ts'
import { heard } from '../lines.ts'
import { type Tone, useTheme } from '../theme.ts'
import { joined, TableRow } from './TableRow.tsx'

/** A column: what it shows of a row, and how much it matters where there is little room. */
export interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string
  readonly tone?: (row: Row) => Tone
  /** For somebody who listens, in place of a drawing. */
  readonly spoken?: (row: Row) => string
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right'
  /** Columns of priority 1 are always there; higher ones leave first. */
  readonly priority?: 1 | 2 | 3 | 4
  /** Cells; a column that grows takes what is left. */
  readonly width: number
  readonly grows?: boolean
}

interface TableProps<Row> {
  readonly columns: readonly Column<Row>[]
  /** The rows that are drawn: a window of all. */
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Which of them is selected; -1 for none. */
  readonly selected: number
  readonly width: number
  /** Whether the focus is here rather than in another pane. */
  readonly isFocused?: boolean
  /** Where the window is, below the rows: `12–31 of 45`. */
  readonly place?: { readonly top: number; readonly count: number }
}

/** Rows under their titles, one of them selected. Cells are cut, never wrapped. */
export function Table<Row>(props: TableProps<Row>): ReactNode {
  const { columns, rows, keyOf, selected, width, isFocused = true, place } = props
  const theme = useTheme()
  const isRead = useIsScreenReaderEnabled()
  if (isRead) return <ReadTable {...props} />
  const { symbols, isAscii } = theme
  const fitted = fitColumns(columns, width - MARK)
  const titles = fitted.map(({ column, width: room }) =>
    cell(column.title, room, draw(column, symbols.ellipsis)),
  )
  return (
    <Box flexDirection="column">
      <Text wrap="truncate" {...theme.look('muted')}>
        {' '.repeat(MARK) + titles.join(' ')}
      </Text>
      {rows.map((row, index) => (
        <TableRow
          key={keyOf(row)}
          mark={index === selected ? `${symbols.selected} ` : ' '.repeat(MARK)}
          isFocused={index === selected && isFocused}
          runs={joined(
            fitted.map(({ column, width: room }, i) => ({
              text:
                (i === 0 ? '' : ' ') +
                cell(printable(column.text(row)), room, draw(column, symbols.ellipsis)),
              tone: column.tone?.(row) ?? 'plain',
            })),
          )}
        />
      ))}
      {place !== undefined && place.count > rows.length ? (
        <Text {...theme.look('muted')}>
          {`${' '.repeat(MARK)}${formatCount(place.top + 1)}${isAscii ? '-' : '\u2013'}${formatCount(place.top + rows.length)} of ${formatCount(place.count)}`}
        </Text>
      ) : null}
    </Box>
  )
}

const MARK = 2

const draw = (column: { readonly align?: 'left' | 'right' }, ellipsis: string): Drawn => ({
  align: column.align ?? 'left',
  ellipsis,
})

/** For somebody who listens: a sentence a row, each value after its title. */
function ReadTable<Row>({ columns, rows, keyOf, selected, place }: TableProps<Row>) {
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        <Text key={keyOf(row)}>
          {index === selected ? 'selected: ' : ''}
          {columns
            .map(({ title, text, spoken = text }) => heard(`${title} ${printable(spoken(row))}`))
            .join(', ')}
        </Text>
      ))}
      {place !== undefined && place.count > rows.length ? (
        <Text>{`rows ${formatCount(place.top + 1)} to ${formatCount(place.top + rows.length)} of ${formatCount(place.count)}`}</Text>
      ) : null}
    </Box>
  )
}

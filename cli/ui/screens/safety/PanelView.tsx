import { Box } from 'ink'
import { type ReactNode, useState } from 'react'
import { widthOf } from '../../cell.ts'
import { DetailDialog } from '../../components/DetailDialog.tsx'
import { Panes } from '../../components/Panes.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Empty } from '../../components/States.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import type { KeyActions } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import type { Panel } from './panel.ts'

interface PanelViewProps<Row> {
  readonly panel: Panel<Row>
  /** Tells its cursor from those of other panels. */
  readonly name: string
  /** Above the list, one row. */
  readonly head: (width: number) => ReactNode
  readonly actions: KeyActions
}

/** The line of the panels, the empty one below it, the titles of the columns, and where one is. */
const FRAME_ROWS = 4

/** One panel: its list, and the selected row beside it where there is room. */
export function PanelView<Row>({ panel, name, head, actions }: PanelViewProps<Row>): ReactNode {
  const { rows, nameOf, columns, lines, copied, empty, rest } = panel
  const layout = useLayout()
  const theme = useTheme()
  const now = useChainClock()
  const copy = useClipboard()
  const [isOpen, setOpen] = useState(false)
  const height = Math.max(1, layout.bodyRows - FRAME_ROWS - (rest === undefined ? 0 : 1))
  const cursor = useNamedCursor(rows.map(nameOf), height, `cursor ${name}`)
  const row = rows[cursor.index]
  const text = row === undefined ? undefined : copied(row)
  const open = row === undefined ? undefined : () => setOpen(true)
  useKeys({
    ...cursor.actions,
    ...actions,
    open: open && { run: open, word: 'details' },
    details: open && { run: open, isQuiet: true },
    copy: text && { run: () => copy(text.text, `the ${text.what}`), word: `copy ${text.what}` },
  })
  const linesIn = (width: number) => (row === undefined ? [] : lines(row, { theme, now, width }))
  if (row !== undefined && isOpen) {
    return (
      <DetailDialog
        title="Details"
        lines={linesIn(Math.min(100, layout.columns) - 4)}
        {...(text === undefined ? {} : { copied: text })}
        onClose={() => setOpen(false)}
      />
    )
  }
  return (
    <Panes
      sharing={SHARING}
      list={(width) => (
        <Box flexDirection="column">
          {head(width)}
          <Words> </Words>
          {rows.length === 0 ? (
            <Empty {...empty} />
          ) : (
            <Table
              columns={columns({ theme, now }).map((column) => wideEnough(column, rows))}
              rows={rows.slice(cursor.top, cursor.top + height)}
              keyOf={nameOf}
              selected={cursor.index - cursor.top}
              width={width}
              place={{ top: cursor.top, count: rows.length }}
            />
          )}
          {rest === undefined ? null : <Words tone="muted">{`  ${rest}`}</Words>}
        </Box>
      )}
      detail={(width) => (
        <ScrollText lines={linesIn(width)} height={layout.bodyRows} name="pane" isFocused={false} />
      )}
    />
  )
}

const SHARING = { leastList: 60 }

/** Numbers are there as a whole or not at all. */
function wideEnough<Row>(column: Column<Row>, rows: readonly Row[]): Column<Row> {
  if (column.align !== 'right') return column
  return {
    ...column,
    width: Math.max(column.width, ...rows.map((row) => widthOf(column.text(row)))),
  }
}

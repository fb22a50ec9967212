import { Box, useIsScreenReaderEnabled } from 'ink'
import type { ParameterRow } from '../../../report/parametersText.ts'
import type { ParameterList } from '../../../workflows/listParameters.ts'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Panes } from '../../components/Panes.tsx'
import { Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { type Filter, useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useMemory, useNavigation } from '../../hooks/useNavigation.tsx'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import { ParameterPane } from './ParameterPane.tsx'
import { parameterColumns } from './parameterColumns.ts'
import {
  everyParameter,
  nextOrder,
  nextSubject,
  type ParameterView,
  parameterOrders,
  rowsOf,
} from './parameterRows.ts'

/** Titles of the columns, the line that says where one is, and the line about the view. */
const FRAME_ROWS = 3

/** The list of parameters, and the selected one beside it where there is room. */
export function ParameterTable({ list }: { readonly list: ParameterList }) {
  const { bodyRows } = useLayout()
  const { go } = useNavigation()
  const filter = useFilter()
  const [view, change] = useMemory<ParameterView>('view', everyParameter)
  const rows = rowsOf(list.parameters, view, filter.matches)
  const gap = list.isHistoryComplete ? 0 : 1
  const height = Math.max(1, bodyRows - FRAME_ROWS - filter.rows - gap)
  // Each view has its own row: whoever clears the filter is back at the row from before.
  const place = `cursor ${JSON.stringify([view, filter.text])}`
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), height, place)
  const row = rows[index]
  const about = row === undefined ? undefined : { subject: row.subject, parameter: row.parameter }
  const onRow = (screen: string) =>
    about === undefined ? undefined : { run: () => go(screen, about) }
  const open = onRow('parameter')
  const show = (next: (before: ParameterView) => ParameterView) => () => change(next)
  useKeys({
    ...actions,
    open,
    details: open && { ...open, isQuiet: true },
    edit: onRow('draft'),
    market: show((before) => ({
      ...before,
      subject: nextSubject(list.parameters, before.subject),
    })),
    order: show((before) => ({ ...before, order: nextOrder(before.order) })),
    reverse: {
      run: show((before) => ({ ...before, isReversed: !before.isReversed })),
      isQuiet: true,
    },
  })
  const shown = { list, filter, view, rows, window: { index, top, height } }
  return (
    <Panes
      list={(width) => <List {...shown} width={width} />}
      detail={(width) =>
        row === undefined ? null : <ParameterPane row={row} list={list} width={width} />
      }
    />
  )
}

const nameOf = ({ subject, parameter }: ParameterRow): string => `${subject}.${parameter}`

interface ListProps {
  readonly list: ParameterList
  readonly filter: Filter
  readonly view: ParameterView
  readonly rows: readonly ParameterRow[]
  readonly window: { readonly index: number; readonly top: number; readonly height: number }
  readonly width: number
}

function List({ list, filter, view, rows, window, width }: ListProps) {
  const theme = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const now = useChainClock()
  const { isHistoryComplete, parameters } = list
  const { index, top, height } = window
  const columns = parameterColumns({
    theme,
    width,
    now,
    isHistoryComplete,
    isSettling: rows.some(({ stored, effective }) => stored !== effective),
    isRead,
  })
  return (
    <Box flexDirection="column">
      <Words tone="muted">{viewWords(view, theme.symbols.dot)}</Words>
      <FilterLine filter={filter} count={rows.length} of={parameters.length} width={width} />
      {rows.length === 0 ? (
        <Words tone="muted" wrap="wrap">
          No parameter contains that. Esc clears the filter.
        </Words>
      ) : (
        <Table
          columns={columns}
          rows={rows.slice(top, top + height)}
          keyOf={nameOf}
          selected={index - top}
          width={width}
          place={{ top, count: rows.length }}
        />
      )}
      {isHistoryComplete ? null : (
        <Words tone="caution">
          {`${theme.symbols.caution} changes may be missing: this node lacks old events`}
        </Words>
      )}
    </Box>
  )
}

function viewWords({ subject, order, isReversed }: ParameterView, dot: string): string {
  const parts = [
    subject === undefined ? 'everything' : `${subject} alone`,
    `${parameterOrders[order]}${isReversed ? ', reversed' : ''}`,
  ]
  return parts.join(` ${dot} `)
}

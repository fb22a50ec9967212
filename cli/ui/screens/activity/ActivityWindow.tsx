import { Box } from 'ink'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import type { Filter } from '../../hooks/useFilter.ts'
import { useTheme } from '../../theme.ts'
import { columnsFor } from './activityColumns.ts'
import { type ActivityRow, nameOf } from './activityRows.ts'
import type { Unfinished } from './usePending.ts'

interface ActivityWindowProps extends Pick<Unfinished, 'note'> {
  readonly filter: Filter
  readonly rows: readonly ActivityRow[]
  readonly notes: readonly string[]
  readonly window: { readonly index: number; readonly top: number; readonly height: number }
  readonly width: number
  readonly now: number
  readonly isAnyPending: boolean
  /** How many there are without the filter. */
  readonly of: number
}

/** The rows between what is to be said about them. */
export function ActivityWindow(props: ActivityWindowProps) {
  const { filter, rows, note, notes, window, width, now, isAnyPending, of } = props
  const theme = useTheme()
  const { index, top, height } = window
  return (
    <Box flexDirection="column">
      {note === undefined ? null : (
        <Words tone={note.tone}>{`${theme.symbols[note.symbol]} ${note.text}`}</Words>
      )}
      <FilterLine filter={filter} count={rows.length} of={of} width={width} />
      {rows.length === 0 ? (
        <Words tone="muted" wrap="wrap">
          {filter.text === ''
            ? 'Nothing that can be read.'
            : 'Nothing that was sent contains that. Esc clears the filter.'}
        </Words>
      ) : (
        <Table
          columns={columnsFor({ theme, now, width, isAnyPending })}
          rows={rows.slice(top, top + height)}
          keyOf={nameOf}
          selected={index - top}
          width={width}
          place={{ top, count: rows.length }}
        />
      )}
      {notes.map((one) => (
        <Words key={one} tone="muted">
          {one}
        </Words>
      ))}
    </Box>
  )
}

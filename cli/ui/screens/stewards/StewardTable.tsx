import { Box } from 'ink'
import { useState } from 'react'
import type { StewardList, WindowRow } from '../../../workflows/readStewards.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { DetailDialog } from '../../components/DetailDialog.tsx'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Panes, paneWidths } from '../../components/Panes.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { type Filter, useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useLayout } from '../../layout.ts'
import type { Line } from '../../lines.ts'
import type { ActRequest } from '../../services/acts.ts'
import { useTheme } from '../../theme.ts'
import { StepDialog } from './StepDialog.tsx'
import { stewardColumns } from './stewardColumns.ts'
import { holderLines, windowLines } from './stewardLines.ts'
import { whyClosed } from './windowWords.ts'

/** Titles of the columns, where one is, and the empty line above them. */
const FRAME_ROWS = 3

type Open = 'details' | { readonly row: WindowRow } | { readonly request: ActRequest }

/** The list of windows below who may step; the selected one beside it where there is room. */
export function StewardTable({ list }: { readonly list: StewardList }) {
  const { bodyRows, columns, fit } = useLayout()
  const { session } = useNetwork()
  const { go } = useNavigation()
  const theme = useTheme()
  const now = useChainClock()
  const filter = useFilter()
  const [open, setOpen] = useState<Open>()
  const rows = list.windows.filter(({ market, parameter, label }) =>
    filter.matches(market, parameter, label),
  )
  const isWide = fit === 'wide'
  const head = holderLines(list, { width: paneWidths(columns, isWide).list, theme })
  const height = Math.max(1, bodyRows - head.length - FRAME_ROWS - filter.rows)
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), height, `cursor ${filter.text}`)
  const row = rows[index]
  const about = row && { subject: row.market, parameter: row.parameter }
  const details = row && (() => setOpen('details'))
  useKeys({
    ...actions,
    open: details && { run: details, word: 'details' },
    details: details && { run: details, isQuiet: true },
    edit: about && (() => go('draft', about)),
    step: row && {
      run: () => setOpen({ row }),
      blocked: whyNobody(list, session) ?? whyClosed(row, now),
    },
  })
  const close = () => setOpen(undefined)
  // The row as it was when the key was pressed: what somebody saw is what they move.
  if (typeof open === 'object' && 'row' in open) {
    const step = (request: ActRequest) => setOpen({ request })
    return <StepDialog row={open.row} onStep={step} onClose={close} />
  }
  if (typeof open === 'object') return <ActDialog request={open.request} onClose={close} />
  if (row !== undefined && open === 'details') {
    const lines = windowLines(row, { width: columns - 4, theme, now })
    return <DetailDialog title="Window" lines={lines} onClose={close} />
  }
  const shown = { filter, head, rows, window: { index, top, height }, of: list.windows.length, now }
  return (
    <Panes
      list={(width) => <List {...shown} width={width} />}
      detail={(width) =>
        row === undefined ? null : (
          <ScrollText
            lines={windowLines(row, { width, theme, now })}
            height={bodyRows}
            name="pane"
            isFocused={false}
          />
        )
      }
    />
  )
}

const nameOf = ({ market, parameter }: WindowRow): string => `${market}.${parameter}`

/** Why whoever acts cannot step at all. */
function whyNobody(
  { own, ownTrouble }: StewardList,
  session: { readonly account?: string },
): string | undefined {
  if (session.account === undefined) return 'read-only: choose an account with A'
  if (ownTrouble !== undefined) return 'the account cannot be opened'
  return own?.mayStep === true ? undefined : 'only who holds STEWARD may step'
}

interface ListProps {
  readonly filter: Filter
  readonly head: readonly Line[]
  readonly rows: readonly WindowRow[]
  readonly window: { readonly index: number; readonly top: number; readonly height: number }
  /** How many rows there are without the filter. */
  readonly of: number
  readonly now: number
  readonly width: number
}

function List({ filter, head, rows, window, of, now, width }: ListProps) {
  const theme = useTheme()
  const { index, top, height } = window
  return (
    <Box flexDirection="column">
      <ScrollText lines={head} height={head.length} name="head" isFocused={false} />
      <Words> </Words>
      <FilterLine filter={filter} count={rows.length} of={of} width={width} />
      {rows.length === 0 ? (
        <Words tone="muted" wrap="wrap">
          No window contains that. Esc clears the filter.
        </Words>
      ) : (
        <Table
          columns={stewardColumns(rows, { theme, width, now })}
          rows={rows.slice(top, top + height)}
          keyOf={nameOf}
          selected={index - top}
          width={width}
          place={{ top, count: rows.length }}
        />
      )}
    </Box>
  )
}

import { Box, useIsScreenReaderEnabled } from 'ink'
import { useState } from 'react'
import { formatShare } from '../../../shared/amount.ts'
import { shortHex } from '../../../shared/format.ts'
import type { DelegateList, DelegateRow } from '../../../workflows/readDelegates.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { DetailDialog } from '../../components/DetailDialog.tsx'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Panes, paneWidths } from '../../components/Panes.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { gaugeText } from '../../gauge.ts'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { type Filter, useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import type { KeyActions } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'
import type { Line } from '../../lines.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { delegateLines, powerLines } from './delegateLines.ts'
import { delegateRows, nameWords, votesWords } from './delegateRows.ts'

/** Titles of the columns, where one is, and the empty line above them. */
const FRAME_ROWS = 3

/** The list of delegates below what votes need; the selected one beside it where there is room. */
export function DelegateTable({ list }: { readonly list: DelegateList }) {
  const { bodyRows, columns, fit } = useLayout()
  const { session } = useNetwork()
  const theme = useTheme()
  const filter = useFilter()
  const [open, setOpen] = useState<'details' | { readonly to: string }>()
  const all = delegateRows(list)
  const rows = all.filter(({ address, name = '' }) => filter.matches(address, name))
  const { list: width } = paneWidths(columns, fit === 'wide')
  const head = powerLines(list, { width, theme, readOnly: session.account === undefined })
  const height = Math.max(1, bodyRows - head.length - FRAME_ROWS - filter.rows)
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), height, `cursor ${filter.text}`)
  const row = rows[index]
  const isWide = fit === 'wide'
  useRowKeys(row, {
    actions,
    details: isWide ? undefined : () => setOpen('details'),
    delegate: {
      run: () => row && setOpen({ to: row.isOwn ? 'self' : row.address }),
      blocked: whyNoDelegation(row, list, session),
    },
  })
  const close = () => setOpen(undefined)
  // Whoever was selected when the key was pressed: rows change their places with every block.
  if (typeof open === 'object') {
    return <ActDialog request={{ verb: 'delegate', to: open.to }} onClose={close} />
  }
  if (row !== undefined && open === 'details' && !isWide) {
    const lines = delegateLines(row, list, columns - 4)
    const copied = { text: row.address, what: 'address' }
    return <DetailDialog title="Delegate" lines={lines} copied={copied} onClose={close} />
  }
  const window = { index, top, height }
  return (
    <Panes
      list={(room) => (
        <List
          list={list}
          filter={filter}
          head={head}
          rows={rows}
          window={window}
          width={room}
          of={all.length}
        />
      )}
      detail={(room) =>
        row === undefined ? null : (
          <ScrollText
            lines={delegateLines(row, list, room)}
            height={bodyRows}
            name="pane"
            isFocused={false}
          />
        )
      }
    />
  )
}

const nameOf = ({ address }: DelegateRow): string => address

interface RowKeys {
  readonly actions: KeyActions
  readonly details: (() => void) | undefined
  readonly delegate: { readonly run: () => void; readonly blocked: string | undefined }
}

function useRowKeys(row: DelegateRow | undefined, { actions, details, delegate }: RowKeys): void {
  const copy = useClipboard()
  useKeys({
    ...actions,
    open: details && { run: details, word: 'details' },
    details: details && { run: details, isQuiet: true },
    copy: row && { run: () => copy(row.address, 'the address'), word: 'copy address' },
    delegate: row && {
      ...delegate,
      word: row.isOwn
        ? 'delegate to yourself'
        : `delegate to ${nameWords(row) || shortHex(row.address)}`,
    },
  })
}

/** Why the votes of whoever acts cannot be given to that account now. */
function whyNoDelegation(
  row: DelegateRow | undefined,
  { own, ownTrouble }: DelegateList,
  session: { readonly account?: string },
): string | undefined {
  if (session.account === undefined) return 'read-only: choose an account with A'
  if (ownTrouble !== undefined) return 'the account cannot be opened'
  return own?.delegate !== undefined && own.delegate === row?.address
    ? 'they are delegated there already'
    : undefined
}

const GAUGE = 10

const columnsFor = (
  list: DelegateList,
  { theme, isRead }: { readonly theme: Theme; readonly isRead: boolean },
): readonly Column<DelegateRow>[] => [
  {
    title: 'name',
    text: (row) =>
      row.isOwn && !isRead ? `${theme.symbols.active} ${nameWords(row)}` : nameWords(row),
    tone: ({ isOwn }) => (isOwn ? 'accent' : 'plain'),
    width: 14,
    grows: true,
  },
  { title: 'address', text: ({ address }) => shortHex(address), width: 13, priority: 3 },
  { title: 'votes', text: ({ votes }) => votesWords(votes, list), width: 18, align: 'right' },
  ...(isRead
    ? []
    : [
        {
          title: '',
          text: ({ share }: DelegateRow) => gaugeText(share, GAUGE, { theme }),
          width: GAUGE,
          priority: 2 as const,
        },
      ]),
  {
    title: 'share',
    text: ({ share }) => formatShare(share),
    width: 7,
    align: 'right',
    priority: 2,
  },
]

interface ListProps {
  readonly list: DelegateList
  readonly filter: Filter
  readonly head: readonly Line[]
  readonly rows: readonly DelegateRow[]
  readonly window: { readonly index: number; readonly top: number; readonly height: number }
  readonly width: number
  /** How many rows there are without the filter. */
  readonly of: number
}

function List({ list, filter, head, rows, window, width, of }: ListProps) {
  const theme = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const { index, top, height } = window
  return (
    <Box flexDirection="column">
      <ScrollText lines={head} height={head.length} name="head" isFocused={false} />
      <Words> </Words>
      <FilterLine filter={filter} count={rows.length} of={of} width={width} />
      {rows.length === 0 ? (
        <Words tone="muted" wrap="wrap">
          Nobody has that in a name or an address. Esc clears the filter.
        </Words>
      ) : (
        <Table
          columns={columnsFor(list, { theme, isRead })}
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

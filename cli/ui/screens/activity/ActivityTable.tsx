import { Box } from 'ink'
import { useState } from 'react'
import { printable, shortHex } from '../../../shared/format.ts'
import type { Activity, ActivityList } from '../../../workflows/readActivity.ts'
import { DetailDialog } from '../../components/DetailDialog.tsx'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Panes } from '../../components/Panes.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { type Filter, useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useNow } from '../../hooks/useNow.ts'
import type { KeyActions } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { agoWords } from '../../timeWords.ts'
import { activityLines, lineWords, listNotes, statusOf, statusWords } from './activityWords.ts'

/** Titles of the columns, and where one is. */
const FRAME_ROWS = 2

/** The list of what was sent; the selected act beside it where there is room. */
export function ActivityTable({ list }: { readonly list: ActivityList }) {
  const { bodyRows, columns, fit } = useLayout()
  const now = useNow()
  const filter = useFilter()
  const [isOpen, setOpen] = useState(false)
  const { activities } = list
  const rows = activities.filter(({ verb, headline, network, transactionHash }) =>
    filter.matches(verb, headline, network, transactionHash ?? ''),
  )
  const notes = listNotes(list)
  const height = Math.max(1, bodyRows - FRAME_ROWS - filter.rows - notes.length)
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), height, `cursor ${filter.text}`)
  const activity = rows[index]
  const isWide = fit === 'wide'
  const open = useOpenProposal(activity)
  useActivityKeys(activity, {
    ...actions,
    open: open ?? (isWide ? undefined : { run: () => setOpen(true), word: 'details' }),
    details: isWide ? undefined : { run: () => setOpen(true), isQuiet: open === undefined },
  })
  if (activity !== undefined && isOpen && !isWide) {
    return (
      <DetailDialog
        title="What was sent"
        lines={activityLines(activity, { width: columns - 4, now })}
        {...(activity.transactionHash === undefined
          ? {}
          : { copied: { text: activity.transactionHash, what: 'hash' } })}
        actions={{ open }}
        onClose={() => setOpen(false)}
      />
    )
  }
  const window = { index, top, height }
  return (
    <Panes
      list={(width) => (
        <List {...{ filter, rows, notes, window, width, now }} of={activities.length} />
      )}
      detail={(width) =>
        activity === undefined ? null : (
          <ScrollText
            lines={activityLines(activity, { width, now })}
            height={bodyRows}
            name="pane"
            isFocused={false}
          />
        )
      }
    />
  )
}

const nameOf = ({ transactionHash, at, network }: Activity): string =>
  `${network} ${transactionHash ?? ''} ${at}`

/** The way to the proposal that an act is about; one of another chain cannot be shown. */
function useOpenProposal(activity: Activity | undefined): KeyActions['open'] {
  const { go } = useNavigation()
  if (activity?.proposalId === undefined) return undefined
  const { proposalId, isHere } = activity
  return {
    run: () => go('proposal', { id: String(proposalId) }),
    word: 'open proposal',
    blocked: isHere ? undefined : 'it is on another chain',
  }
}

function useActivityKeys(activity: Activity | undefined, actions: KeyActions): void {
  const copy = useClipboard()
  const hash = activity?.transactionHash
  useKeys({
    ...actions,
    copy: hash === undefined ? undefined : { run: () => copy(hash, 'the hash'), word: 'copy hash' },
  })
}

interface Setting {
  readonly theme: Theme
  readonly now: number
  /** Of the pane. */
  readonly width: number
}

/** The mark, when, verb, status, and what is between the columns. */
const OTHER_CELLS = 39

const columnsFor = ({ theme, now, width }: Setting): readonly Column<Activity>[] => [
  {
    title: 'when',
    // Another computer's clock, or this one put back.
    text: ({ at }) => agoWords(Math.min(at, now), now),
    width: 11,
  },
  { title: 'verb', text: ({ verb }) => verb, width: 8 },
  {
    title: 'what',
    text: ({ headline }) => lineWords(headline),
    // Side and title: the hash, which is in the detail, leaves before they do, and the status does not.
    width: Math.max(14, Math.min(36, width - OTHER_CELLS)),
    grows: true,
  },
  {
    title: 'status',
    text: (activity) => statusWords(activity, theme),
    tone: (activity) => statusOf(activity).tone,
    width: 15,
    priority: 2,
  },
  {
    title: 'transaction',
    text: ({ transactionHash }) => (transactionHash === undefined ? '' : shortHex(transactionHash)),
    width: 13,
    priority: 4,
  },
  { title: 'network', text: ({ network }) => printable(network), width: 13, priority: 4 },
  {
    title: 'block',
    text: ({ block }) => (block === undefined ? '' : String(block)),
    width: 9,
    align: 'right',
    priority: 4,
  },
]

interface ListProps {
  readonly filter: Filter
  readonly rows: readonly Activity[]
  readonly notes: readonly string[]
  readonly window: { readonly index: number; readonly top: number; readonly height: number }
  readonly width: number
  readonly now: number
  /** How many there are without the filter. */
  readonly of: number
}

function List({ filter, rows, notes, window, width, now, of }: ListProps) {
  const theme = useTheme()
  const { index, top, height } = window
  return (
    <Box flexDirection="column">
      <FilterLine filter={filter} count={rows.length} of={of} width={width} />
      {rows.length === 0 ? (
        <Words tone="muted" wrap="wrap">
          {filter.text === ''
            ? 'Nothing that can be read.'
            : 'Nothing that was sent contains that. Esc clears the filter.'}
        </Words>
      ) : (
        <Table
          columns={columnsFor({ theme, now, width })}
          rows={rows.slice(top, top + height)}
          keyOf={nameOf}
          selected={index - top}
          width={width}
          place={{ top, count: rows.length }}
        />
      )}
      {notes.map((note) => (
        <Words key={note} tone="muted">
          {note}
        </Words>
      ))}
    </Box>
  )
}

import { useState } from 'react'
import type { ActivityList } from '../../../workflows/readActivity.ts'
import { DetailDialog } from '../../components/DetailDialog.tsx'
import { Panes } from '../../components/Panes.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useNow } from '../../hooks/useNow.ts'
import type { KeyActions } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'
import type { Line } from '../../lines.ts'
import { ActivityWindow } from './ActivityWindow.tsx'
import { type ActivityRow, hashOf, nameOf, rowsOf, textsOf } from './activityRows.ts'
import { activityLines, listNotes } from './activityWords.ts'
import { pendingLines } from './pendingWords.ts'
import type { Unfinished } from './usePending.ts'
import { useReplacing } from './useReplacing.tsx'

/** Titles of the columns, and where one is. */
const FRAME_ROWS = 2

interface ActivityTableProps {
  readonly list: ActivityList
  readonly unfinished: Unfinished
}

/** The list of what has not ended and of what was sent; the selected one beside it where there is room. */
export function ActivityTable({ list, unfinished }: ActivityTableProps) {
  const { bodyRows, columns, fit } = useLayout()
  const now = useNow()
  const filter = useFilter()
  const [isOpen, setOpen] = useState(false)
  const { pending, note } = unfinished
  const all = rowsOf(pending, list)
  const rows = all.filter((row) => filter.matches(...textsOf(row)))
  const notes = listNotes(list)
  const above = note === undefined ? 0 : 1
  const height = Math.max(1, bodyRows - FRAME_ROWS - filter.rows - notes.length - above)
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), height, `cursor ${filter.text}`)
  const row = rows[index]
  const isWide = fit === 'wide'
  const open = useOpenProposal(row)
  const replacing = useReplacing(row, pending)
  useActivityKeys(row, {
    ...actions,
    ...replacing.actions,
    open: open ?? (isWide ? undefined : { run: () => setOpen(true), word: 'details' }),
    details: isWide ? undefined : { run: () => setOpen(true), isQuiet: open === undefined },
  })
  if (replacing.dialog !== undefined) return replacing.dialog
  if (row !== undefined && isOpen && !isWide) {
    const hash = hashOf(row)
    return (
      <DetailDialog
        title={row.kind === 'pending' ? 'What has not ended' : 'What was sent'}
        lines={linesOf(row, { width: columns - 4, now })}
        {...(hash === undefined ? {} : { copied: { text: hash, what: 'hash' } })}
        actions={{ open, ...replacing.actions }}
        onClose={() => setOpen(false)}
      />
    )
  }
  const window = { index, top, height }
  const isAnyPending = pending.length > 0
  return (
    <Panes
      list={(width) => (
        <ActivityWindow
          {...{ filter, rows, note, notes, window, width, now, isAnyPending }}
          of={all.length}
        />
      )}
      detail={(width) =>
        row === undefined ? null : (
          <ScrollText
            lines={linesOf(row, { width, now })}
            height={bodyRows}
            name="pane"
            isFocused={false}
          />
        )
      }
    />
  )
}

const linesOf = (
  row: ActivityRow,
  room: { readonly width: number; readonly now: number },
): readonly Line[] =>
  row.kind === 'pending' ? pendingLines(row.pending, room.width) : activityLines(row.activity, room)

/** The way to the proposal that an act is about; one of another chain cannot be shown. */
function useOpenProposal(row: ActivityRow | undefined): KeyActions['open'] {
  const { go } = useNavigation()
  if (row?.kind !== 'sent' || row.activity.proposalId === undefined) return undefined
  const { proposalId, isHere } = row.activity
  return {
    run: () => go('proposal', { id: String(proposalId) }),
    word: 'open proposal',
    blocked: isHere ? undefined : 'it is on another chain',
  }
}

function useActivityKeys(row: ActivityRow | undefined, actions: KeyActions): void {
  const copy = useClipboard()
  const hash = row && hashOf(row)
  useKeys({
    ...actions,
    copy: hash === undefined ? undefined : { run: () => copy(hash, 'the hash'), word: 'copy hash' },
  })
}

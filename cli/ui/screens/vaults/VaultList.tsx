import { useIsScreenReaderEnabled } from 'ink'
import type { RefObject } from 'react'
import type { VaultQuestion, VaultTable } from '../../../workflows/readVaults.ts'
import type { VaultRow } from '../../../workflows/vaultRow.ts'
import { Panes } from '../../components/Panes.tsx'
import { Empty } from '../../components/States.tsx'
import { Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { type ListCursor, useListCursor } from '../../hooks/useListCursor.ts'
import { useMemoryRef } from '../../hooks/useNavigation.tsx'
import { useTheme } from '../../theme.ts'
import { isAlike } from './useVaultQuestion.ts'
import { useVaultRows } from './useVaultRows.ts'
import type { FoundTable, Seen } from './useVaultTable.ts'
import { VaultDetail } from './VaultDetail.tsx'
import { columnsFor, type ShownRow, spokenOrder } from './vaultColumns.ts'

interface VaultListProps {
  readonly found: FoundTable
  /** What is asked now; `found` may still be of the question before. */
  readonly question: VaultQuestion
  readonly seen: RefObject<Seen>
  readonly height: number
  readonly onOpen: (owner: string) => void
}

/** Titles above the rows, and the place below them. */
const TABLE_ROWS = 2

/** A window of the rows that were found; beside it, where there is room, the selected one in full. */
export function VaultList({ found, question, seen, height, onOpen }: VaultListProps) {
  const { table } = found
  const { symbols } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const room = Math.max(1, height - TABLE_ROWS)
  const cursor = useListCursor(table.count, room)
  useFollowing(cursor, found, question)
  const { index, top, actions } = cursor
  const rows = useVaultRows(found, { top, height: room })
  const selected = rows[index - top]
  seen.current = seenNow({ found, question, cursor, room, selected })
  useListKeys(actions, selected, onOpen)
  if (table.count === 0) {
    return (
      <Empty
        title="No vault is like that"
        hint="Esc clears the filter, m goes on to other markets."
      />
    )
  }
  const shown = rows.map((vault, i): ShownRow => ({ position: top + i, vault }))
  const asked = { order: found.question, wanted: question }
  const look = { symbols, isRead, unit: table.derivativeSymbol, ...asked }
  return (
    <Panes
      height={height}
      sharing={SHARING}
      list={(width) => (
        <>
          {isRead ? <Words>{spokenOrder(found.question)}</Words> : null}
          <Table
            columns={columnsFor({ ...look, drafted: draftedIn(table) })}
            rows={shown}
            keyOf={({ position }) => String(position)}
            selected={index - top}
            width={width}
            place={{ top, count: table.count }}
          />
        </>
      )}
      detail={(width) =>
        selected === undefined ? null : (
          <VaultDetail vault={selected} unit={table.derivativeSymbol} width={width} />
        )
      }
    />
  )
}

/** The table keeps its numbers, the detail gets what is left. */
const SHARING = { leastList: 96 }

const draftedIn = ({ draft }: VaultTable) =>
  draft === undefined ? 'nothing' : draft.settlesAt === undefined ? 'execution' : 'ramp'

/** Keeps the cursor on its vault when a newer book has it elsewhere; whoever moved meanwhile stays as far from it. */
function useFollowing(cursor: ListCursor, found: FoundTable, question: VaultQuestion): void {
  const followed = useMemoryRef<Pick<FoundTable, 'table' | 'question'> | undefined>(
    'followed',
    undefined,
  )
  const before = followed.current
  const isOther = before !== undefined && !isAlike(before.question, question)
  if (before?.table === found.table && !isOther) return
  followed.current = { table: found.table, question }
  const { followedAt } = found.table
  if (isOther) cursor.select(0)
  else if (followedAt !== undefined) cursor.select(followedAt + cursor.index - found.askedAt)
}

interface Now {
  readonly found: FoundTable
  readonly question: VaultQuestion
  readonly cursor: ListCursor
  readonly room: number
  readonly selected: VaultRow | undefined
}

/** What the next question is told: another order begins at its first row, a newer book follows the selected one. */
function seenNow({ found, question, cursor, room, selected }: Now): Seen {
  const { index, top } = cursor
  const window = { index, from: Math.max(0, top - room), count: 4 * room }
  const isSame = isAlike(found.question, question)
  return isSame && selected !== undefined
    ? { ...window, follow: { market: selected.market, owner: selected.owner } }
    : window
}

function useListKeys(
  actions: ListCursor['actions'],
  selected: VaultRow | undefined,
  onOpen: (owner: string) => void,
): void {
  const copy = useClipboard()
  useKeys({
    ...actions,
    ...(selected === undefined
      ? {}
      : {
          open: () => onOpen(selected.owner),
          copy: () => copy(selected.owner, 'the owner'),
        }),
  })
}

import { gwei, printable, shortHex } from '../../../shared/format.ts'
import type { Column } from '../../components/Table.tsx'
import type { Theme } from '../../theme.ts'
import { agoWords } from '../../timeWords.ts'
import { type ActivityRow, hashOf } from './activityRows.ts'
import { lineWords, statusOf } from './activityWords.ts'
import { partsOf, standingOf } from './pendingWords.ts'

interface Setting {
  readonly theme: Theme
  readonly now: number
  /** Of the pane. */
  readonly width: number
  /** Whether anything has not ended: what was offered is said of nothing else. */
  readonly isAnyPending: boolean
}

/** The mark, when, verb, status, and what is between the columns. */
const OTHER_CELLS = 39

export const columnsFor = (setting: Setting): readonly Column<ActivityRow>[] => [
  {
    title: 'when',
    text: (row) => whenOf(row, setting.now),
    width: 11,
  },
  { title: 'verb', text: verbOf, width: 8 },
  {
    title: 'what',
    text: (row) =>
      lineWords(row.kind === 'pending' ? partsOf(row.pending).what : row.activity.headline),
    // Side and title: the hash, which is in the detail, leaves before they do, and the status does not.
    width: Math.max(14, Math.min(36, setting.width - OTHER_CELLS)),
    grows: true,
  },
  {
    title: 'status',
    text: (row) => {
      const { symbol, word } = statusOfRow(row)
      return `${setting.theme.symbols[symbol]} ${word}`
    },
    tone: (row) => statusOfRow(row).tone,
    width: 15,
    priority: 2,
  },
  ...(setting.isAnyPending ? [offerColumn] : []),
  {
    title: 'transaction',
    text: (row) => {
      const hash = hashOf(row)
      return hash === undefined ? '' : shortHex(hash)
    },
    width: 13,
    priority: 4,
  },
  {
    title: 'network',
    text: (row) => (row.kind === 'pending' ? '' : printable(row.activity.network)),
    width: 13,
    priority: 4,
  },
  {
    title: 'block',
    text: (row) => String(blockOf(row) ?? ''),
    width: 9,
    align: 'right',
    priority: 4,
  },
]

const offerColumn: Column<ActivityRow> = {
  title: 'offers',
  text: (row) =>
    row.kind === 'pending' && row.pending.offered !== undefined ? gwei(row.pending.offered) : '',
  width: 18,
  align: 'right',
  priority: 3,
}

const statusOfRow = (row: ActivityRow) =>
  row.kind === 'pending' ? standingOf(row.pending) : statusOf(row.activity)

const verbOf = (row: ActivityRow): string =>
  row.kind === 'pending' ? partsOf(row.pending).verb : row.activity.verb

function whenOf(row: ActivityRow, now: number): string {
  if (row.kind === 'pending') return `nonce ${row.pending.nonce}`
  // Another computer's clock, or this one put back.
  return agoWords(Math.min(row.activity.at, now), now)
}

function blockOf(row: ActivityRow): number | undefined {
  if (row.kind === 'sent') return row.activity.block
  const { standing } = row.pending
  return 'block' in standing ? standing.block : undefined
}

import { Box } from 'ink'
import type { ChangeRecord } from '../../../report/parametersText.ts'
import { shortHex } from '../../../shared/format.ts'
import { type Column, Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useLayout } from '../../layout.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { agoWords } from '../../timeWords.ts'
import { changeWords, settledWords } from './parameterLines.ts'

/** Further right nobody finds the row that a value is of. */
export const WIDEST = 110

interface HistoryProps {
  /** The newest first; at least one. */
  readonly changes: readonly ChangeRecord[]
  readonly height: number
}

/** Its title and the titles of columns; where there is room, a row without anything above and the hash below. */
const TIGHT_ROWS = 2
const ROOMY_ROWS = 4
/** From here on rows are not all that there is. */
const ROOMY = 7

/** Every change of a parameter, one a row. */
export function ParameterHistory({ changes, height }: HistoryProps) {
  const { columns } = useLayout()
  const theme = useTheme()
  const now = useChainClock()
  const copy = useClipboard()
  const isRoomy = height >= ROOMY
  const free = height - (isRoomy ? ROOMY_ROWS : TIGHT_ROWS)
  // One of them says where the window is, if not all are in it.
  const rows = Math.max(1, changes.length > free ? free - 1 : free)
  const { index, top, actions } = useNamedCursor(changes.map(nameOf), rows)
  const hash = changes[index]?.transactionHash
  useKeys({
    ...actions,
    copy: hash === undefined ? undefined : { run: () => copy(hash, 'the hash'), word: 'copy hash' },
  })
  return (
    <Box flexDirection="column">
      {isRoomy ? <Words> </Words> : null}
      <Words tone="accent">History, the newest first</Words>
      <Table
        columns={historyColumns(now, theme)}
        rows={changes.slice(top, top + rows)}
        keyOf={nameOf}
        selected={index - top}
        width={Math.min(columns, WIDEST)}
        place={{ top, count: changes.length }}
      />
      {isRoomy ? (
        <Words tone="muted">{`transaction ${columns < 80 ? shortHex(hash ?? '') : hash}`}</Words>
      ) : null}
    </Box>
  )
}

const nameOf = ({ transactionHash, before, after }: ChangeRecord): string =>
  `${transactionHash} ${before} ${after}`

const historyColumns = (now: number, theme: Theme): readonly Column<ChangeRecord>[] => [
  { title: 'when', text: ({ timestamp }) => agoWords(timestamp, now), width: 13 },
  {
    title: 'before and after',
    text: (change) => changeWords(change, theme),
    width: 20,
    grows: true,
  },
  { title: 'in full', text: settledWords, width: 21, priority: 3 },
  { title: 'block', text: ({ block }) => String(block), width: 9, align: 'right', priority: 2 },
]

import { Box } from 'ink'
import type { ChangeRecord, ParameterRow } from '../../../report/parametersText.ts'
import { printable, shortHex } from '../../../shared/format.ts'
import type { ParameterList } from '../../../workflows/listParameters.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Answer, Empty } from '../../components/States.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useLayout } from '../../layout.ts'
import type { Line } from '../../lines.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { agoWords } from '../../timeWords.ts'
import type { Screen } from '../screen.ts'
import { changeWords, gapLines, parameterLines, settledWords } from './parameterLines.ts'
import { useHistory } from './useHistory.ts'

/** One parameter with everything that ever happened to it. */
function Parameter() {
  const { location } = useNavigation()
  const { subject = '', parameter = '' } = location.params
  return (
    <Answer live={useHistory(subject, parameter)} what={`${subject} ${parameter}`}>
      {(list) =>
        list.parameters.length === 0 ? (
          <Empty
            title={`The protocol has no parameter ${printable(`${subject} ${parameter}`)}.`}
            hint="Esc goes back; Parameters lists all that it has."
          />
        ) : (
          list.parameters.map((row) => <WithHistory key={row.parameter} row={row} list={list} />)
        )
      }
    </Answer>
  )
}

/** Further right nobody finds the row that a value is of. */
const WIDEST = 110

/** Rows that the history has at least: its title, titles of columns, changes, the line of the hash. */
const HISTORY_ROWS = 7

function WithHistory({ row, list }: { readonly row: ParameterRow; readonly list: ParameterList }) {
  const { columns, bodyRows } = useLayout()
  const { go } = useNavigation()
  const theme = useTheme()
  const { isHistoryComplete, block, history = [] } = list
  const setting = {
    theme,
    width: Math.min(columns, WIDEST),
    now: block.timestamp,
    isHistoryComplete,
  }
  const all = [...parameterLines(row, setting), ...(history.length > 0 ? gapLines(setting) : [])]
  const facts = history.length === 0 ? all : beginning(all, Math.max(4, bodyRows - HISTORY_ROWS))
  const { subject, parameter } = row
  useKeys({ edit: () => go('draft', { subject, parameter }) })
  return (
    <Box flexDirection="column">
      <ScrollText lines={facts} height={facts.length} name="facts" isFocused={false} />
      {history.length === 0 ? null : (
        <History
          changes={history.toReversed()}
          now={block.timestamp}
          height={bodyRows - facts.length}
        />
      )}
    </Box>
  )
}

/** As many lines as there is room for, without empty ones at the end. */
function beginning(lines: readonly Line[], room: number): readonly Line[] {
  const kept = lines.slice(0, room)
  return kept.slice(0, kept.findLastIndex(({ text }) => text !== '') + 1)
}

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

interface HistoryProps {
  /** The newest first. */
  readonly changes: readonly ChangeRecord[]
  readonly now: number
  readonly height: number
}

const nameOf = ({ transactionHash, before, after }: ChangeRecord): string =>
  `${transactionHash} ${before} ${after}`

function History({ changes, now, height }: HistoryProps) {
  const { columns } = useLayout()
  const theme = useTheme()
  const copy = useClipboard()
  // The title, the titles of columns, where one is, the hash.
  const rows = Math.max(1, height - 5)
  const { index, top, actions } = useNamedCursor(changes.map(nameOf), rows)
  const hash = changes[index]?.transactionHash
  useKeys({
    ...actions,
    copy: hash === undefined ? undefined : { run: () => copy(hash, 'the hash'), word: 'copy hash' },
  })
  return (
    <Box flexDirection="column">
      <Words> </Words>
      <Words tone="accent">History, the newest first</Words>
      <Table
        columns={historyColumns(now, theme)}
        rows={changes.slice(top, top + rows)}
        keyOf={nameOf}
        selected={index - top}
        width={Math.min(columns, WIDEST)}
        place={{ top, count: changes.length }}
      />
      <Words tone="muted">{`transaction ${columns < 80 ? shortHex(hash ?? '') : hash}`}</Words>
    </Box>
  )
}

export const parameterScreen: Screen = {
  id: 'parameter',
  title: 'Parameter',
  summary: 'one parameter with its history',
  isListed: false,
  Component: Parameter,
}

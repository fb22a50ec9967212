import { Box } from 'ink'
import { useState } from 'react'
import type { ParameterRow } from '../../../report/parametersText.ts'
import { printable } from '../../../shared/format.ts'
import type { ParameterList } from '../../../workflows/listParameters.ts'
import { DetailDialog } from '../../components/DetailDialog.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Answer, Empty } from '../../components/States.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useLayout } from '../../layout.ts'
import type { Line } from '../../lines.ts'
import { useTheme } from '../../theme.ts'
import type { Screen } from '../screen.ts'
import { ParameterHistory, WIDEST } from './ParameterHistory.tsx'
import { gapLines, parameterLines } from './parameterLines.ts'
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

/** Rows that the history has at least: its title, titles of columns, changes, the line of the hash. */
const HISTORY_ROWS = 7
/** Rows of facts in the smallest window: which parameter, its value, and what is on its way. */
const LEAST_FACTS = 4

function WithHistory({ row, list }: { readonly row: ParameterRow; readonly list: ParameterList }) {
  const { columns, bodyRows } = useLayout()
  const { go } = useNavigation()
  const theme = useTheme()
  const [isOpen, setOpen] = useState(false)
  const now = useChainClock()
  const { isHistoryComplete, history = [] } = list
  const { subject, parameter } = row
  const hasHistory = history.length > 0
  const room = hasHistory ? Math.max(LEAST_FACTS, bodyRows - HISTORY_ROWS) : bodyRows
  const linesIn = (width: number, most?: number) => {
    const setting = { theme, width, now, isHistoryComplete }
    return [...parameterLines(row, setting, most), ...(hasHistory ? gapLines(setting) : [])]
  }
  const width = Math.min(columns, WIDEST)
  const all = linesIn(width)
  const isCut = hasHistory && all.length > room
  useKeys({
    edit: () => go('draft', { subject, parameter }),
    details: isCut ? () => setOpen(true) : undefined,
  })
  if (isOpen) {
    return (
      <DetailDialog
        title={`${subject} ${parameter}`}
        lines={linesIn(columns - 4).slice(1)}
        onClose={() => setOpen(false)}
      />
    )
  }
  if (!hasHistory) return <ScrollText lines={linesIn(width, room)} height={room} name="facts" />
  const facts = isCut ? beginning(linesIn(width, room), room) : all
  return (
    <Box flexDirection="column">
      <ScrollText lines={facts} height={facts.length} name="facts" isFocused={false} />
      <ParameterHistory changes={history.toReversed()} height={bodyRows - facts.length} />
    </Box>
  )
}

/** As many lines as there is room for, without empty ones at the end. */
function beginning(lines: readonly Line[], room: number): readonly Line[] {
  const kept = lines.slice(0, room)
  return kept.slice(0, kept.findLastIndex(({ text }) => text !== '') + 1)
}

export const parameterScreen: Screen = {
  id: 'parameter',
  title: 'Parameter',
  summary: 'one parameter with its history',
  isListed: false,
  Component: Parameter,
}

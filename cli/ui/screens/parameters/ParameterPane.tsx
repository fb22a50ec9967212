import { Box } from 'ink'
import type { ParameterRow } from '../../../report/parametersText.ts'
import type { ParameterList } from '../../../workflows/listParameters.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Loading, Trouble } from '../../components/States.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useRested } from '../../hooks/useRested.ts'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import { gapLines, historyLines, parameterLines } from './parameterLines.ts'
import { useHistory } from './useHistory.ts'

interface PaneProps {
  readonly row: ParameterRow
  readonly list: ParameterList
  readonly width: number
}

/** The selected parameter beside the list, with its history once somebody rests on it. */
export function ParameterPane({ row, list, width }: PaneProps) {
  const { bodyRows } = useLayout()
  const theme = useTheme()
  const { subject, parameter, lastChange } = row
  const isRested = useRested(`${subject}.${parameter}`)
  // What was never changed has no history to ask for.
  const history = useHistory(subject, parameter, isRested && lastChange !== null)
  const { isHistoryComplete } = list
  const setting = { theme, width, now: useChainClock(), isHistoryComplete }
  const room = bodyRows - 2
  const changes = history.status === 'ready' ? (history.value.history ?? []) : []
  const lines = [
    ...parameterLines(row, setting, room),
    ...historyLines(changes, setting),
    ...gapLines(setting),
  ]
  return (
    <Box flexDirection="column">
      <ScrollText lines={lines} height={room} name="pane" isFocused={false} />
      {history.status === 'loading' && lastChange !== null ? <Loading what="its history" /> : null}
      {history.status === 'failed' ? <Trouble error={history.error} /> : null}
    </Box>
  )
}

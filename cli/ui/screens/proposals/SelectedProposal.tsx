import { Box } from 'ink'
import type { ProposalLine } from '../../../report/statusText.ts'
import { printable } from '../../../shared/format.ts'
import { Words } from '../../components/Words.tsx'
import { stateWords } from '../../stateWords.ts'
import { useTheme } from '../../theme.ts'
import { countdown, ownSentence, tallySentence } from './proposalWords.ts'

/** An empty row, the title, where it stands, the votes, the account's part. */
export const SELECTED_ROWS = 5

/** Below a list that has no room for them: the whole title, the whole countdown, the votes. */
export function SelectedProposal({
  line,
  now,
  symbol,
}: {
  readonly line: ProposalLine
  readonly now: number
  readonly symbol: string
}) {
  const theme = useTheme()
  const { title, handle, state } = line
  const left = countdown(line, now)
  const votes = tallySentence(line, symbol)
  const own = ownSentence(line, symbol)
  return (
    <Box flexDirection="column" marginTop={1}>
      <Words tone="accent">{printable(title ?? handle)}</Words>
      <Words>{`${stateWords(state, theme)}${left === '' ? '' : `, ${left}`}`}</Words>
      {votes === undefined ? null : <Words>{`votes: ${votes}`}</Words>}
      {own === undefined ? null : <Words>{`you: ${own}`}</Words>}
    </Box>
  )
}

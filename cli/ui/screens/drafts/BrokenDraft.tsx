import { Box } from 'ink'
import type { Problem } from '../../../governance/proposal.ts'
import { printable } from '../../../shared/format.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Words } from '../../components/Words.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNotices } from '../../hooks/useNotices.tsx'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import { brokenLines } from './draftLines.ts'
import type { DraftSession } from './draftSession.ts'
import type { DraftState } from './draftState.ts'

/** A file that cannot be understood: where, and what to do about it. Nothing is ever written to it from here. */
export function BrokenDraft({
  session,
  state,
  problems,
}: {
  readonly session: DraftSession
  readonly state: DraftState
  readonly problems: readonly Problem[]
}) {
  const { columns, bodyRows } = useLayout()
  const theme = useTheme()
  const { say } = useNotices()
  useKeys({
    refresh: {
      run: () =>
        void session.reload().catch((error: Error) => say(printable(error.message), 'bad')),
      word: 'read the file again',
    },
    undo: { run: () => session.undo(), blocked: state.canUndo ? undefined : 'nothing was edited' },
  })
  return (
    <Box flexDirection="column">
      <Words tone="bad">{`${printable(state.path)} cannot be understood, so nothing can be edited here.`}</Words>
      <Words tone="muted">Correct it in a text editor, then r reads it again.</Words>
      <ScrollText
        lines={brokenLines(state.text, problems, { width: columns, theme })}
        height={bodyRows - 2}
      />
    </Box>
  )
}

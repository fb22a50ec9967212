import { Box } from 'ink'
import { Lines } from '../../components/Lines.tsx'
import { Panes } from '../../components/Panes.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { useNow } from '../../hooks/useNow.ts'
import { useLayout } from '../../layout.ts'
import { blankLine, type Line } from '../../lines.ts'
import { useTheme } from '../../theme.ts'
import { ConsequencePane, inOrder } from './ConsequencePane.tsx'
import { consequenceBrief } from './consequenceLines.ts'
import { DraftForm, summaryRows, TEXTS } from './DraftForm.tsx'
import { fileProblemLines, rowLines } from './draftLines.ts'
import type { DraftSession } from './draftSession.ts'
import type { DraftState } from './draftState.ts'
import type { Field } from './draftWords.ts'
import { headLines } from './headLines.ts'
import type { useDraftFocus } from './useDraftFocus.ts'

interface EditorPanesProps {
  readonly session: DraftSession
  readonly state: DraftState
  readonly fields: readonly Field[]
  readonly focus: ReturnType<typeof useDraftFocus>
  /** Whether the consequences have the whole window where there is room for one pane. */
  readonly isPaneOpen: boolean
}

/** What consequences need, one below the other. */
const SHARING = { leastDetail: 48 }

/** Fields on the left, consequences on the right; one of them where there is room for one. */
export function EditorPanes(props: EditorPanesProps) {
  const { state, focus, isPaneOpen } = props
  const { bodyRows } = useLayout()
  const market = focus.field?.kind === 'change' ? focus.field.row.subject : undefined
  return (
    <Panes
      sharing={SHARING}
      focused={isPaneOpen ? 'detail' : 'list'}
      list={(width) => <FormPane {...props} width={width} />}
      detail={(width) => (
        <ConsequencePane
          consequences={state.consequences}
          first={market}
          width={width}
          height={bodyRows}
          isFocused={isPaneOpen}
        />
      )}
    />
  )
}

function FormPane(props: EditorPanesProps & { readonly width: number }) {
  const { session, state, fields, focus, width } = props
  const { bodyRows } = useLayout()
  const below = useLinesBelow(props)
  const isSummaryOpen = focus.isEditing && focus.field?.kind === 'summary'
  const head = useHeadLines(state, width)
  const texts = TEXTS - 1 + summaryRows(isSummaryOpen)
  const room = bodyRows - head.length - texts - 1
  const count = fields.length - TEXTS
  const height = Math.min(count, Math.max(3, room - Math.min(below.length, 8)))
  const selected = focus.index - TEXTS
  return (
    <Box flexDirection="column" width={width}>
      <Lines lines={head} />
      <DraftForm
        session={session}
        fields={fields}
        focused={focus.index}
        isEditing={focus.isEditing}
        editing={focus.editing}
        width={width}
        changes={{ top: Math.max(0, selected - height + 1), height }}
        suggested={state.judgement.value?.suggested}
      />
      <Lines lines={below.slice(0, Math.max(0, room - height))} />
    </Box>
  )
}

/** Where there is room a sentence may have three rows. */
function useHeadLines(state: DraftState, width: number): readonly Line[] {
  const theme = useTheme()
  const now = useNow()
  const { bodyRows } = useLayout()
  const { connection } = useNetwork()
  return headLines(state, {
    width,
    theme,
    now,
    isNodeLost: connection.kind === 'lost',
    most: bodyRows >= ROOMY ? 3 : 1,
  })
}

const ROOMY = 18

/** Below the fields: all about the selected change, then what else is wrong, then the consequences in brief. */
function useLinesBelow({
  state,
  fields,
  focus,
  width,
}: EditorPanesProps & { readonly width: number }): readonly Line[] {
  const theme = useTheme()
  const { fit } = useLayout()
  const { judgement, consequences } = state
  const setting = { width, theme }
  const { problems, rows = [] } = judgement.value ?? {}
  const { problems: ownProblems = [], callCount = 0 } = state.reading.value ?? {}
  const market = focus.field?.kind === 'change' ? focus.field.row.subject : undefined
  const brief =
    fit === 'wide' || consequences.value === undefined || consequences.error !== undefined
      ? []
      : consequenceBrief(inOrder(consequences.value, market), setting)
  const others = fields.filter(
    (field) => field.kind === 'change' && field.row.problems.length > 0 && field !== focus.field,
  ).length
  return [
    ...(focus.field?.kind === 'change'
      ? [blankLine, ...rowLines(focus.field.row, setting), blankLine]
      : [blankLine]),
    ...brief,
    // The footer has no room for it.
    ...(brief.length > 0 && fit === 'narrow'
      ? [{ text: 'd shows all consequences', tone: 'muted' as const }]
      : []),
    ...fileProblemLines(problems ?? ownProblems, rows, setting),
    ...(others === 0
      ? []
      : [
          {
            text: `${others}${market === undefined ? '' : ' other'} ${others === 1 ? 'change has' : 'changes have'} problems`,
            tone: 'bad' as const,
          },
        ]),
    ...(callCount === 0
      ? []
      : [
          {
            text: `and ${callCount} raw calls, which are edited in a text editor`,
            tone: 'muted' as const,
          },
        ]),
  ]
}

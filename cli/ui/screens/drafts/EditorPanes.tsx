import { Box } from 'ink'
import { printable } from '../../../shared/format.ts'
import { roughDuration } from '../../../shared/time.ts'
import { Beside } from '../../components/Beside.tsx'
import { Lines } from '../../components/Lines.tsx'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import { blankLine, heard, type Line } from '../../lines.ts'
import { useTheme } from '../../theme.ts'
import { ConsequencePane, inOrder } from './ConsequencePane.tsx'
import { consequenceBrief } from './consequenceLines.ts'
import { DraftForm, summaryRows, TEXTS } from './DraftForm.tsx'
import { fileProblemLines, rowLines } from './draftLines.ts'
import type { DraftSession } from './draftSession.ts'
import type { DraftState } from './draftState.ts'
import { type Field, savedWords } from './draftWords.ts'
import type { useDraftFocus } from './useDraftFocus.ts'

interface EditorPanesProps {
  readonly session: DraftSession
  readonly state: DraftState
  readonly fields: readonly Field[]
  readonly focus: ReturnType<typeof useDraftFocus>
  /** Whether the consequences have the whole window where there is room for one pane. */
  readonly isPaneOpen: boolean
}

const LEAST_PANE = 46
const GAP = 2

/** Fields on the left, consequences on the right; one of them where there is room for one. */
export function EditorPanes(props: EditorPanesProps) {
  const { state, focus, isPaneOpen } = props
  const { columns, bodyRows, fit } = useLayout()
  const market = focus.field?.kind === 'change' ? focus.field.row.subject : undefined
  const isWide = fit === 'wide'
  const paneWidth = isWide ? Math.max(LEAST_PANE, Math.floor(columns * 0.4)) : columns
  const pane = (
    <ConsequencePane
      consequences={state.consequences}
      first={market}
      width={paneWidth}
      height={bodyRows}
      isFocused={isPaneOpen}
    />
  )
  if (isWide) {
    return (
      <Beside>
        <FormPane {...props} width={columns - paneWidth - GAP} />
        <Box marginLeft={GAP}>{pane}</Box>
      </Beside>
    )
  }
  return isPaneOpen ? pane : <FormPane {...props} width={columns} />
}

function FormPane(props: EditorPanesProps & { readonly width: number }) {
  const { session, state, fields, focus, width } = props
  const { bodyRows } = useLayout()
  const below = useLinesBelow(props)
  const isSummaryOpen = focus.isEditing && focus.field?.kind === 'summary'
  const head = useHeadLines(state)
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

/** The file, whether it has everything that is on the screen, and what came in between. */
function useHeadLines(state: DraftState): readonly Line[] {
  const { symbols } = useTheme()
  const { now } = useServices()
  const { symbol, word, tone } = savedWords(state)
  const { found, notKept, refused, awaited, judgement } = state
  const checking = judgement.isAsking ? ', checking' : ''
  const waiting = awaited === undefined ? '' : `, ${awaited}`
  // A new one gets its file's name from its title.
  const where = state.isNew ? '' : `  ${printable(state.path)}`
  const standing = `${word}${printable(waiting)}${checking}`
  const ago = (at: number) => roughDuration(BigInt(Math.max(0, now() - at)))
  return [
    {
      text: `${symbols[symbol]} ${standing}${where}`,
      spoken: heard(`${standing}${where === '' ? '' : ','}${where}`),
      tone,
    },
    ...(found === undefined
      ? []
      : [
          {
            text: `${symbols.caution} typed ${ago(found.at)} ago and never written; ${found.isFileNewer ? 'the file was changed since then' : state.isNew ? 'w writes it' : 'u goes back to the file'}`,
            tone: 'caution' as const,
          },
        ]),
    ...[refused, notKept].flatMap((text) =>
      text === undefined
        ? []
        : [{ text: `${symbols.fail} ${printable(text)}`, tone: 'bad' as const }],
    ),
    ...(judgement.error === undefined
      ? []
      : [
          {
            text: `${symbols.unknown} not judged: ${printable(judgement.error.message)}`,
            tone: 'caution' as const,
          },
        ]),
  ]
}

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
    fit === 'wide' || consequences.value === undefined
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
    ...fileProblemLines(problems ?? ownProblems, rows, setting),
    ...(others === 0
      ? []
      : [
          {
            text: `${others} other ${others === 1 ? 'change has' : 'changes have'} problems`,
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

import { Box, Text } from 'ink'
import { printable } from '../../../shared/format.ts'
import { roughDuration } from '../../../shared/time.ts'
import type { Preview } from '../../../workflows/preview.ts'
import { Spinner } from '../../components/States.tsx'
import { Words } from '../../components/Words.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useNow } from '../../hooks/useNow.ts'
import type { PreviewRun } from '../../previewRun.ts'
import { proposalName } from '../../proposalName.ts'
import { useTheme } from '../../theme.ts'
import { statusLook } from './evidence.ts'

/** Rows of the head: title, where it stands, which panes there are, and a blank one. */
export const HEAD_ROWS = 4

interface HeadProps {
  readonly run: PreviewRun
  readonly panes: readonly string[]
  readonly pane: string
}

/** What is previewed and what came of it, whatever pane is below. */
export function PreviewHead({ run, panes, pane }: HeadProps) {
  const { look } = useTheme()
  const title = printable(run.preview?.title ?? proposalName(run.reference))
  return (
    <Box flexDirection="column">
      <Text bold wrap="truncate" {...look('plain')}>
        {title}
      </Text>
      <Standing run={run} />
      <Tabs panes={panes} pane={pane} />
      <Text> </Text>
    </Box>
  )
}

function Standing({ run }: { readonly run: PreviewRun }) {
  const { symbols } = useTheme()
  const { status, preview } = run
  if (status === 'running') return <Progress run={run} />
  if (status === 'failed') return <Words tone="bad">{`${symbols.fail} failed`}</Words>
  if (preview === undefined)
    return <Words tone="muted">{`${symbols.pending} stopped; s starts it again`}</Words>
  return <Decision preview={preview} run={run} />
}

/** How far it is, and for how long it has been at it. */
function Progress({ run }: { readonly run: PreviewRun }) {
  const now = useNow()
  const at = run.stages.findIndex(({ state }) => state === 'running')
  const stage = run.stages[at]
  const where =
    stage === undefined ? 'starting' : `${stage.name}, stage ${at + 1} of ${run.stages.length}`
  return (
    <Box>
      <Spinner />
      <Words tone="accent">{` previewing: ${where}, ${elapsed(run.startedAt, now)}; c stops it`}</Words>
    </Box>
  )
}

export const elapsed = (from: number, to: number): string =>
  roughDuration(BigInt(Math.max(0, Math.floor(to - from))))

const decisionWords: Readonly<Record<Preview['decision'], string>> = {
  pass: 'every check passes',
  warn: 'no check fails; read the warnings',
  fail: 'at least one check fails',
  inconclusive: 'at least one check could not be decided',
}

function Decision({ preview, run }: { readonly preview: Preview; readonly run: PreviewRun }) {
  const theme = useTheme()
  const { draft } = useDesk()
  const { word, tone, symbol } = statusLook[preview.decision]
  const isOld = draft?.path === run.reference && !draft.isSaved
  return (
    <Text wrap="truncate">
      {'Checks: '}
      <Text {...theme.look(tone)}>{`${symbol(theme.symbols)} ${word}`}</Text>
      {`, ${decisionWords[preview.decision]}`}
      {isOld ? (
        <Text {...theme.look('caution')}>
          {`  ${theme.symbols.caution} of the file: the draft has edits that are not written (w)`}
        </Text>
      ) : (
        <Text {...theme.look('muted')}>{`  ${changeWords(preview)}`}</Text>
      )}
    </Text>
  )
}

/** `WETH-A Liquidation threshold 80 % → 82 %`, and how many more. */
function changeWords({ changes }: Preview): string {
  const [first, ...more] = changes
  if (first === undefined) return ''
  const { subject, parameter, before, after } = first
  const rest = more.length === 0 ? '' : ` and ${more.length} more`
  return `${subject} ${parameter} ${before} \u2192 ${after}${rest}`
}

function Tabs({ panes, pane }: Pick<HeadProps, 'panes' | 'pane'>) {
  const { symbols, focus, look } = useTheme()
  return (
    <Text wrap="truncate">
      {panes.map((name) =>
        name === pane ? (
          <Text key={name} {...focus}>{`${symbols.selected} ${name} `}</Text>
        ) : (
          <Text key={name} {...look('muted')}>{`  ${name} `}</Text>
        ),
      )}
      {panes.length > 1 ? <Text {...look('muted')}> (Tab)</Text> : null}
    </Text>
  )
}

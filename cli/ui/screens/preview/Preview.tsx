import { Box } from 'ink'
import { type ReactNode, useEffect, useState } from 'react'
import { ActDialog } from '../../components/ActDialog.tsx'
import { Empty, Trouble } from '../../components/States.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useMemory, useNavigation } from '../../hooks/useNavigation.tsx'
import { usePreviewRun, usePreviews } from '../../hooks/usePreviews.tsx'
import { useLayout } from '../../layout.ts'
import type { PreviewRun } from '../../previewRun.ts'
import type { Screen } from '../screen.ts'
import { FindingsPane } from './FindingsPane.tsx'
import { LadderPane } from './LadderPane.tsx'
import { HEAD_ROWS, PreviewHead } from './PreviewHead.tsx'
import { ReplayDialog } from './ReplayDialog.tsx'
import { RiskPane } from './RiskPane.tsx'
import { StagesPane } from './StagesPane.tsx'
import { TimelinePane } from './TimelinePane.tsx'
import { usePreviewKeys } from './usePreviewKeys.ts'

/** What a proposal would do, before anybody votes: stages, findings, risk, ladder, timeline. */
function Preview() {
  const { location } = useNavigation()
  const { reference } = location.params
  if (reference === undefined) {
    return (
      <Empty
        title="No proposal"
        hint="s in a draft, or on a proposal, previews it: dry run, checks and risk."
      />
    )
  }
  return <OnePreview reference={reference} />
}

function OnePreview({ reference }: { readonly reference: string }) {
  const previews = usePreviews()
  const run = usePreviewRun(reference)
  useEffect(() => {
    if (previews.get(reference) === undefined) previews.start(reference)
  }, [previews, reference])
  return run === undefined ? null : <Running run={run} />
}

const panes = {
  running: ['Stages'],
  failed: ['Stages'],
  stopped: ['Stages'],
  ready: ['Findings', 'Risk', 'Ladder', 'Timeline', 'Stages'],
} as const

type Pane = (typeof panes)['ready'][number]

/** What lies on top of the panes. */
type Overlay = 'replay' | 'submit' | undefined

function Running({ run }: { readonly run: PreviewRun }) {
  const { bodyRows } = useLayout()
  const [overlay, setOverlay] = useState<Overlay>()
  const [wanted, setWanted] = useMemory<Pane>('pane', 'Findings')
  const names: readonly Pane[] = panes[run.status]
  const pane = names.find((name) => name === wanted) ?? names[0] ?? 'Stages'
  const turn = (by: 1 | -1) => () =>
    setWanted(() => names[(names.indexOf(pane) + by + names.length) % names.length] ?? pane)
  usePreviewKeys(run, { replay: () => setOverlay('replay'), submit: () => setOverlay('submit') })
  useKeys(
    {
      nextPane: { run: turn(1), word: 'next pane' },
      previousPane: { run: turn(-1), isQuiet: true },
    },
    { isActive: names.length > 1 },
  )
  const close = () => setOverlay(undefined)
  const { reference, choices } = run
  if (overlay === 'replay') return <ReplayDialog reference={reference} onClose={close} />
  if (overlay === 'submit') {
    const { acceptInconclusive } = choices
    const request = { verb: 'submit', path: reference, acceptInconclusive } as const
    return <ActDialog request={request} onClose={close} />
  }
  return (
    <Box flexDirection="column">
      <PreviewHead run={run} panes={names} pane={pane} />
      <PaneBody run={run} pane={pane} height={bodyRows - HEAD_ROWS} />
    </Box>
  )
}

interface PaneProps {
  readonly run: PreviewRun
  readonly pane: Pane
  readonly height: number
}

/** How many rows a failure takes above the stages. */
const TROUBLE_ROWS = 5

function PaneBody({ run, pane, height }: PaneProps): ReactNode {
  const { preview, error } = run
  if (error !== undefined) {
    return (
      <Box flexDirection="column">
        <Trouble error={error} retry="s tries again" />
        <StagesPane run={run} height={height - TROUBLE_ROWS} />
      </Box>
    )
  }
  if (preview === undefined || pane === 'Stages') return <StagesPane run={run} height={height} />
  const given = { preview, height }
  switch (pane) {
    case 'Findings':
      return <FindingsPane {...given} reference={run.reference} />
    case 'Risk':
      return <RiskPane {...given} />
    case 'Ladder':
      return <LadderPane {...given} />
    case 'Timeline':
      return <TimelinePane {...given} />
  }
}

export const previewScreen: Screen = {
  id: 'preview',
  title: 'Preview',
  summary: 'what a proposal would do: dry run, checks, risk before and after',
  isListed: false,
  Component: Preview,
}

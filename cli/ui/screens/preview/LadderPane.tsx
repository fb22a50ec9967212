import { formatUtc } from '../../../shared/time.ts'
import type { Preview, PreviewLadders } from '../../../workflows/preview.ts'
import type { Canvas } from '../../charts/chart.ts'
import { ladderLines } from '../../charts/ladder.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { blankLine, type Line } from '../../lines.ts'
import { figureNotes } from './RiskPane.tsx'
import { useCanvas, usePart } from './usePart.ts'

interface LadderProps {
  readonly preview: Preview
  readonly height: number
}

/** What becomes liquidatable by price drop, at the execution and when every ramp has ended. */
export function LadderPane({ preview, height }: LadderProps) {
  const canvas = useCanvas()
  const labels = preview.risk.execution.before.map(({ label }) => label)
  // All of them first, then each.
  const part = usePart(labels.length > 1 ? labels.length + 1 : 1, 'ladder market')
  const label = part === 0 ? undefined : labels[part - 1]
  return <ScrollText lines={linesOf(preview, label, canvas)} height={height} name="ladder" />
}

function linesOf(preview: Preview, label: string | undefined, canvas: Canvas): readonly Line[] {
  const { symbol, risk } = preview
  const { execution, settled } = risk
  const of = ({ before, after, efficiency }: PreviewLadders) => ({
    efficiency,
    before: before.filter((ladder) => label === undefined || ladder.label === label),
    after,
  })
  const notes = figureNotes(preview, canvas.width)
  if (execution.before.length === 0) return notes
  return [
    ...notes,
    { text: `At execution, ${formatUtc(execution.at)}`, tone: 'muted' },
    ...ladderLines(of(execution), symbol, canvas),
    ...(settled.at === execution.at
      ? []
      : [
          blankLine,
          { text: `When every ramp has ended, ${formatUtc(settled.at)}`, tone: 'muted' as const },
          ...ladderLines(of(settled), symbol, canvas),
        ]),
  ]
}

import { plural } from '../../../shared/format.ts'
import type { Preview, PreviewLoss, PreviewLosses } from '../../../workflows/preview.ts'
import type { Canvas } from '../../charts/chart.ts'
import { figureLines } from '../../charts/figures.ts'
import { histogramLines } from '../../charts/histogram.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { blankLine, type Line, paragraph, titleLine } from '../../lines.ts'
import { useCanvas, usePart } from './usePart.ts'

interface RiskProps {
  readonly preview: Preview
  readonly height: number
}

/** The losses before and after: figures with their intervals, and how they spread over the paths. */
export function RiskPane({ preview, height }: RiskProps) {
  const canvas = useCanvas()
  const { losses } = preview.risk
  const part = usePart(losses.length, 'risk scope')
  const shown = losses[part]
  const lines = [
    ...figureNotes(preview, canvas.width),
    ...(shown === undefined ? [] : riskLines(preview, shown, canvas)),
  ]
  return <ScrollText lines={lines} height={height} name="risk" />
}

const kinds = [
  { key: 'badDebt', what: 'bad debt' },
  { key: 'liquidatedDebt', what: 'liquidated debt' },
] as const

function riskLines(preview: Preview, losses: PreviewLosses, canvas: Canvas): readonly Line[] {
  const { risk, symbol } = preview
  const { settings, unfelt } = risk
  const days = (settings.steps * settings.stepSeconds) / 86_400
  const { width } = canvas
  return [
    ...kinds.flatMap(({ key, what }, index) => [
      ...(index === 0 ? [] : [blankLine]),
      titleLine(`${what}, ${losses.label}, over ${days} days, ${symbol} [95 % interval]`),
      ...figureLines(tellingFigures(losses[key]), canvas),
      blankLine,
      ...histogramLines(losses[key].histogram, { what, symbol }, canvas),
    ]),
    blankLine,
    ...unfelt.flatMap((change) =>
      paragraph(`These figures do not feel the change of ${change}.`, { width, tone: 'caution' }),
    ),
    ...paragraph(
      `${plural(settings.paths, 'path')}, seed ${settings.seed}: before and after on the same prices (${risk.calibrationId}). ` +
        'Where no path lost anything, the upper end of the chance says how rare a loss may still be.',
      { width, tone: 'muted' },
    ),
  ]
}

/** Where no path lost anything every figure but the chance of it is nothing, and says nothing. */
const tellingFigures = ({ figures, histogram }: PreviewLoss) =>
  histogram.bins.length > 0 ? figures : figures.slice(-1)

/** What the figures lack: without an execution there is nothing after it, without a price nothing at all. */
export function figureNotes({ dryRun, risk }: Preview, width: number): readonly Line[] {
  const notes: readonly Line[] = [
    ...(dryRun.outcome.kind === 'executed'
      ? []
      : paragraph('It was not executed on the fork, so "after" shows nothing of it.', {
          width,
          tone: 'bad',
        })),
    ...risk.unpriced.flatMap((note) => paragraph(note, { width, tone: 'caution' })),
  ]
  return notes.length === 0 ? [] : [...notes, blankLine]
}

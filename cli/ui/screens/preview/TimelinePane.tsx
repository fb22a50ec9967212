import type { Preview } from '../../../workflows/preview.ts'
import { timelineLines } from '../../charts/timeline.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { blankLine, paragraph } from '../../lines.ts'
import { figureNotes } from './RiskPane.tsx'
import { useCanvas } from './usePart.ts'

/** A crash that was, on the positions of today: what it would liquidate, before and after. */
export function TimelinePane({
  preview,
  height,
}: {
  readonly preview: Preview
  readonly height: number
}) {
  const canvas = useCanvas()
  const { replays, symbol } = preview
  const lines = [
    ...figureNotes(preview, canvas.width),
    ...replays.flatMap((replay) => timelineLines(replay, symbol, canvas)),
    blankLine,
    ...paragraph('t replays other prices: a CSV file with the columns timestamp and price.', {
      width: canvas.width,
      tone: 'muted',
    }),
  ]
  return <ScrollText lines={lines} height={height} name="timeline" />
}

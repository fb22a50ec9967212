import type { Preview } from '../../../workflows/preview.ts'
import { timelineLines } from '../../charts/timeline.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Empty } from '../../components/States.tsx'
import { outcomeNote } from './RiskPane.tsx'
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
  if (replays.length === 0) {
    return (
      <Empty
        title="No crash was replayed."
        hint={
          't replays prices of a CSV file with the columns timestamp and price. The crash of 12 to 13 March 2020 is ' +
          'replayed by itself where BALLAST_DATA names the folder of real data.'
        }
      />
    )
  }
  const lines = [
    ...outcomeNote(preview, canvas.width),
    ...replays.flatMap((replay) => timelineLines(replay, symbol, canvas)),
  ]
  return <ScrollText lines={lines} height={height} name="timeline" />
}

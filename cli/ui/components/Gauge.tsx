import { Text, useIsScreenReaderEnabled } from 'ink'
import { formatPercent } from '../../shared/amount.ts'
import { gaugeRuns, type Marker } from '../gauge.ts'
import { type Tone, useTheme } from '../theme.ts'

/**
 * A share as a bar, its limits as markers, the number beside it. Who listens gets the number alone: leave `number` out
 * only where it is said right beside the gauge.
 */
export function Gauge({
  value,
  width,
  tone = 'accent',
  markers = [],
  number = '',
  label = '',
}: {
  /** 0 to 1; what lies outside is drawn at the end of the scale. */
  readonly value: number
  /** Cells of the bar; the number comes after them. */
  readonly width: number
  readonly tone?: Tone
  readonly markers?: readonly Marker[]
  /** With its unit: `154 %`. */
  readonly number?: string
  /** What it is, for who listens: `collateralisation of WETH-A`. */
  readonly label?: string
}) {
  const theme = useTheme()
  const spoken = [label, number].filter((part) => part !== '').join(' ')
  // A word is never left out: an empty label would have the blocks themselves read aloud.
  if (useIsScreenReaderEnabled()) return <Text aria-label={spoken || formatPercent(value)}> </Text>
  return (
    <Text wrap="truncate">
      {gaugeRuns({ value, width, tone, markers }, theme).map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no other name than their place
        <Text key={index} {...theme.look(run.tone)}>
          {run.text}
        </Text>
      ))}
      {number === '' ? '' : ` ${number}`}
    </Text>
  )
}

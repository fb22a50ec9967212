import { Box } from 'ink'
import { formatCount, printable } from '../../../shared/format.ts'
import { Words } from '../../components/Words.tsx'

/** Rows of the screen that `MarketLine` takes. */
export const marketRows = (market: string | undefined): 0 | 1 => (market === undefined ? 0 : 1)

interface MarketLineProps {
  /** The one that is shown; undefined for all of them. */
  readonly market: string | undefined
  /** How many rows are shown, of how many. */
  readonly count: number
  readonly of: number
}

/** That one market is shown and others are not, said as a filter is; nothing while all are shown. */
export function MarketLine({ market, count, of }: MarketLineProps) {
  if (market === undefined) return null
  return (
    <Box height={1} flexShrink={0}>
      <Words tone="accent">{`/ market ${printable(market)}`}</Words>
      <Words
        tone={count === 0 ? 'caution' : 'muted'}
      >{`  ${formatCount(count)} of ${formatCount(of)}`}</Words>
    </Box>
  )
}

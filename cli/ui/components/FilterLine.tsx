import { Box } from 'ink'
import { formatCount } from '../../shared/format.ts'
import type { Filter } from '../hooks/useFilter.ts'
import { useLayout } from '../layout.ts'
import { TextInput } from './TextInput.tsx'
import { Words } from './Words.tsx'

/** The filter of a list on one line with what it leaves: `/ weth  3 of 45`. Nothing while there is no filter. */
export function FilterLine({
  filter,
  count,
  of,
  width,
}: {
  readonly filter: Filter
  /** How many rows are shown, of how many. */
  readonly count: number
  readonly of: number
  /** Of the pane; the whole window by default. */
  readonly width?: number
}) {
  const { columns } = useLayout()
  if (filter.rows === 0) return null
  const found = `  ${formatCount(count)} of ${formatCount(of)}`
  return (
    <Box height={1} flexShrink={0}>
      <Words tone="accent">{'/ '}</Words>
      <TextInput
        state={filter.state}
        width={Math.max(4, (width ?? columns) - 2 - found.length)}
        placeholder="part of a row"
        isFocused={filter.isOpen}
      />
      <Words tone={count === 0 ? 'caution' : 'muted'}>{found}</Words>
    </Box>
  )
}

import { Box } from 'ink'
import { Gauge } from '../../components/Gauge.tsx'
import { Loading } from '../../components/States.tsx'
import { useLayout } from '../../layout.ts'
import type { Reading } from './useVaultTable.ts'
import { percent } from './VaultSummary.tsx'

/** The first reading of a book: how many of its vaults are here. */
export function ReadingBook(reading: Reading) {
  const { columns } = useLayout()
  const { read, total } = reading
  const count = `${read.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} vaults`
  return (
    <Box flexDirection="column">
      <Loading what="the vaults" />
      <Gauge
        value={total === 0 ? 1 : read / total}
        width={Math.max(8, Math.min(40, columns - 36))}
        number={`${percent(reading)}, ${count}`}
        label="reading"
      />
    </Box>
  )
}

import { Box } from 'ink'
import { formatPercent } from '../../../shared/amount.ts'
import { formatCount } from '../../../shared/format.ts'
import { Gauge } from '../../components/Gauge.tsx'
import { Loading } from '../../components/States.tsx'
import { useLayout } from '../../layout.ts'
import { partRead, type Reading } from './useVaultTable.ts'

/** The first reading of a book: how many of its vaults are here. */
export function ReadingBook(reading: Reading) {
  const { columns } = useLayout()
  const { read, total } = reading
  const count = `${formatCount(read)} of ${formatCount(total)} vaults`
  return (
    <Box flexDirection="column">
      <Loading what="the vaults" />
      <Gauge
        value={partRead(reading)}
        width={Math.max(8, Math.min(40, columns - 36))}
        number={`${formatPercent(partRead(reading))}, ${count}`}
        label="reading"
      />
    </Box>
  )
}

import { Box, Text } from 'ink'
import { formatAmount, formatPercent } from '../../../shared/amount.ts'
import { printable } from '../../../shared/format.ts'
import type { VaultTable } from '../../../workflows/readVaults.ts'
import { Words } from '../../components/Words.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useTheme } from '../../theme.ts'
import { partRead, type Reading } from './useVaultTable.ts'

interface SummaryProps {
  readonly table: VaultTable
  readonly reading: Reading | undefined
}

/** Lines that `VaultSummary` takes. */
export const SUMMARY_ROWS = 2

/** What the vaults that are shown come to, and what the draft makes of them. */
export function VaultSummary({ table, reading }: SummaryProps) {
  const { look, symbols } = useTheme()
  const { count, totals, derivativeSymbol } = table
  const { liquidatable } = totals
  const isBad = liquidatable > 0
  const found = `${count.toLocaleString('en-US')} vault${count === 1 ? '' : 's'}`
  const dot = ` ${symbols.dot} `
  return (
    <Box flexDirection="column" height={SUMMARY_ROWS} flexShrink={0}>
      <Text wrap="truncate">
        {found + dot}
        <Text {...look(isBad ? 'bad' : 'plain')}>
          {`${isBad ? symbols.fail : symbols.pass} ${liquidatable.toLocaleString('en-US')} liquidatable now`}
        </Text>
        {`${dot}${formatAmount(totals.debt)} ${derivativeSymbol} of debt`}
        <Freshness table={table} reading={reading} />
      </Text>
      <DraftLine table={table} />
    </Box>
  )
}

/** Nothing while the book is of the newest block; a book that takes long may be of an older one. */
function Freshness({ table, reading }: Pick<SummaryProps, 'table' | 'reading'>) {
  const { connection } = useNetwork()
  const { look, symbols } = useTheme()
  const newest = connection.kind === 'connecting' ? undefined : connection.block?.number
  const blocks = (newest ?? 0) - table.block.number
  const done = reading === undefined ? '' : `, reading ${formatPercent(partRead(reading))}`
  // One block is the time that an answer takes.
  if (blocks <= 1 && reading === undefined) return null
  const words = blocks <= 1 ? 'updating' : `as of block ${table.block.number}`
  return <Text {...look('muted')}>{` ${symbols.dot} ${words}${done}`}</Text>
}

function DraftLine({ table }: Pick<SummaryProps, 'table'>) {
  const { draft } = useDesk()
  const { symbols } = useTheme()
  const { liquidatable, liquidatableAfter } = table.totals
  if (draft === undefined) {
    return <Words tone="muted">Open a draft to see here what it would do to each of them.</Words>
  }
  const isWorse = liquidatableAfter > liquidatable
  const leftOut = table.leftOut.length === 0 ? '' : ` ${symbols.caution} ${table.leftOut.join(' ')}`
  return (
    <Words tone={isWorse ? 'bad' : leftOut === '' ? 'plain' : 'caution'}>
      {`${isWorse ? symbols.fail : symbols.pass} ${liquidatableAfter} liquidatable with the draft \u201c${printable(draft.title)}\u201d${leftOut}`}
    </Words>
  )
}

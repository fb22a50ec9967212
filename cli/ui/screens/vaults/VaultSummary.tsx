import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { formatAmount, formatPercent } from '../../../shared/amount.ts'
import { printable } from '../../../shared/format.ts'
import type { VaultTable } from '../../../workflows/readVaults.ts'
import type { LiquidatableCount, VaultTotals } from '../../../workflows/vaultIndex.ts'
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
  const { liquidatable, unpriced } = totals
  const dot = ` ${symbols.dot} `
  const isBad = liquidatable > 0
  const symbol = symbols[isBad ? 'fail' : calm(totals)]
  return (
    <Box flexDirection="column" height={SUMMARY_ROWS} flexShrink={0}>
      <Text wrap="truncate">
        {vaults(count) + dot}
        <Text
          {...look(isBad ? 'bad' : 'plain')}
        >{`${symbol} ${number(liquidatable)} liquidatable now`}</Text>
        {unpriced === 0 ? null : (
          <Text
            {...look('caution')}
          >{`${dot}${symbols.unknown} ${vaults(unpriced)} without a price`}</Text>
        )}
        {`${dot}${formatAmount(totals.debt)} ${derivativeSymbol} of debt`}
        <Freshness table={table} reading={reading} />
      </Text>
      <DraftLine table={table} />
    </Box>
  )
}

const number = (count: number): string => count.toLocaleString('en-US')
const vaults = (count: number): string => `${number(count)} vault${count === 1 ? '' : 's'}`

/** Nobody is known to be in trouble, which is not well where some are not known at all. */
const calm = ({ unpriced }: VaultTotals) => (unpriced > 0 ? 'unknown' : 'pass')

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

function DraftLine({ table: { totals, draft: moments } }: Pick<SummaryProps, 'table'>) {
  const { draft } = useDesk()
  const { symbols } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const { drafted } = totals
  if (draft === undefined || drafted === undefined) {
    return <Words tone="muted">Open a draft to see here what it would do to each of them.</Words>
  }
  const { execution, settled } = drafted
  const isWorse = [execution, settled ?? execution].some(({ before, after }) => after > before)
  const pair = ({ before, after }: LiquidatableCount) =>
    isRead
      ? `from ${number(before)} to ${number(after)}`
      : `${number(before)} ${symbols.arrow} ${number(after)}`
  const later = settled === undefined ? '' : `, ${pair(settled)} after the ramp`
  const leftOut = moments?.leftOut.map((words) => ` ${symbols.caution} ${words}`).join('') ?? ''
  return (
    <Words tone={isWorse ? 'bad' : leftOut === '' ? 'plain' : 'caution'}>
      {`${symbols[isWorse ? 'fail' : calm(totals)]} ${pair(execution)} liquidatable at execution${later}, with \u201c${printable(draft.title)}\u201d${leftOut}`}
    </Words>
  )
}

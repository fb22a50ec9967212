import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { Fragment } from 'react'
import { formatAmount, formatPercent } from '../../../shared/amount.ts'
import { printable } from '../../../shared/format.ts'
import type { VaultTable } from '../../../workflows/readVaults.ts'
import type { LiquidatableCount, VaultTotals } from '../../../workflows/vaultIndex.ts'
import { Words } from '../../components/Words.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useLayout } from '../../layout.ts'
import { fitParts, type LinePart } from '../../lineParts.ts'
import { useTheme } from '../../theme.ts'
import { partRead, type Reading } from './useVaultTable.ts'

interface SummaryProps {
  readonly table: VaultTable
  readonly reading: Reading | undefined
}

/** Lines that `VaultSummary` takes. */
export const SUMMARY_ROWS = 2

/** What the vaults that are shown come to, and what the draft makes of them; what has no room is not there. */
export function VaultSummary(props: SummaryProps) {
  const { columns } = useLayout()
  const { look, symbols } = useTheme()
  const dot = ` ${symbols.dot} `
  // Who listens has room for all of them.
  const room = useIsScreenReaderEnabled() ? Number.POSITIVE_INFINITY : columns
  const shown = fitParts([...useTotals(props), ...useFreshness(props)], room, dot.length)
  return (
    <Box flexDirection="column" height={SUMMARY_ROWS} flexShrink={0}>
      <Text wrap="truncate">
        {shown.map(({ id, text, tone }, index) => (
          <Fragment key={id}>
            {index === 0 ? '' : dot}
            <Text {...look(tone)}>{text}</Text>
          </Fragment>
        ))}
      </Text>
      <DraftLine table={props.table} />
    </Box>
  )
}

function useTotals({ table }: SummaryProps): readonly LinePart[] {
  const { symbols } = useTheme()
  const { count, totals, derivativeSymbol } = table
  const { liquidatable, unpriced, debt } = totals
  const isBad = liquidatable > 0
  const symbol = symbols[isBad ? 'fail' : calm(totals)]
  return [
    { id: 'count', text: vaults(count), tone: 'plain', rank: 2 },
    {
      id: 'liquidatable',
      text: `${symbol} ${number(liquidatable)} liquidatable now`,
      tone: isBad ? 'bad' : 'plain',
      rank: 1,
    },
    ...(unpriced === 0
      ? []
      : [
          {
            id: 'unpriced',
            text: `${symbols.unknown} ${vaults(unpriced)} without a price`,
            tone: 'caution' as const,
            rank: 2,
          },
        ]),
    {
      id: 'debt',
      text: `${formatAmount(debt)} ${derivativeSymbol} of debt`,
      tone: 'plain',
      rank: 4,
    },
  ]
}

const number = (count: number): string => count.toLocaleString('en-US')
const vaults = (count: number): string => `${number(count)} vault${count === 1 ? '' : 's'}`

/** Nobody is known to be in trouble, which is not well where some are not known at all. */
const calm = ({ unpriced }: VaultTotals) => (unpriced > 0 ? 'unknown' : 'pass')

/** Nothing while the book is of the newest block; a book that takes long may be of an older one. */
function useFreshness({ table, reading }: SummaryProps): readonly LinePart[] {
  const { connection } = useNetwork()
  const newest = connection.kind === 'connecting' ? undefined : connection.block?.number
  const blocks = (newest ?? 0) - table.block.number
  const done = reading === undefined ? '' : `, reading ${formatPercent(partRead(reading))}`
  // One block is the time that an answer takes.
  if (blocks <= 1 && reading === undefined) return []
  const words = blocks <= 1 ? 'updating' : `as of block ${table.block.number}`
  return [{ id: 'freshness', text: words + done, tone: 'muted', rank: 3 }]
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

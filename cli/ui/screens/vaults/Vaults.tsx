import { Box } from 'ink'
import { useState } from 'react'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Answer, Empty } from '../../components/States.tsx'
import { type Filter, useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useMemoryRef, useNavigation } from '../../hooks/useNavigation.tsx'
import { useLayout } from '../../layout.ts'
import type { Screen } from '../screen.ts'
import { AskAddress } from './AskAddress.tsx'
import { MarketLine, marketRows } from './MarketLine.tsx'
import { ReadingBook } from './ReadingBook.tsx'
import { useVaultQuestion } from './useVaultQuestion.ts'
import { type FoundTable, type Reading, type Seen, useVaultTable } from './useVaultTable.ts'
import { VaultList } from './VaultList.tsx'
import { SUMMARY_ROWS, VaultSummary } from './VaultSummary.tsx'

/** Every vault with its health, and what the open draft would do to it. */
function Vaults() {
  const { bodyRows } = useLayout()
  const filter = useFilter()
  const asking = useVaultQuestion(filter)
  const { question, nextOrder, reverse, nextMarket, allMarkets } = asking
  const seen = useMemoryRef<Seen>('seen', { index: 0, from: 0, count: 4 * bodyRows })
  const { live, reading } = useVaultTable(question, seen)
  const markets = live.status === 'ready' ? live.value.table.markets : []
  const [isAsking, setAsking] = useState(false)
  useKeys({
    order: nextOrder,
    reverse,
    market: { run: () => nextMarket(markets), isQuiet: markets.length < 2 },
    impact: () => setAsking(true),
    back: question.market === undefined ? undefined : { run: allMarkets, word: 'all markets' },
  })
  if (isAsking) return <AskAddress onClose={() => setAsking(false)} />
  if (live.status === 'loading' && reading !== undefined) return <ReadingBook {...reading} />
  return (
    <Answer live={live} what="the vaults">
      {(found) => (
        <Found found={found} filter={filter} reading={reading} question={question} seen={seen} />
      )}
    </Answer>
  )
}

interface FoundProps {
  readonly found: FoundTable
  readonly filter: Filter
  readonly reading: Reading | undefined
  readonly question: ReturnType<typeof useVaultQuestion>['question']
  readonly seen: { current: Seen }
}

function Found({ found, filter, reading, question, seen }: FoundProps) {
  const { bodyRows } = useLayout()
  const { table } = found
  const { go } = useNavigation()
  if (table.totalCount === 0) {
    return (
      <Empty
        title="No vaults yet"
        hint={`Whoever locks collateral and issues ${table.derivativeSymbol} has a row here.`}
      />
    )
  }
  return (
    <Box flexDirection="column">
      <VaultSummary table={table} reading={reading} />
      <MarketLine market={question.market} count={table.count} of={table.totalCount} />
      <FilterLine filter={filter} count={table.count} of={table.totalCount} />
      <VaultList
        found={found}
        question={question}
        seen={seen}
        height={bodyRows - SUMMARY_ROWS - marketRows(question.market) - filter.rows}
        onOpen={(owner) => go('impact', { owner })}
      />
    </Box>
  )
}

export const vaultsScreen: Screen = {
  id: 'vaults',
  title: 'Vaults',
  summary: 'positions, their health and what the draft does to them',
  isListed: true,
  Component: Vaults,
}

import { getAddress, isAddress } from 'ethers'
import type { BookReading, MarketReading } from '../chain/readBook.ts'
import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UsageError } from '../shared/errors.ts'
import { excerpt } from '../shared/units.ts'
import { bookColumns } from './bookColumns.ts'
import { healthAt, rowAt } from './bookRow.ts'
import type { DraftEffect } from './draftEffect.ts'
import { impactWords, type Outcome } from './impactWords.ts'
import { type DraftForecast, draftForecast } from './vaultForecast.ts'
import type { VaultRow } from './vaultRow.ts'

/** One vault of an owner and what the draft means for it. */
export interface MarketImpact extends VaultRow {
  /** Sentences, the one that matters most first. */
  readonly words: readonly string[]
  /** When the draft's threshold has stopped moving here, Unix seconds; absent if it does not move after the execution. */
  readonly settlesAt?: number
}

/** What the draft does to one owner, market by market. */
export interface VaultImpact {
  readonly owner: Address
  readonly block: BlockRef
  readonly derivativeSymbol: string
  /** When the draft could be executed, Unix seconds; absent without a draft. */
  readonly executesAt?: number
  /** Those of the owner; none if the owner has no vault. */
  readonly vaults: readonly MarketImpact[]
  /** What these figures do not count, in words. */
  readonly leftOut: readonly string[]
}

/** @throws UsageError if `typed` is no address */
export function impactOn(typed: string, reading: BookReading, draft?: DraftEffect): VaultImpact {
  const owner = addressIn(typed)
  const { block, derivativeSymbol } = reading
  return {
    owner,
    block,
    derivativeSymbol,
    ...(draft === undefined ? {} : { executesAt: draft.executesAt }),
    vaults: reading.markets.flatMap((market) => {
      const own = market.vaults.filter((vault) => vault.owner === owner)
      return impactsIn({ ...market, vaults: own }, reading, draft)
    }),
    leftOut: draft?.leftOut ?? [],
  }
}

function impactsIn(
  market: MarketReading,
  reading: BookReading,
  draft: DraftEffect | undefined,
): readonly MarketImpact[] {
  const alone = { ...reading, markets: [market] }
  const columns = bookColumns(alone)
  const forecast = draft && draftForecast(alone, columns, draft)
  const settlesAt = forecast?.markets[0]?.settlesAt
  const terms = new Map(
    draft?.changes
      .filter(({ subject, spec }) => subject === market.label && spec.scope === 'market')
      .map(({ spec, after }) => [spec.key, after]),
  )
  return market.vaults.map((_, i) => {
    const row = rowAt(alone, columns, i, forecast)
    const outcome = forecast && outcomeOf(forecast, row, i)
    return {
      ...row,
      ...(settlesAt === undefined ? {} : { settlesAt }),
      words: impactWords({ row, market, terms, outcome, symbol: reading.derivativeSymbol }),
    }
  })
}

/** What the draft comes to in the end; undefined where it changes no health, and without a price. */
function outcomeOf(
  { execution, settled, markets }: DraftForecast,
  { drafted, debt }: VaultRow,
  row: number,
): Outcome | undefined {
  const { before, after } = settled ?? execution
  const [without, withDraft] = [healthAt(before, row), healthAt(after, row)]
  const { after: conditions } = markets[0]?.settled ?? markets[0]?.execution ?? {}
  if (drafted === undefined || without === undefined || withDraft === undefined) return undefined
  return {
    before: without,
    after: withDraft,
    threshold: conditions?.threshold ?? 0,
    debt: debt * (conditions?.growth ?? 1),
    isGradual: settled !== undefined,
  }
}

function addressIn(typed: string): Address {
  const text: string = typed.trim()
  const isMistyped = isAddress(text.toLowerCase())
  if (isAddress(text)) return getAddress(text)
  throw new UsageError(
    isMistyped
      ? `The capitals of ${text} do not fit: a digit may be wrong.`
      : `"${excerpt(text)}" is no address.`,
    isMistyped
      ? 'Copy it again from where it came from.'
      : 'Paste 0x and 40 hexadecimal digits, or go to a row and press Enter.',
  )
}

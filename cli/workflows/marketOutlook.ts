import type { MarketSummary } from '../chain/readBook.ts'
import type { RiskTermsModel, Variant } from '../risk/market.ts'
import type { DraftEffect } from './draftEffect.ts'
import { draftedMarket } from './draftedMarket.ts'
import { termsModels } from './riskInputs.ts'

/** A market's terms without a draft and with it, and the moments at which to look at what they make of its vaults. */
export interface MarketOutlook {
  readonly terms: Readonly<Record<Variant, RiskTermsModel>>
  /** Unix seconds. */
  readonly executesAt: number
  /** When the threshold has stopped moving; absent if it does not move after the execution, or the draft sets nothing here. */
  readonly settlesAt?: number
}

/** Every figure that shows a market with a draft comes from here. */
export function outlookOf(
  market: MarketSummary,
  { changes, executesAt }: Pick<DraftEffect, 'changes' | 'executesAt'>,
): MarketOutlook {
  const after = draftedMarket(market, changes, executesAt)
  const endsAt = Number(after.thresholdPath.endsAt)
  return {
    terms: termsModels({ before: market, after }),
    executesAt,
    ...(after !== market && endsAt > executesAt ? { settlesAt: endsAt } : {}),
  }
}

import type { DryRunReading } from '../chain/dryRun.ts'
import {
  type BookReading,
  hasPrice,
  type MarketReading,
  type MarketSummary,
  type MarketsReading,
} from '../chain/readBook.ts'
import {
  type Book,
  type MarketModel,
  type PriceBand,
  type RiskTermsModel,
  type ThresholdPathModel,
  type Variant,
  vaultColumns,
} from '../risk/market.ts'
import { fromScale } from '../shared/amount.ts'

const BPS = 10_000
const WAD_DECIMALS = 18

/**
 * How each governed number of a market enters the risk model. Total by `satisfies`: a parameter added to
 * the model or the Ledger without a line here does not compile.
 */
const modelOf = {
  collateralizationRatio: ({ terms }) => Number(terms.collateralizationRatioBps) / BPS,
  liquidationThreshold: ({ thresholdPath }): ThresholdPathModel => ({
    from: Number(thresholdPath.fromBps) / BPS,
    to: Number(thresholdPath.toBps) / BPS,
    startsAt: Number(thresholdPath.startsAt),
    endsAt: Number(thresholdPath.endsAt),
  }),
  liquidationPenalty: ({ terms }) => Number(terms.liquidationPenaltyBps) / BPS,
  penaltyFloor: ({ terms }) => Number(terms.penaltyFloorBps) / BPS,
  maxPenaltyHealth: ({ terms }) => fromScale(terms.maxPenaltyHealthWad, WAD_DECIMALS),
  targetHealth: ({ terms }) => fromScale(terms.targetHealthWad, WAD_DECIMALS),
  debtCeiling: ({ ceilingPath }) => fromScale(ceilingPath.next, WAD_DECIMALS),
  minimumDebt: ({ terms }) => fromScale(terms.minimumDebt, WAD_DECIMALS),
  stabilityFee: ({ terms }) => fromScale(terms.stabilityFeeWad, WAD_DECIMALS),
} satisfies { readonly [K in keyof RiskTermsModel]: (market: MarketSummary) => RiskTermsModel[K] }

const termsModel = (market: MarketSummary): RiskTermsModel => ({
  collateralizationRatio: modelOf.collateralizationRatio(market),
  liquidationThreshold: modelOf.liquidationThreshold(market),
  liquidationPenalty: modelOf.liquidationPenalty(market),
  penaltyFloor: modelOf.penaltyFloor(market),
  maxPenaltyHealth: modelOf.maxPenaltyHealth(market),
  targetHealth: modelOf.targetHealth(market),
  debtCeiling: modelOf.debtCeiling(market),
  minimumDebt: modelOf.minimumDebt(market),
  stabilityFee: modelOf.stabilityFee(market),
})

/**
 * The risk model's book: positions and prices of the pinned block, terms as the two forks have them.
 * Before: the control fork. After: the fork on which the proposal was executed.
 */
export function riskBook(pinned: BookReading, dryRun: DryRunReading): Book {
  return {
    at: pinned.block.timestamp,
    executesAt: dryRun.executedMarkets.block.timestamp,
    markets: pinned.markets.map((market) =>
      marketModel(market, {
        before: marketNamed(dryRun.controlMarkets, market.label),
        after: marketNamed(dryRun.executedMarkets, market.label),
      }),
    ),
  }
}

/** A market's positions and prices, with the terms before and after. */
export const marketModel = (
  market: MarketReading,
  { before, after }: Readonly<Record<Variant, MarketSummary>>,
): MarketModel => ({
  label: market.label,
  asset: market.collateralSymbol,
  price: priceBand(market),
  ...termsModels({ before, after }),
  vaults: vaultColumns(
    market.vaults.map(({ owner, collateral, debt }) => ({
      owner,
      collateral: fromScale(collateral, market.collateralDecimals),
      debt: fromScale(debt, WAD_DECIMALS),
    })),
  ),
})

/** Zero without a price, whatever the chain calls the last one. */
function priceBand(market: MarketSummary): PriceBand {
  const { low, mid, high } = hasPrice(market) ? market.price : { low: 0n, mid: 0n, high: 0n }
  const scaled = (price: bigint) => fromScale(price, WAD_DECIMALS)
  return { low: scaled(low), mid: scaled(mid), high: scaled(high) }
}

/** The terms of two readings of a market. */
export const termsModels = ({
  before,
  after,
}: Readonly<Record<Variant, MarketSummary>>): Readonly<Record<Variant, RiskTermsModel>> => ({
  before: termsModel(before),
  after: termsModel(after),
})

function marketNamed(book: MarketsReading, label: string): MarketSummary {
  const market = book.markets.find((candidate) => candidate.label === label)
  if (market === undefined) throw new Error(`Market ${label} vanished between two reads.`)
  return market
}

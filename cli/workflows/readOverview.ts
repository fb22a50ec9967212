import type { FeedHealth } from '../governance/health.ts'
import type { NetworkStatus } from '../report/statusText.ts'

/** A market at a glance. Amounts in derivative with 18 decimals; ratios as fractions of 1. */
export interface MarketOverview {
  readonly label: string
  readonly collateralSymbol: string
  readonly debt: bigint
  readonly collateralValue: bigint
  /** Collateral value by debt; undefined without debt. */
  readonly collateralization: number | undefined
  /** What issuing needs: `collateralizationRatio`. */
  readonly requiredCollateralization: number
  /** Below this collateralisation a vault may be liquidated: 1 / `liquidationThreshold`. */
  readonly liquidationCollateralization: number
  readonly ceiling: bigint
  readonly badDebt: bigint
  readonly vaultCount: number
  readonly priceState: FeedHealth['state']
  readonly feed: string
}

/** The protocol at one block. */
export interface Overview {
  readonly status: NetworkStatus
  /** The chain's clock, Unix seconds. */
  readonly now: number
  readonly derivativeSymbol: string
  readonly tokenSymbol: string
  readonly totalDebt: bigint
  /** Value of all collateral, derivative with 18 decimals. */
  readonly backing: bigint
  /** Backing per derivative; undefined without any. */
  readonly nav: number | undefined
  readonly badDebt: bigint
  readonly markets: readonly MarketOverview[]
  readonly feeds: readonly FeedHealth[]
}

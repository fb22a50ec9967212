import type { Address } from './addressBook.ts'

/** A vault over the derivative that losses may be taken from. Amounts have 18 decimals, times are Unix seconds. */
export interface PatientVaultReading {
  readonly address: Address
  /** What all shares are worth now. */
  readonly assets: bigint
  /** Derivative per first share: 1e18 at the start, less after losses, more after yield. */
  readonly sharePriceWad: bigint
  /** What a loss may take now. */
  readonly spendable: bigint
  /** Yield that is here and does not count yet, and when the last of it will. */
  readonly unvested: bigint
  readonly vestsUntil: bigint
  /** Seconds from a request to its readiness. */
  readonly cooldown: bigint
  /** It spends nothing and takes nothing any more, for ever. */
  readonly isRetired: boolean
}

/** A stability pool at one block. */
export interface PoolReading extends PatientVaultReading {
  readonly label: string
  readonly collateral: Address
  readonly collateralSymbol: string
  readonly collateralDecimals: number
  /** Collateral that the pool holds, token units: what its depositors have to claim, and whatever anybody sent there. */
  readonly held: bigint
  /** The part of an absorption's collateral for whoever calls it, 1e4 scale. */
  readonly absorbRewardBps: bigint
}

/** What pays for bad debt of the derivative, and what is lacking, at one block. Amounts have 18 decimals. */
export interface BackingReading {
  /** Of all markets: debt that no collateral pays for. */
  readonly deficit: bigint
  /** Fees charged and not yet minted. */
  readonly surplus: bigint
  /** Backing per derivative: 1e18, or less by the part of the supply that nothing backs. */
  readonly navWad: bigint
  /** Absent in a deployment without one. */
  readonly backstop?: {
    readonly address: Address
    /** Surplus that is never distributed. */
    readonly surplusBuffer: bigint
    /** Of what is distributed, 1e4 scale. */
    readonly poolShareBps: bigint
    readonly insuranceShareBps: bigint
    /** Where a sale of governance tokens starts, derivative per whole token; 0: no sale. */
    readonly salePriceWad: bigint
    /** The most tokens that one sale offers; 0: no sale. */
    readonly saleSize: bigint
    /** Governance tokens that it holds beside what is for sale. */
    readonly tokens: bigint
    /** Derivative that earlier sales brought. */
    readonly proceeds: bigint
    /** The lot of the last sale; it may be closed. 0 for none. */
    readonly sale: bigint
    /** What it found of the deficits: insurance and sale pay for what has stood for a while, as the second does since `notedAt`. */
    readonly standing: bigint
    readonly noted: bigint
    readonly notedAt: bigint
  }
  readonly insurance?: PatientVaultReading
}

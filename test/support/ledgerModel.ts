import type { Terms } from './ledgerFixture.ts'

const WAD = 10n ** 18n
const BPS = 10_000n
const WAD_YEAR = WAD * 365n * 86_400n

const divUp = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Interest of one accrual in wei: the three-term Taylor series of e^x - 1, saturated at uint128. */
export function taylorInterest(debt: bigint, feeWad: bigint, seconds: bigint): bigint {
  const first = (debt * feeWad * seconds) / WAD_YEAR
  const second = (first * feeWad * seconds) / (2n * WAD_YEAR)
  const third = (second * feeWad * seconds) / (3n * WAD_YEAR)
  return min(first + second + third, 2n ** 128n - 1n - debt)
}

export interface DistressedVault {
  readonly debt: bigint
  readonly collateral: bigint
  /** Derivative per whole token, 18 decimals. */
  readonly price: bigint
  readonly unit: bigint
}

export interface Liquidation {
  readonly healthWad: bigint
  readonly bonusWad: bigint
  readonly repaid: bigint
  readonly seized: bigint
  readonly badDebt: bigint
}

/** A liquidation as the interface words it, for a caller without a limit. */
export function liquidationOf(vault: DistressedVault, terms: Terms): Liquidation {
  const { debt, collateral, price, unit } = vault
  const value = (collateral * price) / unit
  const healthWad = (value * terms.liquidationThresholdBps * 10n ** 14n) / debt
  const bonusWad = bonusAt(healthWad, terms)
  const b = WAD + bonusWad
  let repaid =
    (debt * (terms.targetHealthWad - healthWad) * BPS) /
    (terms.targetHealthWad * BPS - b * terms.liquidationThresholdBps)
  if (repaid > debt || debt - repaid < terms.minimumDebt) repaid = debt
  if ((repaid * b) / WAD > value) {
    repaid = divUp(value * WAD, b)
    return { healthWad, bonusWad, repaid, seized: collateral, badDebt: debt - repaid }
  }
  return { healthWad, bonusWad, repaid, seized: (((repaid * b) / WAD) * unit) / price, badDebt: 0n }
}

/** The liquidator's bonus in WAD of the repayment at a health factor below 1. */
export function bonusAt(healthWad: bigint, terms: Terms): bigint {
  const whole = terms.liquidationPenaltyBps * 10n ** 14n
  const least = terms.liquidationPenaltyBps * terms.penaltyFloorBps * 10n ** 10n
  if (healthWad <= terms.maxPenaltyHealthWad) return whole
  return least + ((whole - least) * (WAD - healthWad)) / (WAD - terms.maxPenaltyHealthWad)
}

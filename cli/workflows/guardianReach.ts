import { type MarketReading, readBook } from '../chain/readBook.ts'
import type { MarketEntry } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Restraint } from '../governance/restraint.ts'
import { displayValue } from '../governance/value.ts'
import { plural } from '../shared/format.ts'
import { formatDuration } from '../shared/time.ts'
import type { Fact } from './act.ts'
import type { Protocol } from './protocol.ts'

/** Whom a tightening reaches, and whom it does not. */
export async function reachOf(
  { chain, book }: Protocol,
  restraints: readonly Restraint[],
  { market, at }: { readonly market: MarketEntry; readonly at: BlockRef },
): Promise<readonly Fact[]> {
  const own = await readBook(chain, { ...book, markets: [market] }, at)
  const [reading] = own.markets
  if (reading === undefined) throw new Error(`${market.label} was not read.`)
  const debt = (amount: bigint) => displayValue('derivative', amount, book)
  return [
    ['reaches', 'new debt and withdrawals: no vault that exists becomes liquidatable'],
    ...restraints.flatMap((restraint) => factsOf(restraint, reading, debt)),
    ['counts', 'at once; a vote loosens it again, or a steward within its allowances'],
  ]
}

function factsOf(
  { spec: { key, unit }, before, value }: Restraint,
  reading: MarketReading,
  debt: (amount: bigint) => string,
): readonly Fact[] {
  if (value === before.stored) return []
  if (unit === 'bps') return [['vaults', heldWords(reading, before.effective, value)]]
  const { totalDebt, deficit, inAuction, terms } = reading
  if (key !== 'debtCeiling') {
    return value >= terms.debtCeiling
      ? []
      : [['steps', `${debt(value)} in ${formatDuration(terms.ceilingDelay)} at most`]]
  }
  const owed = totalDebt + deficit + inAuction
  const room = value > owed ? `${debt(value - owed)} may still be issued` : 'nothing more is issued'
  return [['owed', `${debt(owed)}: ${room}`]]
}

const BPS = 10_000n

/** How many vaults the ratio keeps from issuing and withdrawing, judged as the Ledger does: at the low price. */
export function heldBy(
  ratioBps: bigint,
  { vaults, price, collateralDecimals }: MarketReading,
): number {
  const unit = 10n ** BigInt(collateralDecimals)
  return vaults.filter(({ collateral, debt }) => {
    const value = (collateral * price.low) / unit
    const required = (debt * ratioBps + BPS - 1n) / BPS
    return debt > 0n && value < required
  }).length
}

function heldWords(reading: MarketReading, before: bigint, after: bigint): string {
  if (reading.priceState !== 'OK') {
    return `the price is ${reading.priceState}: none of them can issue or withdraw now`
  }
  const indebted = reading.vaults.filter(({ debt }) => debt > 0n).length
  return `${heldBy(after, reading)} of ${plural(indebted, 'vault')} with debt could not issue or withdraw; ${heldBy(before, reading)} cannot now`
}

import { type MarketReading, readBook } from '../chain/readBook.ts'
import { readUses } from '../chain/readUses.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Restrainable, Restraint } from '../governance/restraint.ts'
import { displayValue } from '../governance/value.ts'
import { plural } from '../shared/format.ts'
import { formatDuration } from '../shared/time.ts'
import type { Fact } from './act.ts'
import type { Protocol } from './protocol.ts'

/** Whom a tightening reaches, and whom it does not. */
export async function reachOf(
  { chain, book }: Protocol,
  restraints: readonly Restraint[],
  { subject, at }: { readonly subject: Restrainable; readonly at: BlockRef },
): Promise<readonly Fact[]> {
  const debt = (amount: bigint) => displayValue('derivative', amount, book)
  return [
    ['reaches', 'new debt and withdrawals: no vault that exists becomes liquidatable'],
    ...(await reachFacts({ chain, book }, restraints, { subject, at, debt })),
    [
      'counts',
      `at once; a vote loosens it again${subject.scope === 'market' ? ', or a steward within its allowances' : ''}`,
    ],
  ]
}

/** What is there already of what the restraints cap, and which vaults a ratio holds. */
async function reachFacts(
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  restraints: readonly Restraint[],
  {
    subject,
    at,
    debt,
  }: { readonly subject: Restrainable; readonly at: BlockRef } & { readonly debt: Shown },
): Promise<readonly Fact[]> {
  if (subject.scope !== 'market') {
    const uses = await readUses(chain, book, { parameters: restraints, at })
    return uses.map(({ parameter: { value }, used }) => owedFact(used, value, debt))
  }
  const markets = book.markets.filter(({ label }) => label === subject.name)
  const [reading] = (await readBook(chain, { ...book, markets }, at)).markets
  if (reading === undefined) throw new Error(`${subject.name} was not read.`)
  return restraints.flatMap((restraint) => factsOf(restraint, reading, debt))
}

type Shown = (amount: bigint) => string

function owedFact(owed: bigint, cap: bigint, debt: Shown): Fact {
  const room = cap > owed ? `${debt(cap - owed)} may still be issued` : 'nothing more is issued'
  return ['owed', `${debt(owed)}: ${room}`]
}

function factsOf(
  { spec: { key, unit }, before, value }: Restraint,
  reading: MarketReading,
  debt: Shown,
): readonly Fact[] {
  if (value === before.stored) return []
  if (unit === 'bps') return [['vaults', heldWords(reading, before.effective, value)]]
  const { totalDebt, deficit, inAuction, terms } = reading
  if (key !== 'debtCeiling') {
    return value >= terms.debtCeiling
      ? []
      : [['steps', `${debt(value)} in ${formatDuration(terms.ceilingDelay)} at most`]]
  }
  return [owedFact(totalDebt + deficit + inAuction, value, debt)]
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

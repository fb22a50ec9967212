import { readBlock } from '../chain/client.ts'
import { readWindows, stepAction } from '../chain/stewardWindows.ts'
import { localSender, transact } from '../chain/transaction.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { windowRange } from '../governance/stewardWindow.ts'
import { displayValue } from '../governance/value.ts'
import { formatNumber, plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { formatDuration } from '../shared/time.ts'
import { formatWad } from '../shared/units.ts'
import {
  type Absorbed,
  type Aftermath,
  type Auctioned,
  absorb,
  aftermath,
  auction,
  type Fall,
  fallOfPrice,
} from './demoCrash.ts'
import type { DemoProtocol } from './protocol.ts'
import { marketCalled, riskStewardOf } from './stewardOf.ts'

/** The steward's step: from what the market is listed with, by a tenth of a percentage point. */
const STEP = { market: 'WBTC-A', parameter: 'stabilityFee', by: -(10n ** 15n) } as const

/** A parameter that the steward moved without a vote. */
export interface Stepped {
  readonly market: string
  readonly parameter: string
  readonly before: bigint
  readonly after: bigint
}

/** What happens to a protocol between two votes. */
export interface AfterVote {
  readonly stepped: Stepped
  readonly fall: Fall
  readonly absorbed: Absorbed
  readonly auctioned: Auctioned
  readonly aftermath: Aftermath
}

/** A steward's step, and then a crash with its liquidations; every figure is read from the chain. */
export async function afterTheVote(protocol: DemoProtocol, progress: Progress): Promise<AfterVote> {
  const { book } = protocol
  const tell = async <T>(name: string, work: () => Promise<T>, words: (seen: T) => string) => {
    progress.stage(name)
    const seen = await work()
    progress.finish(words(seen))
    return seen
  }
  const stepped = await stepOnce(protocol, progress)
  const fall = await tell(
    'crash',
    () => fallOfPrice(protocol),
    (seen) => fallWords(seen, book),
  )
  const absorbed = await tell(
    'absorb',
    () => absorb(protocol, fall),
    (seen) => absorbedWords(seen, fall, book),
  )
  const auctioned = await tell(
    'auction',
    () => auction(protocol, fall),
    (seen) => auctionedWords(seen, fall, book),
  )
  const after = await tell(
    'bad debt',
    () => aftermath(protocol, fall),
    (seen) => aftermathWords(seen, book),
  )
  return { stepped, fall, absorbed, auctioned, aftermath: after }
}

/** Within its window, which is read first; what is told is read after. */
async function stepOnce(protocol: DemoProtocol, progress: Progress): Promise<Stepped> {
  const { chain, book, steward: account } = protocol
  const market = marketCalled(STEP.market, book)
  const place = { steward: riskStewardOf(book), ledger: book.contracts.ledger }
  const windowNow = async () => {
    const windows = await readWindows(chain, place, [market], await readBlock(chain))
    const found = windows.find(({ spec }) => spec.key === STEP.parameter)
    if (found === undefined) throw new Error(`There is no window of ${STEP.parameter}.`)
    return found
  }
  progress.stage('steward')
  const before = await windowNow()
  const value = before.stored + STEP.by
  const action = stepAction({ steward: place.steward, market }, [{ spec: before.spec, value }])
  await transact(localSender(chain, account), action)
  const { stored, spec } = await windowNow()
  const shown = (amount: bigint) => displayValue(spec.unit, amount, book)
  progress.finish(
    `${market.label} ${spec.key} ${shown(before.stored)} → ${shown(stored)} without a vote, allowed ${windowRange(before, book)}`,
  )
  return { market: market.label, parameter: spec.key, before: before.stored, after: stored }
}

const money = (amount: bigint, { derivativeSymbol }: AddressBook): string =>
  `${formatNumber(amount, 18, 2)} ${derivativeSymbol}`

const tokens = (amount: bigint, { collateralDecimals, collateralSymbol }: Fall['market']): string =>
  `${formatNumber(amount, collateralDecimals, 2)} ${collateralSymbol}`

const fallWords = ({ market, before, after, unhealthy }: Fall, book: AddressBook): string =>
  `${market.feed} ${money(before, book)} → ${money(after, book)}, ${plural(unhealthy, 'vault')} of ${market.label} below health 1`

const absorbedWords = (
  { vaults, repaid, collateral }: Absorbed,
  { market }: Fall,
  book: AddressBook,
): string =>
  `the stability pool liquidated ${plural(vaults, 'vault')}: ${money(repaid, book)} of debt paid, ${tokens(collateral, market)} for its depositors`

const auctionedWords = (
  { debt, collateral, paid, debtPaid, returned, seconds }: Auctioned,
  { market }: Fall,
  book: AddressBook,
): string =>
  `a lot of ${tokens(collateral, market)} for ${money(debt, book)} of debt, sold after ${formatDuration(BigInt(seconds))} for ${money(paid, book)}: ${money(debtPaid, book)} of debt paid, ${tokens(returned, market)} back to its owner`

const aftermathWords = (
  { badDebt, fromSurplus, deficit, surplus, navWad, unhealthy }: Aftermath,
  book: AddressBook,
): string =>
  `${money(badDebt, book)}, ${money(fromSurplus, book)} of it paid by the surplus; deficit ${money(deficit, book)}, surplus ${money(surplus, book)}, NAV ${formatWad(navWad)}; ${plural(unhealthy, 'vault')} left to liquidate`

import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { Band, FeedDetails, RateDetails } from '../governance/feedDetails.ts'
import { priceStates, sourceStatuses } from '../governance/health.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'

/** What each feed is asked. */
const views = [
  'inspect',
  'limitsOf',
  'lastGoodOf',
  'deadSince',
  'frozenUntil',
  'rateTermsOf',
  'rateOf',
] as const

/** A reading of all its sources costs a node up to a million gas, and several of these views read them. */
const MOST_AT_ONCE = 10

/**
 * Every feed with what each source says, the last good price and the rate, at a block.
 *
 * @throws UnexpectedContractError, NodeError
 */
export async function readFeedDetails(
  chain: Chain,
  book: AddressBook,
  at: BlockRef,
): Promise<readonly FeedDetails[]> {
  const ask = viewsOf(book.contracts.oracleHub, IOracleHub__factory.createInterface())
  const asked = book.feeds.flatMap(({ key }) => views.map((name) => ask(name, key)))
  const answers = await askAll(chain, asked, at, MOST_AT_ONCE)
  return book.feeds.map(({ label }, i) => {
    const own = answers.slice(i * views.length, (i + 1) * views.length)
    return detailsOf(label, own as unknown as Answers)
  })
}

type Answers = readonly [
  inspection: Inspection,
  limits: readonly [Limits],
  lastGood: readonly [Band & { readonly storedAt: bigint }],
  deadSince: readonly [bigint],
  frozenUntil: readonly [bigint],
  terms: readonly [Terms],
  rate: readonly [Omit<RateDetails, keyof Terms>],
]

interface Inspection {
  readonly price: Band & { readonly state: bigint }
  readonly readings: readonly {
    readonly source: Address
    readonly priceWad: bigint
    readonly updatedAt: bigint
    readonly status: bigint
  }[]
}

type Limits = Pick<FeedDetails, 'maxAge' | 'minSources' | 'maxDeviationBps' | 'maxJumpBps'>
type Terms = Pick<RateDetails, 'source' | 'growthCapWad' | 'yieldDecayWad'>

function detailsOf(label: string, answers: Answers): FeedDetails {
  const [{ price, readings }, [limits], [last], [deadSince], [frozenUntil], [terms], [rate]] =
    answers
  const { maxAge, minSources, maxDeviationBps, maxJumpBps } = limits
  return {
    ...{ label, maxAge, minSources, maxDeviationBps, maxJumpBps, frozenUntil },
    state: priceStates[Number(price.state)] ?? 'DOWN',
    price: bandOf(price),
    sources: readings.map(({ source, priceWad, updatedAt, status }) => ({
      ...{ address: source, priceWad, updatedAt },
      status: sourceStatuses[Number(status)] ?? 'INVALID',
    })),
    lastGood: last.storedAt === 0n ? undefined : { ...bandOf(last), storedAt: last.storedAt },
    deadSince: deadSince === 0n ? undefined : deadSince,
    ...(BigInt(terms.source) === 0n ? {} : { rate: rateOf(terms, rate) }),
  }
}

const bandOf = ({ low, mid, high }: Band): Band => ({ low, mid, high })

/** Plain: what a node's answer consists of cannot cross threads. */
const rateOf = (terms: Terms, rate: Omit<RateDetails, keyof Terms>): RateDetails => ({
  source: terms.source,
  growthCapWad: terms.growthCapWad,
  yieldDecayWad: terms.yieldDecayWad,
  observedWad: rate.observedWad,
  acceptedWad: rate.acceptedWad,
  snapshotWad: rate.snapshotWad,
  snapshotAt: rate.snapshotAt,
  refreshedAt: rate.refreshedAt,
  lowWad: rate.lowWad,
  highWad: rate.highWad,
})

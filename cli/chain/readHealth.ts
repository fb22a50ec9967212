import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import type { AddressBook } from '../governance/addressBook.ts'
import { type FeedHealth, priceStates, sourceStatuses } from '../governance/health.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'

/** A feed's or a market's answer may have a kilobyte: this many fit into one question with room to spare. */
const MOST_AT_ONCE = 12

/** Every feed with what became of each source, at a block. */
export async function readFeedHealth(
  chain: Chain,
  book: AddressBook,
  at: BlockRef,
): Promise<readonly FeedHealth[]> {
  const view = viewsOf(book.contracts.oracleHub, IOracleHub__factory.createInterface())
  const keys = book.feeds.map(({ key }) => key)
  const inspections = keys.map((key) => view('inspect', key))
  const limits = keys.map((key) => view('limitsOf', key))
  const answers = await askAll(chain, [...inspections, ...limits], at, MOST_AT_ONCE)
  return book.feeds.map(({ label }, i) => {
    const { price, readings } = answers[i] as unknown as Inspection
    const [{ maxAge, minSources }] = answers[keys.length + i] as unknown as [Limits]
    return {
      label,
      state: priceStates[Number(price.state)] ?? 'DOWN',
      maxAge,
      minSources,
      sources: readings.map(({ updatedAt, status }) => ({
        updatedAt,
        status: sourceStatuses[Number(status)] ?? 'INVALID',
      })),
    }
  })
}

type Limits = Pick<FeedHealth, 'maxAge' | 'minSources'>

interface Inspection {
  readonly price: { readonly state: bigint }
  readonly readings: readonly { readonly updatedAt: bigint; readonly status: bigint }[]
}
